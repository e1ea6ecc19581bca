import { novelties } from './novelty.ts'

/**
 * Pays agreement with the majority first and novelty second: 0.5 + 0.5ũ in [0.5, 1] where an answer agrees,
 * −1 + 0.5ũ in [−1, −0.5] where it does not, −1 where there is none.
 *
 * agrees: for each attempt whether its answer is the majority's; null where none could be read. similarities:
 * [n][n] of all attempts. ũ is the novelty scaled to [0, 1] by the least and the greatest among the answers that
 * agree, and likewise among the others; ½ for one alone and where all are equally new. (The published code pays
 * one alone as if its ũ were 1.) Any answer of the majority earns more than any other. Source: Zhou et al. 2025,
 * "Evolving Language Models without Labels: Majority Drives Selection, Novelty Promotes Variation" (EVOL-RL).
 */
export function noveltyRewards(
  agrees: readonly (boolean | null)[],
  similarities: readonly (readonly number[])[],
): number[] {
  const rewards = agrees.map(() => -1)
  const readable = [...agrees.keys()].filter((i) => agrees[i] !== null)
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
      const scaled = most > least ? (found[k]! - least) / (most - least) : 0.5
      rewards[i] = (side ? 0.5 : -1) + 0.5 * scaled
    }
  }
  return rewards
}
