import type { Verdict } from 'coevo/task'
import type { Said } from './classroom.ts'
import type { Decision } from './policy.ts'
import { createRespondent, type RespondentOptions } from './respondent.ts'

/** What a verifier makes of an answer, and how it came about where a model wrote it. */
export interface Judgement extends Verdict {
  readonly trace: Decision['trace']
  /** True for a model's text that says neither right nor wrong, and counts as wrong. */
  readonly isGibberish: boolean
}

const to = 'teacher'

/** Creates the machine of a verifier: given a question and an answer to it, it gives a verdict, or abstains. */
export function createVerifier(options?: RespondentOptions) {
  return createRespondent(
    {
      role: 'verifier',
      hears: 'submission',
      reply: (turn, { score, readable }: Judgement): Said<'verifier', 'thinking'> => ({
        to,
        type: 'verdict',
        payload: { turn, score, readable },
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
