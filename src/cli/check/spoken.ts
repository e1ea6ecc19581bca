import type { Message } from '../../bus/index.ts'
import { receiversOf, roleOf } from '../../bus/index.ts'
import type { System } from '../../check/index.ts'

/**
 * Finds the system whose protocol a session speaks: the one that has the most of its messages, of equal ones the
 * first; null where none has any.
 *
 * A run does not say which protocols its sessions follow, and may hold several kinds of them; their messages tell.
 */
export function spokenBy(messages: readonly Message[], systems: readonly System[]): System | null {
  const counts = systems.map((system) => messages.filter((message) => isOf(message, system)).length)
  const most = Math.max(0, ...counts)
  return most === 0 ? null : systems[counts.indexOf(most)]!
}

/** True where a protocol has messages of this type, from this role to that one. */
function isOf({ type, from, to }: Message, { protocol: { messages } }: System): boolean {
  const rule = Object.hasOwn(messages, type) ? messages[type]! : null
  return rule !== null && rule.from === roleOf(from) && receiversOf(rule).includes(roleOf(to))
}
