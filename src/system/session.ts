import type { EventObject } from 'xstate'
import type { System } from '../system/index.ts'

/** The session of what nobody said another of. */
export const SESSION = '0'

/** The session that an event from outside belongs to. */
export function sessionOf(event: EventObject): string {
  return 'session' in event ? String(event['session']) : SESSION
}

/** The sessions that are open from the start: those of the orders, or the one there is without. */
export function sessionsOf({ orders }: System): readonly string[] {
  return orders.length === 0 ? [SESSION] : [...new Set(orders.map(({ event }) => sessionOf(event)))]
}
