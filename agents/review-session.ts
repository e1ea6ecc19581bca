import { UserError, type Json } from 'coevo/core'
import type { SessionKind } from 'coevo/scenario'
import type { Verdict } from 'coevo/task'
import type { LessonWork, Until } from './lesson.ts'
import { lastScore, unreadableAnswers, verdictsOf } from './lesson-session.ts'
import { reviewProtocol, reviewScript, type ReviewRules } from './review.ts'
import type { Speaker } from './policy/speaker.ts'
import { teaching } from './classroom/teaching.ts'
import type { Earned, TeachingOptions } from './classroom/teaching-kind.ts'
import { askRevision } from './classroom/words.ts'

export interface ReviewOptions<Name extends string, Problem extends Json> extends TeachingOptions<
  Name,
  Problem
> {
  /** Which problem a session is about. */
  readonly problem: (session: number) => Problem
  readonly solver: Speaker<Name, Problem>
  readonly critic: Speaker<Name, Problem>
  /** Critiques, each followed by a revision, at most; default 1. */
  readonly rounds?: number
  /** When rounds stop before the last: at an answer that is right, or never (the default). */
  readonly until?: Until
  /** Says what the critic reads; default: question, answer and `critique`. */
  readonly criticise?: (question: string, answer: string) => string
  /** Says what the solver reads when it revises; default: question, answer, critique and `again`. */
  readonly revise?: ReviewRules['revise']
  /**
   * What solver and critic get, given the verdicts on the first answer and on each revision. Default: the solver the
   * score of its last answer, the critic for each critique what the score rose by.
   */
  readonly returns?: (verdicts: readonly Verdict[]) => { readonly solver: Earned; readonly critic: Earned }
}

/**
 * Describes reviews as a kind of session: a critic comments on the solver's answer, the solver revises it, and a
 * verifier judges every answer.
 *
 * @example review({ task, problem, solver: { model: 'solver' }, critic: { model: 'critic' }, rounds: 2 })
 * @throws UserError for less than one round.
 */
export function review<Problem extends Json, const Name extends string = never>(
  options: ReviewOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, problem, solver, critic, rounds = 1, until = 'end', revise = askRevision } = options
  if (!(Number.isInteger(rounds) && rounds >= 1))
    throw new UserError(`A review has 1 or more rounds, not ${rounds}.`)
  const returns = options.returns ?? whatItRoseBy
  return teaching<Name, Problem>(
    {
      protocol: reviewProtocol,
      script: reviewScript({ rounds, until, revise }),
      speakers: { solver, critic },
      criticise: options.criticise,
      open(session) {
        const posed = problem(session)
        return { work: { prompt: task.prompt(posed) } satisfies LessonWork, problem: posed }
      },
      earn: (said) => returns(verdictsOf(said)),
      unreadable: unreadableAnswers,
    },
    options,
  )
}

function whatItRoseBy(verdicts: readonly Verdict[]) {
  const rewards = verdicts.slice(1).map(({ score }, i) => score - verdicts[i]!.score)
  const rise = rewards.reduce((sum, each) => sum + each, 0)
  return { solver: lastScore(verdicts), critic: { return: rise, rewards } }
}
