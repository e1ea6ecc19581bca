import { UserError, type Json } from 'coevo/core'
import type { SessionKind } from 'coevo/scenario'
import type { Verdict } from 'coevo/task'
import type { Exchange } from './classroom/classroom.ts'
import { lessonProtocol, lessonScript, type LessonRules, type LessonWork, type Until } from './lesson.ts'
import type { Speaker } from './policy/speaker.ts'
import { teaching } from './classroom/teaching.ts'
import type { Earned, TeachingOptions } from './classroom/teaching-kind.ts'
import { askAgain } from './classroom/words.ts'

export interface LessonOptions<Name extends string, Problem extends Json> extends TeachingOptions<
  Name,
  Problem
> {
  /** Which problem a session is about. */
  readonly problem: (session: number) => Problem
  readonly solver: Speaker<Name, Problem>
  /** At most; default 1. */
  readonly attempts?: number
  /** When attempts stop before the last: at one that is right (the default), or never. */
  readonly until?: Until
  /** Says what the solver reads at its next attempt; default: question, answer and `again`. */
  readonly again?: LessonRules['again']
  /** What the solver gets for its attempts; default: the score of the last. */
  readonly returns?: (verdicts: readonly Verdict[]) => Earned
}

/**
 * Describes lessons as a kind of session: a solver is set a task, and a verifier judges what it writes.
 *
 * @example lesson({ task: addition, problem: (session) => problems[session]!, solver: { model: 'solver' } })
 * @throws UserError for less than one attempt.
 */
export function lesson<Problem extends Json, const Name extends string = never>(
  options: LessonOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, problem, solver, attempts = 1, until = 'right', again = askAgain } = options
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw new UserError(`A lesson has 1 or more attempts, not ${attempts}.`)
  const returns = options.returns ?? lastScore
  return teaching<Name, Problem>(
    {
      protocol: lessonProtocol,
      script: lessonScript({ attempts, until, again }),
      speakers: { solver },
      open(session) {
        const posed = problem(session)
        return { work: { prompt: task.prompt(posed) } satisfies LessonWork, problem: posed }
      },
      earn: (said) => ({ solver: returns(verdictsOf(said)) }),
      unreadable: unreadableAnswers,
    },
    options,
  )
}

/** The verdicts of a session, in their order. */
export function verdictsOf(said: readonly Exchange[]): Verdict[] {
  return said.flatMap(({ type, reply }) => (type === 'submission' ? [verdictOf(reply)] : []))
}

/** What a verdict says, without the number of its question. */
export const verdictOf = ({ score, readable }: Verdict): Verdict => ({ score, readable })

/** How many of the solver's answers could not be read: several verdicts on one answer count once. */
export function unreadableAnswers(said: readonly Exchange[]): { readonly solver: number } {
  const unread = said.flatMap(({ type, asked, reply }) =>
    type === 'submission' && !reply.readable ? [asked.attempt] : [],
  )
  return { solver: new Set(unread).size }
}

/** Each answer earns its score, and the session that of the last one. */
export const scoreByAnswer = (verdicts: readonly Verdict[]): Earned => ({
  return: verdicts.at(-1)!.score,
  rewards: verdicts.map(({ score }) => score),
})

/** The score of the last verdict is all that counts. */
export const lastScore = (verdicts: readonly Verdict[]): Earned => ({ return: verdicts.at(-1)!.score })
