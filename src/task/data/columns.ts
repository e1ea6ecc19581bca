import { nearest, UserError } from '../../core/index.ts'
import type { Comparison } from '../answer/compare.ts'
import { afterHashes, finalAnswer, lastBoxed } from '../answer/final.ts'

/** Which columns hold what, and how the answer is found in its own. */
export interface Format {
  readonly prompt: string
  readonly answer: string
  readonly comparison: Comparison
  /** The answer in what the column holds; null where it has none. */
  readonly find: (text: string) => string | null
  /** What a text without an answer lacks. */
  readonly lack: string
}

/** Columns as files of one's own have them, and as GSM8K and MATH are published. */
const FORMATS: readonly Format[] = [
  {
    prompt: 'prompt',
    answer: 'answer',
    comparison: 'expression',
    find: finalAnswer,
    lack: 'is empty',
  },
  {
    prompt: 'question',
    answer: 'answer',
    comparison: 'number',
    find: (text) => afterHashes(text) ?? finalAnswer(text),
    lack: 'is empty',
  },
  {
    prompt: 'problem',
    answer: 'solution',
    comparison: 'expression',
    find: lastBoxed,
    lack: 'has no \\boxed{…}',
  },
]

/**
 * Finds the format that a file's columns have, or the one whose columns are named.
 *
 * @throws UserError saying which columns there are.
 */
export function formatOf(
  file: string,
  columns: readonly string[],
  named: { readonly prompt?: string; readonly answer?: string },
): Format {
  const [usual] = FORMATS
  const known = FORMATS.find(({ prompt, answer }) => columns.includes(prompt) && columns.includes(answer))
  const base = known ?? usual!
  const isNamed = named.prompt !== undefined || named.answer !== undefined
  const format = {
    ...(isNamed && named.answer !== base.answer ? usual! : base),
    prompt: named.prompt ?? base.prompt,
    answer: named.answer ?? base.answer,
  }
  for (const [what, column] of [
    ['prompt', format.prompt],
    ['answer', format.answer],
  ] as const)
    if (!columns.includes(column)) {
      const near = nearest(column, columns)
      throw new UserError(
        `Data file '${file}' has no column '${column}'; say which holds the ${what}: { ${what}: '${near ?? columns[0] ?? '…'}' }. Its columns: ${columns.join(', ') || 'none'}.`,
      )
    }
  return format
}
