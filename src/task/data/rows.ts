import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { oneLine, UserError } from '../../core/index.ts'
import { parquetRows } from './parquet.ts'

/** One row of a file, and where it stands: 'line 3'. */
export interface Row {
  readonly place: string
  /** Values by column; null for a line that holds no JSON object. */
  readonly values: Readonly<Record<string, unknown>> | null
}

/** How much of a file is looked at to tell what it is, in bytes. */
const BEGINNING = 256

/**
 * Reads the rows of a JSONL file, of a JSON array or of a Parquet file, told apart by how the file begins. Empty lines
 * are no rows.
 *
 * @throws UserError when the file is not there or cannot be read.
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  let beginning
  try {
    beginning = await beginningOf(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(
      code === 'ENOENT'
        ? `There is no data file '${file}'.`
        : `Data file '${file}' cannot be read: ${oneLine((error as Error).message)}.`,
      { cause: error },
    )
  }
  if (beginning.startsWith('PAR1')) yield* parquetRows(file)
  else if (isArray(beginning)) yield* arrayRows(file)
  else yield* lineRows(file)
}

async function beginningOf(file: string): Promise<string> {
  // Not 'await using', which Node 22 cannot read.
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** An array of objects, or one that goes on in the next line: a line '[1, 2]' is a row that is no object. */
const isArray = (beginning: string) => /^\uFEFF?\s*\[\s*(?:\{|\r?\n|$)/.test(beginning)

async function* arrayRows(file: string): AsyncGenerator<Row> {
  let rows: unknown
  try {
    rows = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new UserError(`Data file '${file}' is no JSON array: ${oneLine((error as Error).message)}.`, {
      cause: error,
    })
  }
  for (const [i, row] of (rows as unknown[]).entries())
    yield { place: `row ${i + 1}`, values: isObject(row) ? row : null }
}

async function* lineRows(file: string): AsyncGenerator<Row> {
  let number = 0
  for await (const line of linesOf(file)) {
    number++
    const text = line.replace(/^\uFEFF/, '')
    if (text.trim() !== '') yield { place: `line ${number}`, values: parseObject(text) }
  }
}

/** Parts a file at its line feeds alone: JSON may hold the line separators of Unicode, at which `readline` parts too. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const pieces: string[] = []
  for await (const chunk of createReadStream(file, 'utf8')) {
    const [first, ...others] = (chunk as string).split('\n')
    pieces.push(first!)
    for (const other of others) {
      yield pieces.join('')
      pieces.length = 0
      pieces.push(other)
    }
  }
  yield pieces.join('')
}

const isObject = (value: unknown): value is NonNullable<Row['values']> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseObject(text: string): Row['values'] {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}
