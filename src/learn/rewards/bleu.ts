import { ngramCounts, wordsOf } from './words.ts'

export interface BleuOptions {
  /** The longest runs of words that are compared. Default 4. */
  readonly order?: number
  /** What stands for the number of matches of an order that has none. Default 0.1. */
  readonly smoothing?: number
}

/**
 * Scores how much of a candidate's wording is the reference's, in [0, 1]: the geometric mean of the n-gram
 * precisions, times exp(1 − r/c) where the candidate is the shorter one.
 *
 * No common word gives 0. An order that is longer than the candidate counts as one n-gram without a match, so
 * that of equal texts those of fewer than `order` words score less than 1. Sources: Papineni et al. 2002, "BLEU";
 * Chen and Cherry 2014, "A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU" (method 1).
 */
export function bleu(candidate: string, reference: string, options: BleuOptions = {}): number {
  const { order = 4, smoothing = 0.1 } = options
  const [written, expected] = [wordsOf(candidate), wordsOf(reference)]
  let logPrecision = 0
  for (let n = 1; n <= order; n++) {
    const found = ngramCounts(expected, n)
    let matches = 0
    for (const [ngram, count] of ngramCounts(written, n)) matches += Math.min(count, found.get(ngram) ?? 0)
    if (n === 1 && matches === 0) return 0
    logPrecision += Math.log((matches || smoothing) / Math.max(1, written.length - n + 1)) / order
  }
  const brevity = Math.min(0, 1 - expected.length / written.length)
  return Math.exp(brevity + logPrecision)
}
