import type { Work } from './plan.ts'
import type { SessionKind } from './session.ts'

/** Plays the same kind of session in every step. sessions: 1 … */
export function always<Name extends string>(kind: SessionKind<Name>, sessions: number): Work<Name> {
  return { next: () => ({ kind, sessions }) }
}
