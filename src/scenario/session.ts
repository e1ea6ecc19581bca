import type { Journal } from '../bus/index.ts'
import type { Game } from '../game/index.ts'
import type { Episode } from '../learn/experience.ts'
import type { Model } from '../model/model.ts'
import type { Task } from '../task/index.ts'

/** What a kind of session needs to be played. */
export interface PlayContext<Name extends string = string> {
  /** Names every random stream of a session together with its number. */
  readonly seed: number
  /** The numbers of the sessions to play, ascending. */
  readonly sessions: readonly number[]
  /** How many sessions are open at once, at most. It changes the speed and nothing else. */
  readonly concurrency: number
  readonly models: Readonly<Record<Name, Model>>
  /** Takes every message, the session's number as its session. */
  readonly journal?: Journal
}

/**
 * How work is played: a match, a lesson, a review.
 *
 * `play` returns one episode a session, sorted by session number; an episode depends on the seed, its
 * number and the weights, not on the concurrency or on its neighbours. Every kind passes `describeSession`.
 */
export interface SessionKind<Name extends string = string> {
  /** As shown to the user and written to the store: 'kuhn-poker'. */
  readonly name: string
  /** By seat: ['player-0', 'player-1']. */
  readonly roles: readonly string[]
  /** The models that take part; a scenario that lacks one does not compile. */
  readonly models: readonly Name[]
  /** The games and tasks that it is about, so that they can be held to their rules before a run. */
  readonly games?: readonly Game[]
  readonly tasks?: readonly Task[]
  play(context: PlayContext<Name>): Promise<Episode[]>
}
