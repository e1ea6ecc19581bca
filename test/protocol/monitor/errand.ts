import type { Message } from 'coevo/bus'
import { defineProtocol, type MessageOf, type Monitor, type Observation, type Watching } from 'coevo/protocol'
import { z } from 'zod'

const role = { count: 1, states: ['idle'], rest: ['idle'] } as const
const payload = z.object({ n: z.int() })

/** Somebody asks, one or two answer; anybody may fall out. */
export const errand = defineProtocol({
  name: 'errand',
  roles: { asker: role, answerer: { ...role, count: [1, 2] } },
  messages: {
    ask: { from: 'asker', to: 'answerer', payload },
    answer: { from: 'answerer', to: 'asker', payload },
  },
  timeouts: {},
})

export type ErrandMessage = MessageOf<(typeof errand)['messages']>
export type Errand = Watching<ErrandMessage>

/** A message of the errand, seen at its place in the session. */
export function message(
  type: ErrandMessage['type'],
  n: number,
  { seq = 0, cause = null as string | null, answerer = 'answerer-0' } = {},
): ErrandMessage {
  const [from, to] = type === 'ask' ? ['asker', answerer] : [answerer, 'asker']
  return { id: `s#${seq}`, session: 's', from, to, type, payload: { n }, seq, cause }
}

export const sent = (message: Message, cause: Message | null = null): Observation => ({
  at: 'sent',
  message,
  cause,
})
export const delivered = (message: Message): Observation => ({ at: 'delivered', message, cause: null })
export const restarted = (address: string, remembers: boolean): Observation => ({
  at: 'restarted',
  address,
  remembers,
})

/** Where a monitor is after these observations: it stops at the first that breaks it. */
export function follow(monitor: Monitor, seen: readonly Observation[]) {
  let state = monitor.initial
  for (const [i, one] of seen.entries()) {
    state = monitor.next(state, one)
    const detail = monitor.broken(state)
    if (detail !== null) return { state, broken: { at: i, detail }, hot: null }
  }
  return { state, broken: null, hot: monitor.hot(state), goal: monitor.goal?.(state) }
}
