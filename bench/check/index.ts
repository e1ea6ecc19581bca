import { parseArgs } from 'node:util'
import { machine } from '../harness.ts'
import { besideGraph, exhaustive, hunt, random, twoThreads, type Hunt, type Line } from './measure.ts'
import type { Spread } from './rates.ts'

/**
 * Measures how much of a protocol is checked in a second, beside xstate/graph and fast-check's scheduler.
 *
 * @param args `--repeats N` (default 5); `--json` prints one JSON object as the last line and nothing else.
 */
export async function run(args: readonly string[] = []): Promise<unknown> {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { json: { type: 'boolean', default: false }, repeats: { type: 'string', default: '5' } },
  })
  const json = values['json'] === true
  const say = (line: string) => void (json || process.stdout.write(`${line}\n`))
  const repeats = Number(values['repeats'])
  say(`check on ${machine()}; medians of ${repeats} repeats in turn, (least to most)`)
  const parts = {
    'every state and transition': exhaustive,
    "at random, one message lost and one repeated, beside fast-check's scheduler": random,
    'at random on two threads': twoThreads,
    "one machine, beside xstate's own traversal": besideGraph,
  }
  const lines: Line[] = []
  for (const [title, measure] of Object.entries(parts)) {
    say(`${title}:`)
    for (const line of await measure(repeats)) {
      say(write(line))
      lines.push(line)
    }
  }
  say('a planted bug, a late result taken for the next, found and made small:')
  const hunts = await hunt()
  for (const each of hunts) say(tell(each))
  const result = { benchmark: 'check', machine: machine(), repeats, lines, hunts }
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`)
  return result
}

function write({ name, rate, unit, size, goal }: Line): string {
  const verdict = goal === undefined ? '' : `, goal ${count(goal)} ${rate.median >= goal ? 'met' : 'missed'}`
  return `  ${name.padEnd(40)} ${show(rate, count)} ${unit}${verdict}; ${size}`
}

function tell({ name, milliseconds, deviations }: Hunt): string {
  const whole = (value: number) => value.toFixed(0)
  return `  ${name.padEnd(40)} ${show(milliseconds, (ms) => ms.toFixed(1))} ms, ${show(deviations, whole)} deviations`
}

function show({ median, least, most }: Spread, write: (value: number) => string): string {
  return `${write(median).padStart(10)} (${write(least)} to ${write(most)})`
}

const count = (value: number) => Math.round(value).toLocaleString('en')
