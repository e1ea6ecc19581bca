import type { Json, Random } from '../core/index.ts'

/** What a verifier says of an answer. */
export interface Verdict {
  /** In [0, 1]: 1 is right, 0 is wrong; between them where parts of an answer count. */
  readonly score: number
  /** Whether it could be read as an answer at all; one that could not scores 0. */
  readonly readable: boolean
}

/** One dimension of difficulty: the larger, the harder. */
export interface Dial {
  readonly min: number
  readonly max: number
  /** 'whole': a real number is rounded to the nearest whole one, so that curricula may move smoothly. */
  readonly kind: 'whole' | 'real'
  /** Where whoever does not choose stands. */
  readonly default: number
  /** 'digits of the larger number' */
  readonly description: string
}

/** Where the dials stand, each within its range. */
export type Difficulty<Dials extends string = string> = Readonly<Record<Dials, number>>

/** What a task asks and how it judges: a task without its name. */
export interface TaskRules<Problem extends Json = Json, Dials extends string = string> {
  /** What is asked and in which form the answer is written, in prose, for a reader or a large language model. */
  readonly rules: string
  readonly dials: { readonly [Name in Dials]: Dial }
  /** Every word that `prompt` and `solve` can use. */
  readonly vocabulary: readonly string[]
  /** The most words that a solution has, at any difficulty. */
  readonly maxWords: number
  /** Draws a problem. The dials have been clamped to their ranges and whole ones rounded. */
  generate(difficulty: Difficulty<Dials>, random: Random): Problem
  /** Where the dials stand for a problem: what `generate` was given, or the nearest that gives it. */
  difficulty(problem: Problem): Difficulty<Dials>
  /** What the solver reads; two problems with one prompt are one problem. */
  prompt(problem: Problem): string
  /** A full answer, steps included where there are any, that `verify` gives 1: what a teacher demonstrates. */
  solve(problem: Problem): string
  /** Judges any text whatever, bounded in time by its length. */
  verify(problem: Problem, answer: string): Verdict
  /**
   * Reads a prompt as its problem, where texts can be problems: null for a text that is none, or that has no
   * solution. A generator's proposals are judged by it.
   */
  parse?(prompt: string): Problem | null
}

/**
 * A family of problems for one player, with an exact verifier and a dial for difficulty.
 *
 * Every method is pure, total on what `generate` gives, and bounded in time. Problems are JSON. Texts are words
 * of the vocabulary separated by single spaces, so that a small model can be made of them.
 * `taskGame` makes a game of one player of it. Every task passes `describeTask`.
 */
export interface Task<Problem extends Json = Json, Dials extends string = string> extends TaskRules<
  Problem,
  Dials
> {
  /** Kebab-case, as on the command line: 'addition', 'addition:scratchpad=true'. */
  readonly name: string
  readonly title: string
}
