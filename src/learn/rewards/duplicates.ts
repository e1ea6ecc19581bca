import { bleu, type BleuOptions } from './bleu.ts'
import { averageLinkage } from './clusters.ts'

export interface DuplicateOptions extends BleuOptions {
  /** Clusters whose mean distance is less than this become one. Default 0.5. */
  readonly cut?: number
}

/**
 * Returns for each text the share of all texts that are in its cluster, in (0, 1]: the penalty for asking the
 * same again.
 *
 * The distance of two texts is 1 − BLEU, the earlier one the candidate; equal texts have distance 0, however
 * short. Source: Huang et al. 2025, "R-Zero", and its code.
 */
export function duplicateShares(texts: readonly string[], options: DuplicateOptions = {}): number[] {
  const { cut = 0.5, ...scoring } = options
  const distances = texts.map(() => Array<number>(texts.length).fill(0))
  for (const [i, candidate] of texts.entries())
    for (let j = i + 1; j < texts.length; j++) {
      const reference = texts[j]!
      const distance = candidate === reference ? 0 : 1 - bleu(candidate, reference, scoring)
      distances[i]![j] = distance
      distances[j]![i] = distance
    }
  const shares = Array<number>(texts.length).fill(0)
  for (const cluster of averageLinkage(distances, cut))
    for (const i of cluster) shares[i] = cluster.length / texts.length
  return shares
}
