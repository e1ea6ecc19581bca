import { average, UserError, type Json } from 'coevo/core'
import type { SessionKind } from 'coevo/scenario'
import type { Verdict } from 'coevo/task'
import { auditProtocol, auditScript, type AuditWork } from './audit.ts'
import type { Exchange } from './classroom/classroom.ts'
import { unreadableAnswers, verdictOf, verdictsOf } from './lesson-session.ts'
import type { Speaker } from './policy/speaker.ts'
import { teaching } from './classroom/teaching.ts'
import type { Earned, TeachingOptions } from './classroom/teaching-kind.ts'

/** An answer and what was said of it. */
export interface Solution {
  readonly answer: string
  readonly verdicts: readonly Verdict[]
}

/** What was said in an audit. */
export interface Audit<Problem extends Json> {
  readonly proposal: string
  /** What the proposal poses; null for what is no problem, which has no solutions. */
  readonly problem: Problem | null
  readonly solutions: readonly Solution[]
  /** The mean score of all verdicts. */
  readonly score: number
}

export interface AuditOptions<Name extends string, Problem extends Json> extends TeachingOptions<
  Name,
  Problem
> {
  /** What the generator reads in a session. */
  readonly request: (session: number) => string
  readonly generator: Speaker<Name, Problem>
  readonly solver: Speaker<Name, Problem>
  /** Of the solver to one problem; default 1. */
  readonly answers?: number
  /** Of each answer; default 1. */
  readonly checks?: number
  /** Reads a proposal as a problem: null for what is none. Default: the task's own `parse`. */
  readonly pose?: (proposal: string) => Problem | null
  /**
   * What the roles get. Default: the generator 4·p·(1 − p), where p is the score, and 0 for what is no problem; the
   * solver for each answer the mean of its verdicts; a verifier that reads for each verdict 1 where the task agrees
   * and −1 where it does not.
   */
  readonly returns?: (audit: Audit<Problem>) => {
    readonly generator: Earned
    readonly solver: Earned
    readonly verifier?: Earned
  }
}

/**
 * Describes audits as a kind of session: a generator poses a problem, the solver answers it several times, and a
 * verifier checks each answer several times.
 *
 * @example
 * audit({ task, request: () => 'pose', generator: { model: 'poser' }, solver: { model: 'solver' },
 *   verifier: { model: 'verifier', texts: [RIGHT, WRONG] }, answers: 4, checks: 2 })
 * @throws UserError for less than one answer or check, and for a task that cannot read problems.
 */
export function audit<Problem extends Json, const Name extends string = never>(
  options: AuditOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, request, generator, solver, answers = 1, checks = 1 } = options
  for (const [what, count] of Object.entries({ answers, checks }))
    if (!(Number.isInteger(count) && count >= 1))
      throw new UserError(`An audit has 1 or more ${what}, not ${count}.`)
  const pose = options.pose ?? task.parse?.bind(task)
  if (pose === undefined)
    throw new UserError(
      `The task '${task.name}' has no 'parse' to read problems by: give the audit a 'pose'.`,
    )
  const returns = options.returns ?? learnability
  return teaching<Name, Problem>(
    {
      protocol: auditProtocol,
      script: auditScript({ answers, checks, isProblem: (proposal) => pose(proposal) !== null }),
      speakers: { solver, generator },
      pose,
      open: (session) => ({ work: { request: request(session) } satisfies AuditWork, problem: null }),
      earn: (said) => returns(auditOf(said, pose)),
      unreadable: (said) => ({
        ...unreadableAnswers(said),
        generator: said.filter(({ type, reply }) => type === 'request' && pose(reply.text) === null).length,
      }),
    },
    options,
  )
}

/** Puts together what was said in an audit. */
function auditOf<Problem extends Json>(
  said: readonly Exchange[],
  pose: (proposal: string) => Problem | null,
): Audit<Problem> {
  const proposal = said.flatMap(({ type, reply }) => (type === 'request' ? [reply.text] : [])).join(' ')
  const solutions: { readonly answer: string; readonly verdicts: Verdict[] }[] = []
  for (const { type, reply } of said) {
    if (type === 'task') solutions.push({ answer: reply.text, verdicts: [] })
    if (type === 'submission') solutions.at(-1)!.verdicts.push(verdictOf(reply))
  }
  const score = average(verdictsOf(said).map(({ score }) => score))
  return { proposal, problem: pose(proposal), solutions, score }
}

/** A problem is worth most to learn from where half of the answers to it are right. */
function learnability({ score, solutions }: Audit<Json>): Record<'generator' | 'solver', Earned> {
  const rewards = solutions.map(({ verdicts }) => average(verdicts.map(({ score }) => score)))
  return { generator: { return: 4 * score * (1 - score) }, solver: { return: average(rewards), rewards } }
}
