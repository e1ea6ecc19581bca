import type { Message } from '../../bus/index.ts'
import type { Trace, TracedStep } from '../result.ts'

/** A step with what only the steps before it tell. */
export interface Followed {
  readonly step: TracedStep
  /**
   * Of a delivery: messages on their way that were sent before it; those of its link alone, where it
   * overtakes any, or leaves a copy.
   */
  readonly older: readonly Message[]
  /** Of a delivery: true when the message arrived before. */
  readonly again: boolean
  /** Of a delivery: the latest message of its link that was sent after it and arrived before it. */
  readonly overtakenBy: Message | null
  /** By address: the state before and after, where it changed. */
  readonly changes: readonly { readonly address: string; readonly from: string; readonly to: string }[]
}

/** Goes through a run and keeps account of what is on its way. */
export function follow(trace: Trace): {
  readonly steps: readonly Followed[]
  readonly unarrived: readonly Message[]
} {
  const flight: Message[] = [...trace.opening]
  const arrived = new Map<string, Message>()
  const lost = new Set<string>()
  let states = trace.initial
  const steps = trace.steps.map((step): Followed => {
    const { choice } = step
    let told = { older: [] as readonly Message[], again: false, overtakenBy: null as Message | null }
    if ('message' in choice) {
      const { message, kind } = choice
      const sameLink = ({ from, to }: Message) => from === message.from && to === message.to
      if (kind !== 'drop') {
        const older = flight.filter(({ seq }) => seq < message.seq)
        const later = [...arrived.values()].filter((other) => sameLink(other) && other.seq > message.seq)
        told = {
          older: choice.place > 0 || kind === 'duplicate' ? older.filter(sameLink) : older,
          again: arrived.has(message.id),
          overtakenBy: later.toSorted((a, b) => b.seq - a.seq)[0] ?? null,
        }
        arrived.set(message.id, message)
      } else lost.add(message.id)
      const at = flight.findIndex(({ id }) => id === message.id)
      if (kind !== 'duplicate' && at >= 0) flight.splice(at, 1)
    }
    for (const { message, lost: cut } of step.sent) if (!cut) flight.push(message)
    const before = states
    states = step.states
    const changes = Object.keys(states)
      .map((address) => ({ address, from: before[address] ?? '?', to: states[address]! }))
      .filter(({ from, to }) => from !== to)
    return { step, ...told, changes }
  })
  return { steps, unarrived: flight.filter(({ id }) => !arrived.has(id) && !lost.has(id)) }
}
