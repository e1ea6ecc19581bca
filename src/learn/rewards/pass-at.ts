/**
 * Estimates pass@k without bias: the chance that k attempts, drawn from n without putting back, hold a right one.
 *
 * 1 − C(n − c, k) / C(n, k), with c the right ones among the n; for k = n whether any is right. Source: Chen et
 * al. 2021, "Evaluating Large Language Models Trained on Code".
 *
 * @throws RangeError unless 0 ≤ correct ≤ attempts and 1 ≤ k ≤ attempts.
 */
export function passAt(k: number, attempts: number, correct: number): number {
  if (!(correct >= 0 && correct <= attempts && k >= 1 && k <= attempts))
    throw new RangeError(`pass@${k} cannot be told from ${correct} right of ${attempts} attempts`)
  let missed = 1
  for (let i = 0; i < k; i++) missed *= Math.max(0, attempts - correct - i) / (attempts - i)
  return 1 - missed
}
