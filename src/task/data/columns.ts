import { afterHashes, lastBox, nearest, oneLine, UserError } from '../../core/index.ts'
import type { Comparison } from '../answer/compare.ts'
import { finalAnswer } from '../answer/final.ts'

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

const format = (
  prompt: string,
  answer: string,
  { comparison = 'expression', find = finalAnswer, lack = 'is empty' }: Partial<Format> = {},
): Format => ({ prompt, answer, comparison, find, lack })

/**
 * Columns as files of one's own have them, and as those of GSM8K, MATH, TRL and verl do. The first that a file has
 * counts: MATH-500 has an answer beside its solution.
 */
const FORMATS: readonly Format[] = [
  format('prompt', 'answer'),
  format('question', 'answer', {
    comparison: 'number',
    find: (text) => afterHashes(text) ?? finalAnswer(text),
  }),
  format('problem', 'answer'),
  format('prompt', 'reward_model.ground_truth'),
  format('prompt', 'ground_truth'),
  format('problem', 'solution', {
    find: (text) => lastBox(text)?.content ?? null,
    lack: 'has no \\boxed{…}',
  }),
  format('prompt', 'solution'),
]

/**
 * What a column holds; one within another is named as 'reward_model.ground_truth'. Undefined where there is none.
 */
export function columnOf(row: Readonly<Record<string, unknown>>, column: string): unknown {
  if (Object.hasOwn(row, column)) return row[column]
  const dot = column.indexOf('.')
  const [outer, inner] = [column.slice(0, dot), column.slice(dot + 1)]
  const value = dot > 0 && Object.hasOwn(row, outer) ? row[outer] : undefined
  return typeof value === 'object' && value !== null ? columnOf(value as typeof row, inner) : undefined
}

/**
 * Finds the format that the columns of a file's first row have, or the one whose columns are named.
 *
 * @throws UserError saying which columns there are.
 */
export function formatOf(
  file: string,
  row: Readonly<Record<string, unknown>>,
  named: { readonly prompt?: string; readonly answer?: string },
): Format {
  const has = (column: string) => columnOf(row, column) !== undefined
  const [usual] = FORMATS
  const known = FORMATS.find(({ prompt, answer }) => has(prompt) && has(answer))
  const base = known ?? usual!
  const isNamed = named.prompt !== undefined || named.answer !== undefined
  const chosen = {
    ...(isNamed && named.answer !== base.answer ? usual! : base),
    prompt: named.prompt ?? base.prompt,
    answer: named.answer ?? base.answer,
  }
  const columns = Object.keys(row)
  for (const [what, column] of [
    ['prompt', chosen.prompt],
    ['answer', chosen.answer],
  ] as const)
    if (!has(column)) {
      const near = nearest(column, columns) ?? columns[0] ?? '…'
      throw new UserError(
        `Data file '${file}' has no column '${oneLine(column)}'; say which holds the ${what}: { ${what}: '${oneLine(near)}' }. Its columns: ${columns.map((name) => oneLine(name)).join(', ') || 'none'}.`,
      )
    }
  return chosen
}
