/**
 * Returns the share of a reference policy's samples that earn less, in [0, 1]: uniform for the reference itself.
 *
 * references: at least one reward of the reference policy for the same prompt. Source: Balashankar et al. 2024,
 * "InfAlign: Inference-aware language model alignment" (calibration).
 */
export function calibratedReward(reward: number, references: readonly number[]): number {
  return references.filter((reference) => reference < reward).length / references.length
}

/**
 * Bends a calibrated reward for how answers will be chosen: e^{tC}.
 *
 * t > 0 prepares for best-of-N, t < 0 (to be minimised) for worst-of-N. Source: as `calibratedReward`.
 */
export function tiltedReward(calibrated: number, t: number): number {
  return Math.exp(t * calibrated)
}
