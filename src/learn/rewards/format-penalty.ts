export interface FormatPenalties {
  /** For a well-formed answer that earns nothing. Default −0.5. */
  readonly worthless?: number
  /** For an answer that cannot be read. Default −1. */
  readonly malformed?: number
}

/**
 * Puts what an answer earns above good form alone, and good form above bad: r where r > 0, else −0.5, else −1.
 *
 * Both of AZR's roles are paid so. Source: Zhao et al. 2025, "Absolute Zero: Reinforced Self-play Reasoning with
 * Zero Data" (the composite reward).
 */
export function formatPenalised(
  reward: number,
  wellFormed: boolean,
  { worthless = -0.5, malformed = -1 }: FormatPenalties = {},
): number {
  if (!wellFormed) return malformed
  return reward > 0 ? reward : worthless
}
