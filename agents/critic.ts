import type { Said } from './classroom/classroom.ts'
import { createRespondent, type RespondentOptions } from './classroom/respondent.ts'
import type { Decision } from './policy/policy.ts'

const to = 'teacher'

/** Creates the machine of a critic: given a question and an answer to it, it writes a critique, or declines. */
export function createCritic(options?: RespondentOptions) {
  return createRespondent(
    {
      role: 'critic',
      hears: 'draft',
      reply: (turn, { text }: Decision): Said<'critic', 'thinking'> => ({
        to,
        type: 'critique',
        payload: { turn, text },
      }),
      refuse: (turn, reason): Said<'critic', 'thinking'> => ({
        to,
        type: 'decline',
        payload: { turn, reason },
      }),
    },
    options,
  )
}
