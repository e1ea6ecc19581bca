import { defineProtocol } from 'coevo/protocol'
import { endTo, messages, roles, timeouts } from './classroom/classroom.ts'
import { classroomPromises } from './classroom/classroom-promises.ts'
import type { Script } from './classroom/talk.ts'

const { task, answer, pass, submission, verdict, abstain } = messages

/**
 * A lesson: the teacher sets a task, the solver answers, the verifier says what the answer is worth; perhaps the
 * solver tries again.
 *
 *     teacher  → solver     task        ⟲ until an answer is right, or for so many attempts
 *     solver   → teacher    answer | pass
 *     teacher  → verifier   submission
 *     verifier → teacher    verdict | abstain
 *     teacher  → both       end
 */
export const lessonProtocol = defineProtocol({
  name: 'lesson',
  roles: { teacher: roles.teacher, solver: roles.solver, verifier: roles.verifier },
  messages: { task, answer, pass, submission, verdict, abstain, end: endTo('solver', 'verifier') },
  timeouts,
  monitors: () => classroomPromises({ checks: 1, score: (scores) => scores.at(-1)! }),
})

export type LessonProtocol = typeof lessonProtocol

/** What a lesson is about: the question. */
export type LessonWork = { readonly prompt: string }

/** When attempts stop before the last: at one that is right, or never. */
export type Until = 'right' | 'end'

/** How a lesson goes. */
export interface LessonRules {
  /** At most; 1 or more. */
  readonly attempts: number
  readonly until: Until
  /** Says what the solver reads at its next attempt. */
  again(
    question: string,
    answer: string,
    verdict: { readonly score: number; readonly readable: boolean },
  ): string
}

/** Makes the script of a lesson, whose score is that of the last attempt. */
export function lessonScript(rules: LessonRules): Script<LessonWork, 'task' | 'submission'> {
  return {
    agents: ['solver', 'verifier'],
    first: ({ prompt }) => ({ type: 'task', payload: { attempt: 0, prompt } }),
    next({ prompt }, said) {
      const last = said.at(-1)!
      const { attempt } = last.asked
      if (last.type === 'task')
        return { type: 'submission', payload: { attempt, prompt, answer: last.reply.text } }
      const { score } = last.reply
      if (attempt + 1 >= rules.attempts || (rules.until === 'right' && score === 1)) return { score }
      const next = rules.again(prompt, last.asked.answer, last.reply)
      return { type: 'task', payload: { attempt: attempt + 1, prompt: next } }
    },
  }
}
