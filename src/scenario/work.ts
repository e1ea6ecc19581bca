import { UserError } from '../core/index.ts'
import type { Work } from './plan.ts'
import type { SessionKind } from './session.ts'

/** Far more sessions than a step can play. */
export const MANY = 1_000_000

/** Plays the same kind of session in every step. sessions: 1 … 1,000,000. @throws UserError for any other number. */
export function always<Name extends string>(kind: SessionKind<Name>, sessions: number): Work<Name> {
  if (!(Number.isInteger(sessions) && sessions >= 1 && sessions <= MANY))
    throw new UserError(
      `always('${kind.name}'): sessions is ${sessions}; it must be a whole number from 1 to ${MANY}.`,
    )
  return { next: () => ({ kind, sessions }) }
}
