import type { Message } from '../../bus/index.ts'
import type { Outcome } from '../../system/index.ts'
import type { Choice, Trace } from '../result.ts'
import { follow } from './follow.ts'
import { eventName, messageName, timerName } from './name.ts'
import { oneLine } from '../../core/index.ts'
import { shortValue } from './text.ts'

/** Says what an invoked actor came to, to go after its name: "returns 'bet'", 'never answers'. */
export function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'returns':
      return `returns ${shortValue(outcome.value)}`
    case 'throws':
      return `throws ${shortValue(outcome.error)}`
    case 'never':
    default:
      return 'never answers'
  }
}

/**
 * Says in one line what was chosen: 'drop #3 ack solver → teacher'.
 *
 * `overtaken`: the messages, on their way for longer, that a delivery came before.
 */
export function describeChoice(choice: Choice, overtaken: readonly Message[] = []): string {
  return oneLine(tell(choice, overtaken), 200)
}

function tell(choice: Choice, overtaken: readonly Message[]): string {
  switch (choice.kind) {
    case 'deliver':
      return `deliver ${messageName(choice.message)}${before(overtaken)}`
    case 'drop':
      return `drop ${messageName(choice.message)}`
    case 'duplicate':
      return `deliver ${messageName(choice.message)}${before(overtaken)} and leave a copy on its way`
    case 'order':
      return `order ${eventName(choice.event)} to ${choice.to}`
    case 'spontaneous':
      return `${choice.address} does ${eventName(choice.event)} by itself`
    case 'timer':
      return `timer ${timerName(choice.timer)} of ${choice.address} fires`
    case 'outcome':
      return `${oneLine(choice.source, 40)} of ${choice.address} ${oneLine(choice.outcome, 80)}`
    case 'crash':
      return `${choice.address} crashes`
    case 'restart':
      return `${choice.address} comes back ${choice.remembers ? 'with' : 'without'} its memory`
    case 'cut':
      return `${linkName(choice)} carry nothing from here on`
    case 'heal':
    default:
      return `${linkName(choice)} carry messages again`
  }
}

/** Says where a run left the dull path: a line for each step that was not the dullest choice. */
export function deviationsOf(trace: Trace): string[] {
  return follow(trace)
    .steps.filter(({ step }) => step.picked !== 0)
    .map(({ step, older }) => describeChoice(step.choice, older))
}

function before(overtaken: readonly Message[]): string {
  if (overtaken.length === 0) return ''
  const [first, second, ...rest] = overtaken.map(({ seq }) => `#${seq}`)
  if (second === undefined) return ` before ${first}`
  return rest.length === 0 ? ` before ${first} and ${second}` : ` before ${first}, ${second} and others`
}

/** Names one link, one way, or all links of an agent, or all there are. */
function linkName({ from, to }: { readonly from: string | null; readonly to: string | null }): string {
  if (from !== null && to !== null) return `messages ${from} → ${to}`
  return from === null && to === null ? 'all links' : `all links of ${from ?? to}`
}
