import { lookUp } from '../../core/index.ts'
import { novelties } from './novelty.ts'

export interface NoveltyOptions {
  /**
   * What becomes of an answer with none beside it to be newer than. 'middle' (default): ũ = ½, since the paper's scale
   * has no meaning there. 'code': ũ = 1 for one alone on its side, and −1 for one alone among several attempts that
   * cannot be read, as the published code has it.
   */
  readonly alone?: 'middle' | 'code'
}

/**
 * Pays agreement with the majority first and novelty second: 0.5 + 0.5ũ in [0.5, 1] where an answer agrees,
 * −1 + 0.5ũ in [−1, −0.5] where it does not, −1 where there is none.
 *
 * agrees: for each attempt whether its answer is the majority's; null where none could be read. similarities:
 * [n][n] of all attempts. ũ is the novelty scaled to [0, 1] by the least and the greatest among the answers that
 * agree, and likewise among the others; ½ where all are equally new; `alone` says what one alone earns. Any answer of
 * the majority earns more than any other. Source: Zhou et al. 2025,
 * "Evolving Language Models without Labels: Majority Drives Selection, Novelty Promotes Variation" (EVOL-RL).
 */
export function noveltyRewards(
  agrees: readonly (boolean | null)[],
  similarities: readonly (readonly number[])[],
  { alone = 'middle' }: NoveltyOptions = {},
): number[] {
  const lone = lookUp('way to pay a lone answer', alone, { middle: 0.5, code: 1 })
  const rewards = agrees.map(() => -1)
  const readable = [...agrees.keys()].filter((i) => agrees[i] !== null)
  if (alone === 'code' && readable.length === 1 && agrees.length > 1) return rewards
  const sides = readable.map((i) => agrees[i] === true)
  const found = novelties(
    readable.map((i) => readable.map((j) => similarities[i]![j]!)),
    sides,
  )
  for (const side of [true, false]) {
    const own = found.filter((_, k) => sides[k] === side)
    const [least, most] = [Math.min(...own), Math.max(...own)]
    for (const [k, i] of readable.entries()) {
      if (sides[k] !== side) continue
      const equal = own.length === 1 ? lone : 0.5
      const scaled = most > least ? (found[k]! - least) / (most - least) : equal
      rewards[i] = (side ? 0.5 : -1) + 0.5 * scaled
    }
  }
  return rewards
}
