import { stream, type Json } from 'coevo/core'
import { demonstrationTurn } from 'coevo/learn'
import type { SessionKind } from 'coevo/scenario'
import type { Task } from 'coevo/task'
import { answersTo } from './measure/answers.ts'

export interface CorrectionOptions<Name extends string, Problem extends Json> {
  readonly task: Task<Problem, never>
  /** Tries each problem, and is to imitate what it is shown. */
  readonly student: Name
  /** The problem of a session. */
  readonly problem: (session: number) => Problem
  /** How far the solution is shown: to the first word that the student got wrong, or whole. Default 'mistake'. */
  readonly until?: 'mistake' | 'end'
}

/**
 * Lets a student try a problem, and shows it how the task's own solver goes on where it went wrong: one problem a
 * session.
 *
 * The student writes what is most likely, and its return is the score of that. The turn that it learns from is the
 * solution, up to its first mistake: who falls does not see the rest of the way. Its reward is 1.
 *
 * Nobody is asked by another agent, so nothing is said: the journal stays empty.
 */
export function correction<const Name extends string, Problem extends Json>(
  options: CorrectionOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, student, problem, until = 'mistake' } = options
  return {
    name: task.name,
    roles: ['solver'],
    models: [student],
    tasks: [task],
    async play({ sessions, models }) {
      const ordered = sessions.toSorted((a, b) => a - b)
      const { [student]: model } = models
      const posed = ordered.map(problem)
      const answers = await answersTo(
        model,
        posed.map((each) => task.prompt(each)),
        { maxNewTokens: task.maxWords + 1, temperature: 0, random: () => stream('greedy') },
      )
      return ordered.map((session, i) => {
        const each = posed[i]!
        const solution = task.solve(each)
        const shown = demonstrationTurn(model.tokenizer, { prompt: task.prompt(each), completion: solution })
        const tokens = until === 'end' ? Infinity : 1 + firstMistake(solution, answers[i]!)
        const turn = {
          ...shown,
          completion: shown.completion.slice(0, tokens),
          logprobs: shown.logprobs.slice(0, tokens),
          allowed: shown.allowed.slice(0, tokens),
          reward: 1,
        }
        const { score, readable } = task.verify(each, answers[i]!)
        return {
          session,
          game: task.name,
          end: 'finished' as const,
          roles: [
            {
              role: 'solver',
              model: student,
              turns: [turn],
              return: score,
              illegal: 0,
              parseFailures: readable ? 0 : 1,
            },
          ],
        }
      })
    },
  }
}

/** Counts the words of a solution that an answer has right from its beginning on. */
function firstMistake(solution: string, answer: string): number {
  const words = answer.split(' ')
  const wanted = solution.split(' ')
  const wrong = wanted.findIndex((word, i) => words[i] !== word)
  return wrong < 0 ? wanted.length : wrong
}
