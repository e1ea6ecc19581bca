import type { Verdict } from 'coevo/task'
import type { Said } from './classroom/classroom.ts'
import type { Decision } from './policy/policy.ts'
import { createRespondent, type RespondentOptions } from './classroom/respondent.ts'

/** What became of a verdict that was written. */
export interface Reading {
  /** Whether the task itself finds right what this one does. */
  readonly agrees: boolean
  /** Whether it says neither right nor wrong; it then counts as wrong. */
  readonly isGibberish: boolean
}

/** What a verifier makes of an answer, and how it came about where a model wrote it. */
export interface Judgement extends Verdict {
  /** What was written; empty where nothing was. */
  readonly text: string
  readonly trace: Decision['trace']
  /** How one did who reads and writes: whether the task agrees; null for one that computes. */
  readonly reading: Reading | null
}

const to = 'teacher'

/** Creates the machine of a verifier: given a question and an answer to it, it gives a verdict, or abstains. */
export function createVerifier(options?: RespondentOptions) {
  return createRespondent(
    {
      role: 'verifier',
      hears: 'submission',
      reply: (turn, { score, readable, text }: Judgement): Said<'verifier', 'thinking'> => ({
        to,
        type: 'verdict',
        payload: { turn, score, readable, text },
      }),
      refuse: (turn, reason): Said<'verifier', 'thinking'> => ({
        to,
        type: 'abstain',
        payload: { turn, reason },
      }),
    },
    options,
  )
}
