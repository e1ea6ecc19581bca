import type { Json, Random } from '../core/index.ts'

/** What came of working on a choice once: the attempts at one problem, or one test of it. */
export interface Outcome<Choice extends Json = Json> {
  readonly choice: Choice
  /** The return of each attempt, in [0, 1]; at least one. */
  readonly returns: readonly number[]
  /**
   * How much there was to learn, where whoever worked on it knows better than the returns tell: the mean
   * |advantage| that its learner used, an estimate of regret. Finite, ≥ 0. Methods that go by it work it out of
   * the returns where it is left out.
   */
  readonly score?: number
}

/**
 * Chooses what to work on, and learns from what came of it.
 *
 * A choice is plain data: the index of an arm, a point of a box (one number a dimension), a level that is
 * replayed. `next` draws from the stream that it is given and changes nothing; `update` is called once a step
 * with all outcomes in the order of their sessions. Every curriculum passes `describeCurriculum`.
 */
export interface Curriculum<Choice extends Json = Json> {
  /** 'sec', 'alp-gmm' */
  readonly name: string
  next(random: Random): Choice
  /** @throws UserError for outcomes that cannot be: a return that is none, a choice of something else. Nothing is learned then. */
  update(outcomes: readonly Outcome<Choice>[]): void
  /**
   * What is recorded of each step: for arms 'curriculum/NAME', the probability of each at the next draw; for
   * boxes 'curriculum/NAME/mean' and 'curriculum/NAME/spread' of each dimension, among the points of the last
   * step; and whatever else the method goes by, as 'curriculum/A/B'.
   */
  metrics(): Readonly<Record<string, number>>
  /** Plain data, written to every checkpoint. */
  state(): Json
  /** @throws UserError for what is no state of this curriculum. */
  restore(state: Json): void
}

/** Chooses among named arms: levels of difficulty, categories of tasks. A choice is an arm's index. */
export interface ArmCurriculum extends Curriculum<number> {
  /** Their names: all different, without '/'. */
  readonly arms: readonly string[]
  /** Returns the probability of each arm at the next draw. */
  probabilities(): readonly number[]
}

/** A side of a box, max > min. */
export type Interval = readonly [min: number, max: number]

/** A box by the names of its dimensions: { digits: [1, 9] }. */
export type Box = Readonly<Record<string, Interval>>

/** Chooses points of a box: one number a dimension, in the order of its names. */
export interface BoxCurriculum extends Curriculum<readonly number[]> {
  /** The names of the dimensions, without '/'. */
  readonly dimensions: readonly string[]
  readonly box: readonly Interval[]
}

/** A level to work on: one never seen, or one of those remembered. */
export type LevelChoice<Level extends Json = Json> = {
  readonly level: Level
  readonly isNew: boolean
}

/** Chooses levels: new ones, or some to replay. */
export interface LevelCurriculum<Level extends Json = Json> extends Curriculum<LevelChoice<Level>> {
  /** Whether a learner may take a gradient from what was done on this choice; a level is measured either way. */
  trains(choice: LevelChoice<Level>): boolean
}
