import { average } from '../../core/index.ts'

/**
 * Returns how new each answer is among the others: u = 1 − (½ mean similarity in its group + ½ greatest overall).
 *
 * similarities: [n][n], cosines; negative ones count as 0. groups: a label for each answer, such as whether it
 * agrees with the majority. An answer alone in its group takes its mean over all others; alone altogether it has
 * u = ½. Source: Zhou et al. 2025, "Evolving Language Models without Labels" (EVOL-RL), and its code.
 */
export function novelties(
  similarities: readonly (readonly number[])[],
  groups: readonly (string | boolean)[],
): number[] {
  return similarities.map((row, i) => {
    const to = (keep: (j: number) => boolean) =>
      row.filter((_, j) => j !== i && keep(j)).map((cosine) => Math.min(1, Math.max(0, cosine)))
    const others = to(() => true)
    if (others.length === 0) return 0.5
    const peers = to((j) => groups[j] === groups[i])
    return 1 - (average(peers.length > 0 ? peers : others) + Math.max(...others)) / 2
  })
}
