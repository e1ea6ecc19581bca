/** What an objective may read of policies other than the present one. */
export type ScoreTensor =
  | 'anchorLogProbabilities'
  | 'referenceLogp'
  | 'referenceLogProbabilities'
  | 'winnerReferenceLogp'
  | 'loserReferenceLogp'

/** What of it needs a learner with a reference policy. */
export type ReferenceTensor = Exclude<ScoreTensor, 'anchorLogProbabilities'>

/** An input of a training graph that is the score of its rows by some weights. */
export interface Score {
  readonly input: 'anchorLogProbabilities' | 'referenceLogp' | 'referenceLogProbabilities'
  /** Those before the call to `learn`, or those of the reference policy. */
  readonly weights: 'anchor' | 'reference'
  readonly what: 'logp' | 'logProbabilities'
}

const anchor = {
  input: 'anchorLogProbabilities',
  weights: 'anchor',
  what: 'logProbabilities',
} as const satisfies Score
const logp = { input: 'referenceLogp', weights: 'reference', what: 'logp' } as const satisfies Score
const logProbabilities = {
  input: 'referenceLogProbabilities',
  weights: 'reference',
  what: 'logProbabilities',
} as const satisfies Score

/** All scores. */
export const scores: readonly Score[] = [anchor, logp, logProbabilities]

const byTensor: Readonly<Record<ScoreTensor, Score>> = {
  anchorLogProbabilities: anchor,
  referenceLogp: logp,
  referenceLogProbabilities: logProbabilities,
  winnerReferenceLogp: logp,
  loserReferenceLogp: logp,
}

/** Returns the scores that tensors of an objective are made of, each once. */
export function scoresOf(inputs: readonly string[]): Score[] {
  const read = Object.entries(byTensor).filter(([name]) => inputs.includes(name))
  return scores.filter((score) => read.some(([, each]) => each === score))
}
