import type { Message } from '../../bus/index.ts'
import type { Monitor, Observation } from './monitor.ts'
import type { Pattern } from './pattern.ts'
import { drop, type Plain, put } from './plain.ts'

/** How a debt is kept. */
export interface Debt<Seen extends Observation> {
  /** Keeps one debt for each key; without it there is one in all. A debt that is owed already stays as old as it is. */
  readonly by?: (seen: Seen) => string
  /** How many messages may enter the session from the one that pays is due, that one included; any number, if left out. */
  readonly within?: number
  /** Forgives all debts. */
  readonly unless?: Pattern
}

/**
 * Promises that whatever matches `trigger` is followed, or accompanied, by something that matches
 * `response`, of the same key.
 */
export type LeadsTo = <Trigger extends Observation, Response extends Observation>(
  name: string,
  trigger: Pattern<Trigger>,
  response: Pattern<Response>,
  debt?: Debt<Trigger | Response>,
) => Monitor

/** What is owed by key: how many messages have entered since; 0 where nobody counts. */
type Owed = Plain<number>

/** The key of debts that have none of their own. */
const ALL = ''

export const leadsTo: LeadsTo = (name, trigger, response, { by = () => ALL, within, unless } = {}) => {
  const monitor: Monitor<Message, Owed> = {
    name,
    initial: {},
    next(owed, seen) {
      if (unless?.(seen) === true) return monitor.initial
      let next = within === undefined || seen.at !== 'sent' ? owed : older(owed)
      if (overdue(next, within) !== undefined) return next
      if (trigger(seen) && !Object.hasOwn(next, by(seen))) next = put(next, by(seen), 0)
      if (response(seen)) next = drop(next, by(seen))
      return next
    },
    broken(owed) {
      const key = overdue(owed, within)
      if (key === undefined) return null
      return `${key === ALL ? 'it' : `'${key}'`} was still owed after ${within} messages`
    },
    hot: (owed) => Object.keys(owed).length > 0,
    ignores: (seen) =>
      !(within !== undefined && seen.at === 'sent') &&
      !trigger(seen) &&
      !response(seen) &&
      unless?.(seen) !== true,
  }
  return monitor
}

/** A message has entered: every debt is a message older. */
function older(owed: Owed): Owed {
  const entries = Object.entries(owed)
  return entries.length === 0 ? owed : Object.fromEntries(entries.map(([key, age]) => [key, age + 1]))
}

function overdue(owed: Owed, within = Infinity): string | undefined {
  return Object.keys(owed).find((key) => owed[key]! > within)
}
