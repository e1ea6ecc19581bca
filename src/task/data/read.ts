import { ANSWER_LIMIT, lastBox, oneLine, UserError } from '../../core/index.ts'
import type { Comparison } from '../answer/compare.ts'
import { columnOf, formatOf, type Format } from './columns.ts'
import { faultOf, wordsOf, type DataProblem } from './problem.ts'
import { readRows, type Row } from './rows.ts'

export interface ReadOptions {
  /** The column that holds prompts. Default: 'prompt', 'question' (GSM8K) or 'problem' (MATH). */
  readonly prompt?: string
  /** The column that holds answers. Default: 'answer', 'reward_model.ground_truth' (verl), 'ground_truth' or 'solution'. */
  readonly answer?: string
  /** Default: 'number' for GSM8K, 'expression' otherwise. */
  readonly comparison?: Comparison
  /** What becomes of a row that cannot be read: 'fatal' refuses the file, 'skip' counts it. Default 'fatal'. */
  readonly onError?: 'fatal' | 'skip'
}

/** The problems of a file, for `dataTask`. */
export interface ProblemFile {
  readonly problems: readonly DataProblem[]
  readonly comparison: Comparison
  /** How many rows could not be read. */
  readonly skipped: number
  /** How many rows repeat an earlier one. */
  readonly repeated: number
}

/**
 * Reads the problems of a JSONL file, a JSON array or a Parquet file: columns `prompt` and `answer`, or as GSM8K, MATH,
 * TRL and verl have them (`problem` and `answer`, `reward_model.ground_truth`; prompts may be messages). An answer may
 * have its steps before it: see `finalAnswer`.
 *
 * @throws UserError naming the line or row that cannot be read, or the column that is missing.
 */
export async function readProblems(file: string, options: ReadOptions = {}): Promise<ProblemFile> {
  const { onError = 'fatal' } = options
  const problems = new Map<string, DataProblem>()
  let format: Format | undefined
  let [skipped, repeated] = [0, 0]
  let firstFault = 'it has no rows'
  for await (const { place, values } of readRows(file)) {
    if (values !== null) format ??= formatOf(file, values, options)
    const read = readRow(values, format, options.comparison)
    const known = typeof read === 'string' ? undefined : problems.get(wordsOf(read.prompt))
    const fault =
      typeof read === 'string'
        ? read
        : known !== undefined && known.answer !== read.answer
          ? 'it asks what an earlier one asks and has another answer'
          : null
    if (fault !== null) {
      if (onError === 'fatal')
        throw new UserError(
          `Data file '${file}', ${place}: ${fault}; mend it, or leave such rows out with { onError: 'skip' }.`,
        )
      if (skipped++ === 0) firstFault = `${place}: ${fault}`
    } else if (known !== undefined) repeated++
    else if (typeof read !== 'string') problems.set(wordsOf(read.prompt), read)
  }
  if (format === undefined || problems.size === 0)
    throw new UserError(`Data file '${file}' gives no problem: ${firstFault}.`)
  const comparison = options.comparison ?? format.comparison
  return { problems: [...problems.values()], comparison, skipped, repeated }
}

/** A row's problem, or what is wrong with the row. */
function readRow(
  values: Row['values'],
  format: Format | undefined,
  comparison?: Comparison,
): DataProblem | string {
  if (values === null || format === undefined) return 'it is no JSON object'
  const [prompt, solution] = [textOf(values, format.prompt), textOf(values, format.answer)]
  if (prompt === null) return `column '${format.prompt}' holds no text`
  if (solution === null) return `column '${format.answer}' holds no text and no number`
  const answer = format.find(solution)
  if (answer === null || answer === '') return `'${oneLine(solution, 60)}' ${format.lack}`
  const problem = { prompt, answer, solution: demonstrated(solution, answer) }
  return faultOf(problem, comparison ?? format.comparison) ?? problem
}

/** A solution whose box stands further from its end than is read closes with its answer. */
const demonstrated = (solution: string, answer: string) =>
  solution.length > ANSWER_LIMIT && lastBox(solution.slice(-ANSWER_LIMIT)) === null
    ? `${solution} \\boxed{${answer}}`
    : solution

/** The text of a column: a text or a number; the messages of a conversation one after the other, without what it answers. */
function textOf(values: NonNullable<Row['values']>, column: string): string | null {
  const value = columnOf(values, column)
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return Array.isArray(value) ? messagesText(value) : null
}

/** As TRL and verl have prompts: [{ role: 'user', content: '…' }]. */
function messagesText(messages: readonly unknown[]): string | null {
  const texts: string[] = []
  for (const message of messages) {
    const { role, content } = (message ?? {}) as { readonly role?: unknown; readonly content?: unknown }
    if (typeof role !== 'string' || typeof content !== 'string') return null
    if (role !== 'assistant') texts.push(content)
  }
  return texts.length === 0 ? null : texts.join('\n')
}
