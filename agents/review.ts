import { defineProtocol } from 'coevo/protocol'
import { classroomPromises } from './classroom/classroom-promises.ts'
import { endTo, messages, roles, timeouts } from './classroom/classroom.ts'
import type { LessonWork, Until } from './lesson.ts'
import type { Script } from './classroom/talk.ts'

const { task, answer, pass, submission, verdict, abstain, draft, critique, decline } = messages

/**
 * A review: a lesson in which a critic comments on each answer, and the solver revises it.
 *
 *     teacher  → solver     task
 *     solver   → teacher    answer | pass
 *     teacher  → verifier   submission
 *     verifier → teacher    verdict | abstain
 *     teacher  → critic     draft       then the next task, ⟲ until an answer is right, or for so many rounds
 *     critic   → teacher    critique | decline
 *     teacher  → everybody  end
 *
 * The critic is not told the verdict: that is there to measure what revising is worth.
 */
export const reviewProtocol = defineProtocol({
  name: 'review',
  roles: {
    teacher: roles.teacher,
    solver: roles.solver,
    critic: roles.critic,
    verifier: roles.verifier,
  },
  messages: {
    task,
    answer,
    pass,
    submission,
    verdict,
    abstain,
    draft,
    critique,
    decline,
    end: endTo('solver', 'critic', 'verifier'),
  },
  timeouts,
  monitors: () => classroomPromises({ checks: 1, score: (scores) => scores.at(-1)! }),
})

export type ReviewProtocol = typeof reviewProtocol

/** How a review goes. */
export interface ReviewRules {
  /** Critiques, at most; 1 or more. */
  readonly rounds: number
  readonly until: Until
  /** Says what the solver reads when it is to revise its answer. */
  revise(question: string, answer: string, critique: string): string
}

/** Makes the script of a review, whose score is that of the last answer. */
export function reviewScript(rules: ReviewRules): Script<LessonWork, 'task' | 'submission' | 'draft'> {
  return {
    agents: ['solver', 'critic', 'verifier'],
    first: ({ prompt }) => ({ type: 'task', payload: { attempt: 0, prompt } }),
    next({ prompt }, said) {
      const last = said.at(-1)!
      const { attempt } = last.asked
      if (last.type === 'task')
        return { type: 'submission', payload: { attempt, prompt, answer: last.reply.text } }
      const { answer } = last.asked
      if (last.type === 'draft') {
        const revise = rules.revise(prompt, answer, last.reply.text)
        return { type: 'task', payload: { attempt: attempt + 1, prompt: revise } }
      }
      const { score } = last.reply
      if (attempt >= rules.rounds || (rules.until === 'right' && score === 1)) return { score }
      return { type: 'draft', payload: { attempt, prompt, answer } }
    },
  }
}
