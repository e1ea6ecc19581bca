import type { Said } from './classroom/classroom.ts'
import { createRespondent, type RespondentOptions } from './classroom/respondent.ts'
import type { Decision } from './policy/policy.ts'

const to = 'teacher'

/** Creates the machine of a solver: given a task, it writes an answer, or passes. */
export function createSolver(options?: RespondentOptions) {
  return createRespondent(
    {
      role: 'solver',
      hears: 'task',
      reply: (turn, { text }: Decision): Said<'solver', 'thinking'> => ({
        to,
        type: 'answer',
        payload: { turn, text },
      }),
      refuse: (turn, reason): Said<'solver', 'thinking'> => ({ to, type: 'pass', payload: { turn, reason } }),
    },
    options,
  )
}
