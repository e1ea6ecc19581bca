import type { MeasuredAttempt } from './relative-length.ts'

/** The length of the shortest right answer so far, by question. */
export type LengthHistory = Readonly<Record<string, number>>

export interface LengthHistoryOptions {
  /** w ≥ 0: how much length counts beside being right. Default 1. */
  readonly weight?: number
  /** The least that a right answer's length term can be. Default −0.7. */
  readonly floor?: number
}

/**
 * Pays for right answers that are shorter than those before: 1 + w·max(f, floor) where right, w·min(f, 0)
 * where wrong, with f = cos(π/2 · min(length / Math.max(1, shortest), 2)).
 *
 * shortest: the shortest right answer to this question before this batch, in tokens; undefined where there is
 * none, and then f is 0. By default a right answer earns at least 0.3 and a wrong one at most 0: a wrong answer
 * gains nothing from being short. Source: Huang et al. 2025, "HAPO: Training Language Models to Reason Concisely
 * via History-Aware Policy Optimization".
 */
export function historyAwareReward(
  { correct, length }: MeasuredAttempt,
  shortest: number | undefined,
  { weight = 1, floor = -0.7 }: LengthHistoryOptions = {},
): number {
  const f = shortest === undefined ? 0 : Math.cos((Math.PI / 2) * Math.min(length / Math.max(1, shortest), 2))
  return correct ? 1 + weight * Math.max(f, floor) : weight * Math.min(f, 0)
}

/** Returns the history after a batch of attempts, which were all rewarded by the one before it. */
export function rememberShortest(
  history: LengthHistory,
  attempts: readonly (MeasuredAttempt & { readonly question: string })[],
): LengthHistory {
  const shortest = new Map(Object.entries(history))
  for (const { question, correct, length } of attempts)
    if (correct) shortest.set(question, Math.min(length, shortest.get(question) ?? length))
  return Object.fromEntries(shortest)
}
