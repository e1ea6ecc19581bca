/**
 * The share of steps that are right from the first on: those before the first that differs, of the longer of
 * the two lists.
 *
 * Source: I. Fujisawa et al., "ProcBench: Benchmark for Multi-Step Reasoning and Following Procedure"
 * (arXiv 2410.03117), its prefix accuracy.
 */
export function prefixShare(right: readonly string[], written: readonly string[]): number {
  const differs = right.findIndex((step, i) => step !== written[i])
  return (differs < 0 ? right.length : differs) / Math.max(right.length, written.length)
}
