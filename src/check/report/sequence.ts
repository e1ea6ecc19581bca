import type { Message } from '../../bus/index.ts'
import { oneLine } from '../../core/index.ts'
import { mermaidText } from '../../protocol/index.ts'
import type { Choice, Trace } from '../result.ts'
import { describeChoice } from './choice.ts'
import { excerpt } from './excerpt.ts'
import { follow, type Followed } from './follow.ts'
import { eventName, timerName } from './name.ts'
import { number, shortFields } from './text.ts'

/** What is behind the steps that left the dull path: visible on light and on dark. */
const HIGHLIGHT = 'rect rgba(255, 176, 0, 0.25)'

/** Characters of a payload on an arrow: what is longer pushes the participants apart. */
const PAYLOAD = 40

/** At the end, messages that never arrived are named one by one up to so many. */
const MOST_UNARRIVED = 8

/**
 * Draws a run as a Mermaid sequence diagram.
 *
 * An arrow stands where its message arrived, or was lost; what is still on its way at the end is noted
 * there. Steps off the dull path have a background.
 */
export function sequenceDiagram(trace: Trace): string {
  const { steps, unarrived } = follow(trace)
  const mentioned = [
    ...trace.opening,
    ...trace.steps.flatMap(({ choice, sent }) => [
      ...('message' in choice ? [choice.message] : []),
      ...sent.map(({ message }) => message),
    ]),
  ]
  const addresses = [...new Set([...trace.addresses, ...mentioned.flatMap(({ from, to }) => [from, to])])]
  const pen = createPen(addresses)
  const { start, skipped, end } = excerpt(steps)
  const last = trace.steps.at(-1)?.states ?? trace.initial
  const lines = [
    ...addresses.map((address, i) => `participant p${i} as ${mermaidText(address, 40)}`),
    ...start.flatMap((step) => drawStep(step, pen)),
    ...(skipped === 0 ? [] : [pen.note(addresses, `${number(skipped)} steps are left out here`)]),
    ...end.flatMap((step) => drawStep(step, pen)),
    ...unarrived
      .slice(0, MOST_UNARRIVED)
      .map((message) => pen.note([message.from, message.to], `${label(message)} is still on its way`)),
    ...(unarrived.length > MOST_UNARRIVED
      ? [pen.note(addresses, `and so are ${number(unarrived.length - MOST_UNARRIVED)} more messages`)]
      : []),
    ...trace.addresses.map((address) => pen.note([address], `ends in ${last[address] ?? '?'}`)),
  ]
  return ['sequenceDiagram', ...lines.map((line) => `  ${line}`)].join('\n')
}

interface Pen {
  readonly everybody: readonly string[]
  arrow(message: Message, line: '->>' | '-->>' | '-x', remark?: string): string
  note(over: readonly string[], text: string): string
}

/** Writes lines about participants by their place: addresses are text, which Mermaid might misread. */
function createPen(addresses: readonly string[]): Pen {
  const at = (address: string) => addresses.indexOf(address)
  return {
    everybody: addresses,
    arrow: (message, line, remark = '') =>
      `p${at(message.from)}${line}p${at(message.to)}: ${mermaidText(`${label(message)}${remark}`, 100)}`,
    note(over, text) {
      const places = over.map(at).filter((place) => place >= 0)
      const [first, last] = [Math.min(...places), Math.max(...places)]
      return `Note over p${first}${last > first ? `,p${last}` : ''}: ${mermaidText(text, 100)}`
    },
  }
}

function drawStep(followed: Followed, pen: Pen): string[] {
  const { step } = followed
  const lines = [
    drawChoice(step.choice, followed, pen),
    ...step.acts.map(({ by, type, params }) => pen.note([by], `${type} ${shortFields(params, PAYLOAD)}`)),
    ...step.sent
      .filter(({ lost }) => lost)
      .map(({ message }) => pen.arrow(message, '-x', ', lost: the link is cut')),
  ]
  return step.picked === 0 ? lines : [HIGHLIGHT, ...lines.map((line) => `  ${line}`), 'end']
}

function drawChoice(choice: Choice, { step, again, overtakenBy }: Followed, pen: Pen): string {
  switch (choice.kind) {
    case 'drop':
      return pen.arrow(choice.message, '-x', ', lost')
    case 'deliver':
    case 'duplicate': {
      const { message, kind } = choice
      const remarks = [
        again && 'again',
        overtakenBy !== null && `late, after #${overtakenBy.seq}`,
        kind === 'duplicate' && 'and a copy stays on its way',
        step.ignored && `in vain: ${message.to} is down`,
      ].filter((remark) => remark !== false)
      const remark = remarks.map((remark) => `, ${remark}`).join('')
      return pen.arrow(message, step.ignored ? '-x' : again ? '-->>' : '->>', remark)
    }
    case 'order':
      return pen.note([choice.to], `order ${eventName(choice.event)}`)
    case 'timer':
      return pen.note([choice.address], `timer ${timerName(choice.timer)} (${number(choice.delay)} ms) fires`)
    case 'outcome':
      return pen.note([choice.address], `${choice.source} ${choice.outcome}`)
    case 'spontaneous':
      return pen.note([choice.address], `${eventName(choice.event)}, by itself`)
    case 'crash':
    case 'restart':
      return pen.note([choice.address], describeChoice(choice))
    case 'cut':
    case 'heal':
    default: {
      const over = [choice.from, choice.to].filter((address) => address !== null)
      return pen.note(over.length === 0 ? pen.everybody : over, describeChoice(choice))
    }
  }
}

/** "#3 move (turn: 0, text: 'bet')". */
function label({ seq, type, payload }: Message): string {
  const fields = shortFields(payload, PAYLOAD)
  return `#${seq} ${oneLine(type, 40)}${fields === '' ? '' : ` (${fields})`}`
}
