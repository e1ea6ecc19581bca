import { average } from '../../core/index.ts'

/**
 * Returns the share of a reference policy's samples that a reward beats, ties as half, in [0, 1]: ½ on average for the
 * reference itself, and uniform where all its rewards differ.
 *
 * references: at least one reward of the reference policy for the same prompt. Source: Balashankar et al. 2024,
 * "InfAlign: Inference-aware language model alignment" (calibration by the win variable w).
 *
 * @throws RangeError without references.
 */
export function calibratedReward(reward: number, references: readonly number[]): number {
  if (references.length === 0) throw new RangeError('A reward is calibrated by one reference at least')
  const wins = references.map((reference) => (reference < reward ? 1 : reference === reward ? 0.5 : 0))
  return average(wins)
}

/**
 * Bends a calibrated reward for how answers will be chosen: e^{tC}.
 *
 * t > 0 prepares for best-of-N, t < 0 (to be minimised) for worst-of-N. Source: as `calibratedReward`.
 */
export function tiltedReward(calibrated: number, t: number): number {
  return Math.exp(t * calibrated)
}
