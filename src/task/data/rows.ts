import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { UserError } from '../../core/index.ts'

/** One row of a file, and where it stands: 'line 3'. */
export interface Row {
  readonly place: string
  /** Values by column; null for a line that holds no JSON object. */
  readonly values: Readonly<Record<string, unknown>> | null
}

/**
 * Reads the rows of a JSONL or a Parquet file, told apart by how the file begins. Empty lines are no rows.
 *
 * @throws UserError when the file is not there or cannot be read.
 */
export async function* readRows(file: string): AsyncGenerator<Row> {
  let isParquet
  try {
    isParquet = await beginsWith(file, 'PAR1')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(
      code === 'ENOENT'
        ? `There is no data file '${file}'.`
        : `Data file '${file}' cannot be read: ${(error as Error).message}.`,
      { cause: error },
    )
  }
  yield* isParquet ? parquetRows(file) : jsonRows(file)
}

async function beginsWith(file: string, magic: string): Promise<boolean> {
  await using handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
  return buffer.toString('latin1', 0, bytesRead) === magic
}

async function* jsonRows(file: string): AsyncGenerator<Row> {
  let number = 0
  const input = createReadStream(file, 'utf8')
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number++
    const text = line.replace(/^\uFEFF/, '')
    if (text.trim() !== '') yield { place: `line ${number}`, values: parseObject(text) }
  }
}

function parseObject(text: string): Row['values'] {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Row['values'])
      : null
  } catch {
    return null
  }
}

async function* parquetRows(file: string): AsyncGenerator<Row> {
  const { asyncBufferFromFile, parquetReadObjects } = await import('hyparquet')
  const { compressors } = await import('hyparquet-compressors')
  let rows
  try {
    rows = await parquetReadObjects({ file: await asyncBufferFromFile(file), compressors })
  } catch (error) {
    throw new UserError(`Parquet file '${file}' cannot be read: ${(error as Error).message}.`, {
      cause: error,
    })
  }
  for (const [i, values] of rows.entries()) yield { place: `row ${i + 1}`, values }
}
