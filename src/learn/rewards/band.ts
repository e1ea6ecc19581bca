/** Shares that are neither too low nor too high. */
export interface Band {
  readonly low: number
  readonly high: number
  /** Whether the ends are left out. Default false. */
  readonly open?: boolean
}

/**
 * Says whether a share lies in a band: the filter for questions of middling difficulty.
 *
 * R-Zero keeps [0.3, 0.8] of the majority's share; Goal GAN [0.1, 0.9] of the success rate; SQLM pays its
 * proposer 1 inside (0, 1) and DAPO keeps groups there, both open. Sources: Huang et al. 2025, "R-Zero";
 * Florensa et al. 2018, "Automatic Goal Generation for Reinforcement Learning Agents".
 */
export function inBand(share: number, { low, high, open = false }: Band): boolean {
  return open ? low < share && share < high : low <= share && share <= high
}
