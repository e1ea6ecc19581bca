import type { Json, Random } from '../core/index.ts'

/** What came of working on a choice once: the attempts at one problem, or one test of it. */
export interface Outcome<Choice extends Json = Json> {
  readonly choice: Choice
  /** The return of each attempt, in [0, 1]; at least one. */
  readonly returns: readonly number[]
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
  update(outcomes: readonly Outcome<Choice>[]): void
  /**
   * What is recorded of each step: for arms 'curriculum/NAME', the probability of each at the next draw, and
   * whatever else the method goes by.
   */
  metrics(): Readonly<Record<string, number>>
  /** Plain data, written to every checkpoint. */
  state(): Json
  restore(state: Json): void
}

/** Chooses among named arms: levels of difficulty, categories of tasks. A choice is an arm's index. */
export interface ArmCurriculum extends Curriculum<number> {
  readonly arms: readonly string[]
}

/** A side of a box, max > min. */
export type Interval = readonly [min: number, max: number]

/** Chooses points of a box: one number a dimension. */
export interface BoxCurriculum extends Curriculum<readonly number[]> {
  readonly box: readonly Interval[]
}
