import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { wordsOf } from 'coevo/agents/tournament/command/words'
import { Unavailable } from 'coevo/agents/tournament/entrant'
import { openEntrant } from 'coevo/agents/tournament/open-entrant'
import { resumeTournament, tournament, type TournamentOptions } from 'coevo/agents/tournament/tournament'
import { stream, UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../temporary-folder.ts'

const out = temporaryFolder('command')

/** Writes a program that does this with each question, and returns what runs it. */
let programs = 0
function command(body: string, before = ''): string {
  const file = join(out, `agent ${programs++}.mjs`)
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline'
const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\\n')
${before}
for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  const { id, legal } = question
  ${body}
}`,
  )
  return `cmd:"${process.execPath}" '${file}'`
}

const games = [kuhnPoker] as Game[]
const play = (agent: string, options: Partial<TournamentOptions> = {}) =>
  tournament({ games, agents: ['uniform', agent], seed: 1, rounds: 5, out, ...options })

/** Asks an agent for its first move in Kuhn poker. */
async function move(agent: string, decision?: number) {
  const entrant = await openEntrant(agent, { decision })
  const state = kuhnPoker.apply(kuhnPoker.apply(kuhnPoker.initial(), 0), 1)
  const ask = {
    turn: 0,
    observation: kuhnPoker.observation(state, 0),
    informationState: kuhnPoker.informationState(state, 0),
    legal: ['check', 'bet'],
  }
  const policy = entrant.seat(kuhnPoker, { constrain: false })
  const view = { state: () => state, sample: () => state }
  return {
    decide: (refused?: (typeof ask & { refused: object })['refused']) =>
      Promise.resolve(
        policy.decide({ ...ask, ...(refused && { refused }) } as never, () => stream('a'), view),
      ),
    close: () => entrant.close?.(),
  }
}

describe('a command', () => {
  test('takes part, with its tokens counted, and ends the same however much it is asked at once', async () => {
    const usage = 'usage: { prompt_tokens: 5, completion_tokens: 2 }'
    const agent = command(`say({ id, move: legal[question.seed % legal.length], ${usage} })`)
    const result = await play(`mine=${agent}`)
    const [, own] = result.entries
    expect(own).toMatchObject({ agent: 'mine', source: `mine=${agent}`, rule: 'constrain' })
    const { calls, promptTokens, completionTokens, uncounted } = own!.account!
    expect(calls).toBeGreaterThan(10)
    expect([promptTokens, completionTokens, uncounted]).toEqual([5 * calls, 2 * calls, 0])
    const others = await play(`mine=${agent}?parallel=8`, { concurrency: 3 })
    expect(others.digest).toBe(result.digest)
    const resumed = await resumeTournament({ folder: result.run, games, rounds: 6 })
    expect(resumed.matches).toBe(12)
    expect(resumed.entries[1]!.account!.calls).toBeGreaterThan(calls)
  })

  test('is told all that a player knows', async () => {
    const { decide, close } = await move(command(`say({ id, move: JSON.stringify(question) })`))
    const told = JSON.parse((await decide({ text: 'raise', reason: 'unreadable' })).text) as object
    close()
    expect(told).toEqual({
      version: 1,
      id: 1,
      game: 'kuhn-poker',
      title: kuhnPoker.title,
      rules: kuhnPoker.rules,
      observation: 'seat first card jack moves none',
      informationState: 'seat first card jack moves none',
      legal: ['check', 'bet'],
      open: false,
      refused: { text: 'raise', reason: 'unreadable' },
      seed: expect.any(Number) as number,
    })
  })

  test.for<[what: string, body: string, sentence: RegExp]>([
    ['ends', `console.error('no\\nmore'); process.exit(3)`, /ended with code 3; its last words: 'more'\.$/],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, /ended by SIGKILL\.$/],
    ['says no JSON', `console.log('hello')`, /wrote 'hello', which is no answer such as/],
    ['says other JSON', `say({ move: 'bet' })`, /wrote '{"move":"bet"}', which is no answer/],
    ['answers something else', `say({ id: 99, move: 'bet' })`, /answered question 99, which is not open/],
    [
      'never ends a line',
      `process.stdout.write('x'.repeat(3e6))`,
      /writes more than 1 MiB without ending the line/,
    ],
    ['gives no move', `say({ id, error: 'I am tired' })`, /has no move: I am tired\.?$/],
  ])('that %s has failed, in a sentence', async ([, body, sentence]) => {
    const { decide, close } = await move(command(body))
    const failed = decide()
    await expect(failed).rejects.toThrow(UserError)
    await expect(failed).rejects.toThrow(sentence)
    close()
  })

  test('that does not answer is ended', async () => {
    const { decide, close } = await move(command(''), 300)
    await expect(decide()).rejects.toThrow(/did not answer within 0\.3 s\.$/)
    close()
  })

  test('that is none cannot take part', async () => {
    await expect(play('cmd:no-such-program-at-all')).rejects.toThrow(
      "The agent 'cmd:no-such-program-at-all' cannot take part: 'cmd:no-such-program-at-all' cannot be started (ENOENT).",
    )
  })

  test('is started again where it ends, and asked no more after three failures on end', async () => {
    const { decide, close } = await move(command(`process.exit(1)`))
    for (let i = 0; i < 3; i++) await expect(decide()).rejects.toThrow(/ended with code 1/)
    await expect(decide()).rejects.toThrow(Unavailable)
    await expect(decide()).rejects.toThrow(/failed 3 times on end/)
    close()
  })

  test('loses the match in which it ends, and plays the others', async () => {
    // It gets through the trial.
    const agent = command(
      `if (id > 20 && question.observation.includes('jack')) process.exit(1)\n  say({ id, move: legal[0] })`,
    )
    const { agents, matches, suspended } = await play(`mine=${agent}`, { rounds: 30 })
    const own = agents.find(({ agent: name }) => name === 'mine')!
    expect([matches, suspended]).toEqual([60, []])
    expect(own.forfeits).toBeGreaterThan(5)
    expect(own.forfeits).toBeLessThan(25)
  })

  test('is gone when the tournament is over', async () => {
    const file = join(out, 'pid')
    const { run } = await play(command(`say({ id, move: legal[0] })`, writesPid(file)))
    expect(run).toContain('tournament-1')
    const pid = Number(readFileSync(file, 'utf8'))
    await expect
      .poll(
        () => {
          try {
            return process.kill(pid, 0)
          } catch {
            return 'gone'
          }
        },
        { timeout: 10_000 },
      )
      .toBe('gone')
  })
})

const writesPid = (file: string) =>
  `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(file)}, String(process.pid))`

test.for<[command: string, words: string[]]>([
  ['python3 a.py', ['python3', 'a.py']],
  ["  a  'b c' \"d 'e'\" ", ['a', 'b c', "d 'e'"]],
  ['a\\ b "c\\"d" \'e\\f\'', ['a b', 'c"d', 'e\\f']],
  ['a "" b', ['a', '', 'b']],
  ['a $HOME `x` ; rm *', ['a', '$HOME', '`x`', ';', 'rm', '*']],
])('a command is split into words, and nothing in it means anything: %s', ([command, words]) => {
  expect(wordsOf(command)).toEqual(words)
})
