import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stream, UserError } from 'coevo/core'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, test } from 'vitest'
import { parquetRows } from '../../../src/task/data/parquet.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const folder = temporaryFolder('parquet')

const count = 40
const text = (word: string) => Array.from({ length: count }, (_, i) => `${word} ${i}`)
const good = new Uint8Array(
  parquetWriteBuffer({
    columnData: [
      { name: 'question', type: 'STRING', data: text('how much is') },
      { name: 'answer', type: 'STRING', data: text('####') },
    ],
    codec: 'SNAPPY',
  }),
)

/** Reads a file with some bytes changed: how many rows it has, or the error. */
async function read(changes: readonly (readonly [at: number, byte: number])[], patience?: number) {
  const file = join(folder, 'damaged.parquet')
  const bytes = good.slice()
  for (const [at, byte] of changes) bytes[at] = byte
  writeFileSync(file, bytes)
  let rows = 0
  try {
    for await (const row of parquetRows(file, patience)) if (row.values !== null) rows++
    return rows
  } catch (error) {
    return error
  }
}

test('a file is read in its thread', async () => {
  expect(await read([])).toBe(count)
})

test('a damaged file in which the reader goes round for ever is given up', async () => {
  const loop = [
    [263, 179],
    [235, 115],
  ] as const
  const error = await read(loop, 1000)
  expect(error).toBeInstanceOf(UserError)
  expect((error as Error).message).toMatch(
    /^Parquet file '.*' cannot be read: its reader gave nothing for 1 s; .*\.$/,
  )
})

test('whatever is damaged, there are rows or one sentence', async () => {
  const random = stream('damaged Parquet files')
  for (let i = 0; i < 5; i++) {
    const changes = Array.from(
      { length: 1 + random.int(3) },
      () => [4 + random.int(good.length - 8), random.int(256)] as const,
    )
    const result = await read(changes, 5000)
    if (typeof result === 'number') expect(result).toBeLessThanOrEqual(count)
    else expect(String(result)).toMatch(/^UserError: Parquet file '.*' cannot be read: [\x20-\x7E…]*\.$/)
  }
})
