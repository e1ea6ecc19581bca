import type { Message } from '../../bus/index.ts'
import { oneLine } from '../../core/index.ts'
import type { Trace } from '../result.ts'
import { describeChoice } from './choice.ts'
import { excerpt } from './excerpt.ts'
import { follow, type Followed } from './follow.ts'
import { messageName } from './name.ts'
import { number, shortFields, shortValue, table } from './text.ts'

/** Tells a run step by step: what was chosen, whose state changed, what was sent and done. */
export function tellStory(trace: Trace): string[] {
  const { start, skipped, end } = excerpt(follow(trace).steps)
  const width = String(trace.steps.length).length
  const indent = ' '.repeat(width + 4)
  const tell = (followed: Followed) => tellStep(followed, width, indent)
  return [
    ...trace.opening.map((message) => `${indent}${tellSent(message)}`),
    ...start.flatMap(tell),
    ...(skipped === 0 ? [] : [`… ${number(skipped)} steps are left out here …`]),
    ...end.flatMap(tell),
  ]
}

/**
 * Tells a run step by step, as plain text.
 *
 * @example console.log(formatStory(replay(system, token).trace))
 */
export function formatStory(trace: Trace): string {
  return [...tellStory(trace), '', ...tellEnd(trace), ''].join('\n')
}

/** Tells where each agent is at the end, a line each. */
export function tellEnd({ addresses, initial, steps, final }: Trace): string[] {
  const states = steps.at(-1)?.states ?? initial
  return table(
    addresses.map((address) => [
      oneLine(address, 40),
      oneLine(states[address] ?? '?', 60),
      address in final ? shortValue(final[address], 240) : '',
    ]),
  )
}

function tellStep({ step, older, again, changes }: Followed, width: number, indent: string): string[] {
  const { index, choice, picked, ignored, sent, acts } = step
  const outOfTurn = picked !== 0 || ('place' in choice && choice.place > 0)
  const what = [
    describeChoice(choice, outOfTurn ? older : []),
    ...(again ? ['again'] : []),
    ...(ignored ? ['in vain: nobody is there'] : []),
  ].join(', ')
  const became = changes.map(({ address, from, to }) => oneLine(`${address}: ${from} → ${to}`))
  return [
    `${picked === 0 ? ' ' : '*'} ${String(index).padStart(width)}  ${[what, ...became].join('   ')}`,
    ...sent.map(
      ({ message, lost }) => `${indent}${tellSent(message)}${lost ? '  lost: the link is cut' : ''}`,
    ),
    ...acts.map(({ by, type, params }) =>
      `${indent}+ ${oneLine(`${by} does ${type}`, 80)} ${shortFields(params)}`.trimEnd(),
    ),
  ]
}

function tellSent(message: Message): string {
  return `+ ${messageName(message)}  ${shortFields(message.payload)}`.trimEnd()
}
