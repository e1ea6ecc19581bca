import { UserError } from 'coevo/core'
import type { Facets } from 'coevo/game'

/**
 * What becomes of a move that is not legal.
 *
 * - constrain: policies choose among legal actions only; one that fails to, forfeits
 * - forfeit: the match ends, and the offender gets the least that the game can give
 * - retry: the player is asked again, `times` times in a row at most, then forfeits
 * - spiral: the match ends with −1.5 for the offender and 0.5 for the others where returns lie between −1 and 1, and
 *   in proportion elsewhere (SPIRAL, arXiv 2506.24119)
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

/** What an offender loses and the others gain, in halves of the range of returns. */
const STAKES = { forfeit: { loss: 1, gain: 1 }, spiral: { loss: 1.5, gain: 0.5 } }

/**
 * Returns what each seat gets when one of them loses by breaking the rules or the time limit.
 *
 * The offender gets the least of the declared range, so that nobody is better off by a forfeit than by losing as
 * the rules have it. The others share what that leaves: returns of a zero-sum game sum to 0, identical ones are
 * alike, and all others stay within the range. By the spiral rule the offender gets a quarter of the range less.
 */
export function forfeitReturns(
  { players, utility, utilityRange }: Pick<Facets, 'players' | 'utility' | 'utilityRange'>,
  offender: number,
  by: keyof typeof STAKES = 'forfeit',
): number[] {
  const [least, most] = utilityRange
  const { loss, gain } = STAKES[by]
  const centre = utility === 'zero-sum' ? 0 : (least + most) / 2
  const half = centre - least
  const others = utility === 'identical' ? -loss : gain / (players - 1)
  return Array.from({ length: players }, (_, seat) => centre + half * (seat === offender ? -loss : others))
}
