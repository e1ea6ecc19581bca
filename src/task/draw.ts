import { digest, nearest, stream, UserError, type Json, type Random } from '../core/index.ts'
import type { Dial, Difficulty, Task } from './task.ts'

/** Where some of the dials stand; those left out stand at their defaults. */
export type PartialDifficulty<Dials extends string = string> = Readonly<Partial<Record<Dials, number>>>

/** Which problems of a task: those to train on, those that are kept for tests, or any. */
export type Split = 'train' | 'test' | 'any'

/** The share of all problems that are kept for tests. */
const TEST_SHARE = 1 / 5

/** How often a problem of a split is looked for; it fails by chance once in 10⁹⁷ times. */
const DRAWS = 1000

/** How many draws in vain, for each test problem there is, show that there are no more. */
const PATIENCE = 50

/**
 * Puts every dial within its range, and whole ones on whole numbers; those left out stand at their defaults.
 *
 * @throws UserError naming a dial that the task lacks, or that is given no number.
 */
export function clampDifficulty<Dials extends string>(
  task: Pick<Task<Json, Dials>, 'name' | 'dials'>,
  difficulty?: PartialDifficulty<Dials>,
): Difficulty<Dials> {
  const names = Object.keys(task.dials) as Dials[]
  for (const [name, value] of Object.entries<unknown>(difficulty ?? {})) {
    if (!Object.hasOwn(task.dials, name)) throw unknownDial(task.name, name, names)
    if (typeof value !== 'number' || Number.isNaN(value))
      throw new UserError(`Dial '${name}' of task '${task.name}' cannot be ${String(value)}; it is a number.`)
  }
  return Object.fromEntries(
    names.map((name) => [name, clamp(task.dials[name], difficulty?.[name] ?? task.dials[name].default)]),
  ) as Difficulty<Dials>
}

function clamp({ min, max, kind }: Dial, value: number): number {
  const inside = Math.min(max, Math.max(min, value))
  return kind === 'whole' ? Math.round(inside) : inside
}

function unknownDial(task: string, name: string, dials: readonly string[]): UserError {
  const near = nearest(name, dials)
  return new UserError(
    `Task '${task}' has no dial '${name}'${near === undefined ? '.' : `; did you mean '${near}'?`} Its dials: ${dials.join(', ') || 'none'}.`,
  )
}

/**
 * Tells whether a problem with this prompt is kept for tests: one in five is, by a hash of the prompt alone, so
 * that tasks which ask the same question keep the same ones.
 */
export function isTestPrompt(prompt: string): boolean {
  return Number.parseInt(digest(prompt).slice(0, 8), 16) < TEST_SHARE * 2 ** 32
}

export interface DrawOptions<Dials extends string = string> {
  /** Default: where the dials stand by default. */
  readonly difficulty?: PartialDifficulty<Dials>
  /** Default 'train'. */
  readonly split?: Split
}

/**
 * Draws a problem of a split.
 *
 * @throws UserError where there is none of the split, as far as a thousand draws can tell.
 */
export function drawProblem<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  random: Random,
  { difficulty, split = 'train' }: DrawOptions<Dials> = {},
): Problem {
  const clamped = clampDifficulty(task, difficulty)
  for (let draw = 0; draw < DRAWS; draw++) {
    const problem = task.generate(clamped, random)
    if (isOf(split, task.prompt(problem))) return problem
  }
  throw new UserError(
    `Task '${task.name}' has too few problems${at(clamped)} to keep some for tests: none of ${DRAWS} was for ${split === 'test' ? 'tests' : 'training'}; turn a dial up.`,
  )
}

const isOf = (split: Split, prompt: string) => split === 'any' || isTestPrompt(prompt) === (split === 'test')

export interface EvaluationOptions<Dials extends string = string> {
  /** Default: where the dials stand by default. */
  readonly difficulty?: PartialDifficulty<Dials>
  /** How many problems. */
  readonly count: number
  readonly seed: number
  /** Default 'test'. */
  readonly split?: Split
  /** Whether fewer will do where there are no more. Default false. */
  readonly atMost?: boolean
}

/**
 * Draws distinct problems to evaluate with: no two have one prompt. The first of them are the set of a smaller
 * count with the same seed.
 *
 * @throws UserError saying how many there are, where there are fewer and that will not do.
 */
export function evaluationSet<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  { difficulty, count, seed, split = 'test', atMost = false }: EvaluationOptions<Dials>,
): Problem[] {
  const clamped = clampDifficulty(task, difficulty)
  const random = stream(seed, 'evaluation', ...Object.entries<number>(clamped).flat())
  const found = new Map<string, Problem>()
  for (let vain = 0; found.size < count && vain < PATIENCE * (found.size + 10); vain++) {
    const problem = task.generate(clamped, random)
    const prompt = task.prompt(problem)
    if (found.has(prompt) || !isOf(split, prompt)) continue
    found.set(prompt, problem)
    vain = 0
  }
  if (found.size < count && !(atMost && found.size > 0))
    throw new UserError(
      `Task '${task.name}' has ${found.size}${split === 'any' ? '' : ` ${split}`} problems${at(clamped)}, not ${count}; ask for fewer, or turn a dial up.`,
    )
  return [...found.values()]
}

function at(difficulty: Difficulty): string {
  const dials = Object.entries(difficulty).map(([name, value]) => `${name}=${value}`)
  return dials.length === 0 ? '' : ` at ${dials.join(', ')}`
}
