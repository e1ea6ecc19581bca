import type { Outcome } from './behaviour.ts'

/** An invoked actor's answer. */
export const returns = (value: unknown): Outcome => ({ kind: 'returns', value })

/** An invoked actor's failure. */
export const throws = (error: unknown): Outcome => ({ kind: 'throws', error })

/** No answer, ever. */
export const never: Outcome = { kind: 'never' }

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
