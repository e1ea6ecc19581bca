import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** The rooms of src in the order of docs/design.md: each may import those before it. */
const rooms = [
  'core',
  'bus',
  'protocol',
  'system',
  'check',
  'game',
  'task',
  'tensor',
  'model',
  'learn',
  'population',
  'curriculum',
  'store',
  'scenario',
  'report',
  'cli',
  'testing',
]

const sources = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, folder, name))

const imports = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(
    ([, specifier]) => specifier!,
  )

test('there is no room that the order leaves out', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )
  expect(folders.map(({ name }) => name).toSorted()).toEqual(rooms.toSorted())
})

test.for(rooms)('src/%s imports only what stands before it', (room) => {
  const later = sources(`src/${room}`).flatMap((file) =>
    imports(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => relative(join(root, 'src'), resolve(dirname(file), specifier)).split(sep)[0]!)
      .filter((target) => rooms.indexOf(target) > rooms.indexOf(room) || target === '..')
      .map((target) => `${relative(root, file)} imports ${target}`),
  )
  expect(later).toEqual([])
})

test.for(['agents', 'games', 'tasks', 'scenarios', 'protocols'])(
  '%s import public entry points, as a user does',
  (folder) => {
    const leavesFolder = (file: string, specifier: string) =>
      specifier.startsWith('.') &&
      relative(join(root, folder), resolve(dirname(file), specifier)).startsWith('..')
    const inside = sources(folder).flatMap((file) =>
      imports(file).filter((specifier) => leavesFolder(file, specifier) || specifier.startsWith('coevo/src')),
    )
    expect(inside).toEqual([])
  },
)
