import type { Random } from '../../core/index.ts'

/** Draws an index with the probabilities that stand at a place of an array; they sum to 1. */
export function drawFrom(probabilities: Float64Array, first: number, count: number, random: Random): number {
  let rest = random.uniform()
  let last = 0
  for (let i = 0; i < count; i++) {
    const p = probabilities[first + i]!
    if (p === 0) continue
    if (rest < p) return i
    rest -= p
    last = i
  }
  // Rounding may leave a draw beyond the sum: it belongs to the last that is possible.
  return last
}
