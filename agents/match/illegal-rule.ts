import { UserError } from 'coevo/core'

/**
 * What becomes of a move that is not legal.
 *
 * - constrain: policies choose among legal actions only; one that fails to, forfeits
 * - forfeit: the match ends, −1 for the offender
 * - retry: the player is asked again, `times` times in a row at most, then forfeits
 * - spiral: the match ends with −1.5 for the offender and 0.5 for the others (SPIRAL, arXiv 2506.24119)
 */
export type IllegalRule =
  | { readonly kind: 'constrain' }
  | { readonly kind: 'forfeit' }
  | { readonly kind: 'retry'; readonly times: number }
  | { readonly kind: 'spiral' }

/** Reads a rule: 'constrain', 'forfeit', 'retry:2' or 'spiral'. @throws UserError on anything else. */
export function parseIllegalRule(text: string): IllegalRule {
  const [kind, argument] = text.split(/:(.*)/s)
  if ((kind === 'constrain' || kind === 'forfeit' || kind === 'spiral') && argument === undefined)
    return { kind }
  const times = Number(argument)
  if (kind === 'retry' && argument !== undefined && /^\d{1,3}$/.test(argument) && times > 0)
    return { kind, times }
  throw new UserError(
    `There is no illegal-move rule '${text}'. Known: constrain, forfeit, retry:N (N: 1 … 999), spiral.`,
  )
}

/**
 * Returns what each seat gets when one of them loses by breaking the rules or the time limit.
 *
 * The offender loses `loss` (1, or 1.5 by the spiral rule); the others share 1, or 0.5.
 */
export function forfeitReturns(players: number, offender: number, loss: 1 | 1.5): number[] {
  const gain = loss === 1 ? 1 : 0.5
  return Array.from({ length: players }, (_, seat) => (seat === offender ? -loss : gain / (players - 1)))
}
