import { mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCache } from 'coevo/store'
import { afterEach, beforeEach, expect, test } from 'vitest'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'coevo-cache-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const KEY = { game: 'kuhn-poker', iterations: 100 }
const write = (text: string) => (folder: string) => writeFileSync(join(folder, 'answer.txt'), text)
const read = (folder: string | null) => folder && readFileSync(join(folder, 'answer.txt'), 'utf8')
const names = () => readdirSync(join(root, 'answers'))

test('what was made once is found again, whatever the order of the names in the key', async () => {
  const cache = openCache('answers', root)
  expect(cache.find(KEY)).toBeNull()
  expect(read(await cache.folder(KEY, write('42')))).toBe('42')
  const again = openCache('answers', root)
  expect(read(again.find({ iterations: 100, game: 'kuhn-poker' }))).toBe('42')
  expect(read(await again.folder(KEY, write('43')))).toBe('42')
})

test('another key, or another kind, is another entry', async () => {
  const cache = openCache('answers', root)
  await cache.folder(KEY, write('42'))
  expect(cache.find({ ...KEY, iterations: 101 })).toBeNull()
  expect(openCache('questions', root).find(KEY)).toBeNull()
})

test('an entry can be made anew', async () => {
  const cache = openCache('answers', root)
  await cache.keep(KEY, write('42'))
  await cache.keep(KEY, write('43'))
  expect(read(cache.find(KEY))).toBe('43')
  expect(names()).toHaveLength(1)
})

test.each([
  ['has other bytes', (folder: string) => writeFileSync(join(folder, 'answer.txt'), '44')],
  ['is missing', (folder: string) => rmSync(join(folder, 'answer.txt'))],
  ['has no list of files', (folder: string) => writeFileSync(join(folder, '../entry.json'), '{')],
  [
    'stands for another key',
    (folder: string) => writeFileSync(join(folder, '../entry.json'), '{"key":1,"files":[]}'),
  ],
])('what %s is made again', async (_, damage) => {
  const cache = openCache('answers', root)
  damage(await cache.folder(KEY, write('42')))
  expect(cache.find(KEY)).toBeNull()
  expect(read(await cache.folder(KEY, write('43')))).toBe('43')
})

test('an entry that fails leaves nothing, and the one before', async () => {
  const cache = openCache('answers', root)
  const fail = () => Promise.reject(new Error('no answer'))
  await expect(cache.folder(KEY, fail)).rejects.toThrow('no answer')
  expect(names()).toEqual([])
  await cache.folder(KEY, write('42'))
  await expect(cache.keep(KEY, fail)).rejects.toThrow('no answer')
  expect(read(cache.find(KEY))).toBe('42')
})

test('of those who make one entry at once the first one gives it to all', async () => {
  const cache = openCache('answers', root)
  const late = Promise.withResolvers<void>()
  const slow = cache.folder(KEY, async (folder) => {
    await late.promise
    write('43')(folder)
  })
  const fast = await cache.folder(KEY, write('42'))
  late.resolve()
  expect([read(await slow), read(fast)]).toEqual(['42', '42'])
  expect(names()).toHaveLength(1)
})

test('what a killed process left is removed after a day, and not before', async () => {
  const cache = openCache('answers', root)
  await cache.folder(KEY, write('42'))
  const left = ['.new-today', '.new-long-ago'].map((name) => join(root, 'answers', name))
  for (const path of left) writeFileSync(path, '')
  utimesSync(left[1]!, 0, 0)
  await cache.folder('another', write('43'))
  expect(names()).toContain('.new-today')
  expect(names()).not.toContain('.new-long-ago')
})

test('a place that can be no folder is refused with a remedy', async () => {
  const file = join(root, 'file')
  writeFileSync(file, '')
  await expect(openCache('answers', file).folder(KEY, write('42'))).rejects.toThrow(
    /file\/answers' cannot be a folder, and is to be a cache: name another in COEVO_CACHE\./,
  )
})
