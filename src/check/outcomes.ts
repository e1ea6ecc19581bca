import * as fc from 'fast-check'
import type { Outcome } from './behaviour.ts'
import { canonicalKey } from './canonical.ts'

/** An invoked actor's answer. */
export const returns = (value: unknown): Outcome => ({ kind: 'returns', value })

/** An invoked actor's failure. */
export const throws = (error: unknown): Outcome => ({ kind: 'throws', error })

/** No answer, ever. */
export const never: Outcome = { kind: 'never' }

/** How outcomes are drawn. */
export interface OutcomeOptions {
  /** How many answers to draw; fewer come back where the arbitrary has fewer. */
  readonly count: number
  /** Default 1. */
  readonly seed?: number
  /** What comes before them: the dullest first. */
  readonly first?: readonly Outcome[]
}

/** How many values are drawn for each answer that is asked for, to find distinct ones. */
const PATIENCE = 20

/**
 * Draws distinct answers of an invoked actor, the same for the same seed: a finite list for the checker.
 *
 * @throws TypeError naming the path of what is not plain data.
 */
export function outcomesFrom(arbitrary: fc.Arbitrary<unknown>, options: OutcomeOptions): Outcome[] {
  const { count, seed = 1, first = [] } = options
  const known = new Set(first.map(keyOf))
  const drawn = fc
    .sample(arbitrary, { seed, numRuns: count * PATIENCE })
    .map(returns)
    .filter((outcome) => known.size < known.add(keyOf(outcome)).size)
  return [...first, ...drawn.slice(0, count)]
}

const keyOf = (outcome: Outcome) => (outcome.kind === 'returns' ? canonicalKey(outcome.value) : outcome.kind)

/** What a model may be asked for. */
export interface ModelOptions<Answer = string> {
  /** The texts that are right answers, the dullest first. */
  readonly legal: readonly string[]
  /** Makes the actor's answer of a text; the text itself, if left out. */
  readonly answer?: (text: string) => Answer
}

/**
 * Lists what may become of asking a language model: the legal answers, nothing, a legal answer amid noise,
 * a text without end, one that breaks off, a failure, silence.
 *
 * @example outcomes: { policy: ({ legal }: Ask) => modelOutcomes({ legal }) }
 */
export function modelOutcomes<Answer>(options: ModelOptions<Answer>): Outcome[] {
  const { legal, answer = (text: string) => text } = options
  const noisy = `\n\nI would say: ${legal[0] ?? 'nothing'}!\n`
  const texts = new Set([...legal, '', noisy, 'x'.repeat(20_000), '{"move": "\0'])
  return [...[...texts].map((text) => returns(answer(text))), throws(new Error('the model failed')), never]
}
