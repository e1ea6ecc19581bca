import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as curricula from 'coevo/curriculum'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the examples import 'coevo' as a user's files do. */
const examples = join(import.meta.dirname, '.curricula')
const guide = readFileSync(join(root, 'docs/curricula.md'), 'utf8')

rmSync(examples, { recursive: true, force: true })
mkdirSync(examples)
const files = [...guide.matchAll(/^```ts file=(\S+)\n(.*?)^```/gms)].map(([, name, text]) => {
  writeFileSync(join(examples, name!), text!)
  return name!
})

describe('the guide to curricula', async () => {
  test('has these examples', () =>
    expect(files).toEqual(['choose.ts', 'replay.ts', 'least-tried.ts', 'least-tried.test.ts']))

  test('which compile', () => {
    const config = { extends: '../../../tsconfig.json', include: ['*.ts'] }
    writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify(config))
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('the first of which is likely to choose again what taught something', async () => {
    const { likely } = (await import(join(examples, 'choose.ts'))) as { likely: number }
    expect(likely).toBeGreaterThan(0.6)
  })

  test('and names no curriculum that there is not, nor leaves one out', () => {
    const named = [...guide.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name!)
    const tools = ['armCurriculum', 'boxCurriculum', 'fitGaussians']
    const made = Object.entries(curricula)
      .filter(([name, value]) => typeof value === 'function' && !tools.includes(name))
      .map(([name]) => name)
    expect([...named, 'plr'].toSorted()).toEqual(made.toSorted())
  })

  await import(join(examples, 'least-tried.test.ts'))
})
