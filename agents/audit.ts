import { average } from 'coevo/core'
import { defineProtocol } from 'coevo/protocol'
import { classroomPromises } from './classroom/classroom-promises.ts'
import { endTo, messages, roles, timeouts, type Exchange } from './classroom/classroom.ts'
import type { Question, Script } from './classroom/talk.ts'

const { task, answer, pass, submission, verdict, abstain, request, proposal, withdraw } = messages

/**
 * An audit: a generator poses a problem, the solver answers it again and again, and the verifier checks each answer,
 * perhaps more than once.
 *
 *     teacher   → generator  request
 *     generator → teacher    proposal | withdraw
 *     teacher   → solver     task        ⟲ for so many answers
 *     solver    → teacher    answer | pass
 *     teacher   → verifier   submission  ⟲ for so many checks of each
 *     verifier  → teacher    verdict | abstain
 *     teacher   → everybody  end
 */
export const auditProtocol = defineProtocol({
  name: 'audit',
  roles: {
    teacher: roles.teacher,
    solver: roles.solver,
    generator: roles.generator,
    verifier: roles.verifier,
  },
  messages: {
    request,
    proposal,
    withdraw,
    task,
    answer,
    pass,
    submission,
    verdict,
    abstain,
    end: endTo('solver', 'generator', 'verifier'),
  },
  timeouts,
  monitors: () => classroomPromises({ checks: Infinity, score: average }),
})

export type AuditProtocol = typeof auditProtocol

/** What an audit begins with: what the generator is asked for. */
export type AuditWork = { readonly request: string }

/** How an audit goes. */
export interface AuditRules {
  /** Of the solver to one problem; 1 or more. */
  readonly answers: number
  /** Of each answer; 1 or more. */
  readonly checks: number
  /** Whether a proposal is a problem: of one that is none nothing more is asked. */
  readonly isProblem: (proposal: string) => boolean
}

/** Makes the script of an audit, whose score is the mean of all verdicts, and 0 for what is no problem. */
export function auditScript({
  answers,
  checks,
  isProblem,
}: AuditRules): Script<AuditWork, 'request' | 'task' | 'submission'> {
  type Said = Exchange<'request' | 'task' | 'submission'>
  const solve = (attempt: number, prompt: string): Question<'task'> => ({
    type: 'task',
    payload: { attempt, prompt },
  })
  const checked = (said: readonly Said[], attempt: number) =>
    said.filter(({ type, asked }) => type === 'submission' && asked.attempt === attempt).length
  return {
    agents: ['solver', 'generator', 'verifier'],
    first: ({ request }) => ({ type: 'request', payload: { prompt: request } }),
    next(_, said) {
      const last = said.at(-1)!
      if (last.type === 'request') {
        const { text } = last.reply
        return isProblem(text) ? solve(0, text) : { score: 0 }
      }
      const { attempt, prompt } = last.asked
      if (last.type === 'task')
        return { type: 'submission', payload: { attempt, prompt, answer: last.reply.text } }
      if (checked(said, attempt) < checks) return { type: 'submission', payload: last.asked }
      if (attempt + 1 < answers) return solve(attempt + 1, prompt)
      return {
        score: average(said.flatMap(({ type, reply }) => (type === 'submission' ? reply.score : []))),
      }
    },
  }
}
