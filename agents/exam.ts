import { average } from 'coevo/core'
import type { Exchange } from './classroom/classroom.ts'
import type { Question, Script } from './classroom/talk.ts'

/** What an exam begins with: the question that is taught, and those that are similar to it. */
export type ExamWork = { readonly request: string; readonly questions: readonly string[] }

/** Puts a question before a student who has been taught another: the lesson comes first, as an example. */
export const askAfterLesson = (lesson: string, question: string) =>
  lesson === '' ? question : `${lesson} ${question}`

/**
 * The script of an exam, which is held by the protocol of audits: a generator writes a lesson on a question, which the
 * verifier judges as an answer to it; a solver, who reads the lesson before each, answers similar questions, and the
 * verifier judges these answers.
 *
 *     teacher   → generator  request
 *     generator → teacher    proposal | withdraw
 *     teacher   → verifier   submission of the lesson: attempt 0
 *     teacher   → solver     task: attempts 1, 2, …   ⟲ for each question
 *     teacher   → verifier   submission of the answer ⟲
 *     teacher   → everybody  end
 *
 * Its score is the mean of all verdicts, the first among them.
 */
export const examScript: Script<ExamWork, 'request' | 'task' | 'submission'> = {
  agents: ['solver', 'generator', 'verifier'],
  first: ({ request }) => ({ type: 'request', payload: { prompt: request } }),
  next({ questions }, said) {
    const last = said.at(-1)!
    if (last.type !== 'submission') return submitted(last)
    const { attempt } = last.asked
    const question = questions[attempt]
    if (question === undefined)
      return {
        score: average(said.flatMap(({ type, reply }) => (type === 'submission' ? reply.score : []))),
      }
    const prompt = askAfterLesson(lessonOf(said), question)
    return { type: 'task', payload: { attempt: attempt + 1, prompt } }
  },
}

/** What the generator wrote in an exam. */
export function lessonOf(said: readonly Exchange[]): string {
  return said.flatMap(({ type, reply }) => (type === 'request' ? reply.text : [])).join(' ')
}

function submitted({ type, asked, reply }: Exchange<'request' | 'task'>): Question<'submission'> {
  const attempt = type === 'request' ? 0 : asked.attempt
  return { type: 'submission', payload: { attempt, prompt: asked.prompt, answer: reply.text } }
}
