/** What several judgements of one answer come to. */
export interface Judged {
  /** V: the share that passed it, in [0, 1]; 0 for no judgements. */
  readonly value: number
  /** What most say; null for a tie, which counts for nothing. */
  readonly passes: boolean | null
}

/**
 * Sums several judgements of one answer up: the value of a node in a tree of refinements, and the majority.
 *
 * Source: Cheng et al. 2024, "SPaR: Self-Play with Tree-Search Refinement to Improve Instruction-Following in
 * Large Language Models", where a node is good enough above ½.
 */
export function judged(judgements: readonly boolean[]): Judged {
  const passed = judgements.filter(Boolean).length
  return {
    value: judgements.length === 0 ? 0 : passed / judgements.length,
    passes: 2 * passed === judgements.length ? null : 2 * passed > judgements.length,
  }
}
