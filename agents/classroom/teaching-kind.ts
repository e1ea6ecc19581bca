import type { Json } from 'coevo/core'
import type { Breach, Clock, Protocol } from 'coevo/protocol'
import type { Task, Verdict } from 'coevo/task'
import type { Exchange, Respondent } from './classroom.ts'
import type { Speaker } from '../policy/speaker.ts'
import type { Outcome, Script } from './talk.ts'
import type { TeacherOptions } from '../teacher.ts'

/**
 * Judges an answer; what it throws, or rejects with, ends the session as an error; a UserError ends the round.
 *
 * attempt: as the answer was asked for, from 0
 */
export type Judge<Problem extends Json> = (
  problem: Problem,
  answer: string,
  attempt: number,
) => Verdict | Promise<Verdict>

/** What a role got for a session, and for each of its turns where these are rewarded one by one. */
export interface Earned {
  readonly return: number
  /** In the order of the role's turns. */
  readonly rewards?: readonly number[] | undefined
}

/** A session that is over. */
export interface Concluded<Problem extends Json> {
  readonly session: number
  /** Null where none was posed. */
  readonly problem: Problem | null
  readonly said: readonly Exchange[]
  readonly end: Outcome['end']
}

/** What every kind of session about a task is given. */
export interface TeachingOptions<Name extends string, Problem extends Json> {
  /** As the episodes' game; the task's name, if left out. */
  readonly name?: string
  readonly task: Task<Problem, never>
  /**
   * Who judges: a function, which may be asynchronous and may fail; or a model or a policy that reads question and
   * answer and writes `right` or `wrong`. The task's own exact verifier, if left out.
   */
  readonly verifier?: Judge<Problem> | Speaker<Name, Problem>
  /** Says what a verifier that reads is given. */
  readonly judge?: (question: string, answer: string) => string
  /** Of the models, unless a speaker says otherwise: 0 is greedy, 1 (the default) samples their own distribution. */
  readonly temperature?: number
  /** Of the models, for each answer, unless a speaker says otherwise; default: what a solution may need. */
  readonly maxNewTokens?: number
  /** Is shown what was said in each session that is over, as soon as it is: for measurements. */
  readonly concluded?: (session: Concluded<Problem>) => void
  /** Is told what a verifier threw; its session ends as an error in any case. */
  readonly failed?: (failure: { readonly session: number; readonly error: unknown }) => void
  /** Real time, for policies and verifiers that may never answer; virtual if left out. */
  readonly clock?: Clock
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: TeacherOptions['timeouts']
  /** Watches every session, and is called with each promise of the protocol's that one does not keep. */
  readonly watch?: (breach: Breach) => void
}

/** What tells one kind of session from another. */
export interface Teaching<Name extends string, Problem extends Json> {
  readonly protocol: Protocol
  readonly script: Script
  /** Who speaks, by role and in the order of the seats; the verifier comes last of all. */
  readonly speakers: { readonly [Role in Exclude<Respondent, 'verifier'>]?: Speaker<Name, Problem> }
  /** What a session is about, and its problem, where there is one before anything is said. */
  open(session: number): { readonly work: Json; readonly problem: Problem | null }
  /** Reads what is asked as a problem, where sessions pose their own. */
  readonly pose?: (prompt: string) => Problem | null
  /** Says what a critic is given. */
  readonly criticise?: ((question: string, answer: string) => string) | undefined
  /** Says what the roles got for a session that was finished; by role, 0 for those left out. */
  earn(said: readonly Exchange[]): { readonly [Role in Respondent]?: Earned }
  /** How often a role wrote what could not be read; by role, 0 for those left out. */
  unreadable(said: readonly Exchange[]): { readonly [Role in Respondent]?: number }
}
