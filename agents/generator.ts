import type { Said } from './classroom/classroom.ts'
import { createRespondent, type RespondentOptions } from './classroom/respondent.ts'
import type { Decision } from './policy/policy.ts'

const to = 'teacher'

/** Creates the machine of a generator: given a request, it writes a proposal, or withdraws. */
export function createGenerator(options?: RespondentOptions) {
  return createRespondent(
    {
      role: 'generator',
      hears: 'request',
      reply: (turn, { text }: Decision): Said<'generator', 'thinking'> => ({
        to,
        type: 'proposal',
        payload: { turn, text },
      }),
      refuse: (turn, reason): Said<'generator', 'thinking'> => ({
        to,
        type: 'withdraw',
        payload: { turn, reason },
      }),
    },
    options,
  )
}
