import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { studyText } from '../../src/cli/study/table.ts'
import { differenceOf, spreadOf } from '../../src/scenario/study/compare.ts'
import type { CompleteMeasure, StudyReport } from '../../src/scenario/index.ts'

const root = join(import.meta.dirname, '../..')
/** Inside the package, so that the examples import 'coevo' as a user's files do. */
const examples = join(import.meta.dirname, '.scenarios')
const guide = readFileSync(join(root, 'docs/scenarios.md'), 'utf8')

rmSync(examples, { recursive: true, force: true })
mkdirSync(examples)
const files = [...guide.matchAll(/^```ts file=(\S+)\n(.*?)^```/gms)].map(([, name, text]) => {
  writeFileSync(join(examples, name!), text!)
  return name!
})

const coevo = (...args: string[]) =>
  execFileSync(process.execPath, ['--conditions=source', join(root, 'src/cli/main.ts'), ...args], {
    cwd: examples,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

describe('the guide to scenarios', () => {
  test('has an example that compiles', () => {
    expect(files).toEqual(['practice.ts'])
    const config = { extends: '../../../tsconfig.json', include: ['*.ts'] }
    writeFileSync(join(examples, 'tsconfig.json'), JSON.stringify(config))
    expect(() => execFileSync('npx', ['tsc', '-p', examples], { cwd: root })).not.toThrow()
  })

  test('which can be studied, and reported', () => {
    const short = ['--set', 'steps=2', 'problems=4', 'warm=0.01']
    const text = coevo('study', './practice.ts', '--seeds', '1,2', '--jobs', '1', ...short)
    expect(text).toMatch(/^accuracy on 3 digits \(%, higher is better\)$/m)
    expect(text).toMatch(/^ random +\d+\.\d +\d+\.\d +\d+\.\d ± \d+\.\d {2}−?\d+\.\d \(/m)
    const document = coevo('results')
    expect(document).toContain('`coevo study ./practice.ts --seeds 1,2 --set steps=2 problems=4 warm=0.01`')
    expect(document).toContain('| sec    | as it is ')
  })

  test('names every session, work and measure that there is', () => {
    const named = [...guide.matchAll(/^\| `([\w/-]+)` /gm)].map(([, name]) => name!)
    /** Files that export a part: a session, or a function of the file's own name. */
    const parts = globSync(['*-session.ts', '{work,measure}/*.ts'], { cwd: join(root, 'agents') }).filter(
      (file) => {
        const name = basename(file, '.ts').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
        const text = readFileSync(join(root, 'agents', file), 'utf8')
        return (
          file.endsWith('-session.ts') || new RegExp(`^export function (with)?${name}\\b`, 'mi').test(text)
        )
      },
    )
    const noWork = ['work/question-sessions', 'work/whole-answers']
    expect([...named, ...noWork].toSorted()).toEqual(parts.map((file) => file.replace('.ts', '')).toSorted())
  })

  test('shows a table as it is printed', () => {
    const [table] = [...guide.matchAll(/^```text\n(.*?)^```/gms)].map(([, text]) => text!)
    const values = { sec: [0.414, 0.383, 0.445], random: [0.359, 0.367, 0.391] }
    const measure: CompleteMeasure = {
      name: 'accuracy on 3 digits',
      metric: 'a',
      of: 'last',
      better: 'higher',
      unit: '%',
    }
    const report = {
      record: { title: '', paper: null, seeds: [1, 2, 3] },
      arms: Object.entries(values).map(([arm]) => ({
        arm,
        description: null,
        set: {},
        runs: [1, 2, 3].map((seed) => ({ seed, state: 'finished' })),
      })),
      measures: [
        {
          measure,
          arms: Object.entries(values).map(([arm, of]) => ({
            arm,
            values: of,
            spread: spreadOf(of),
            difference: arm === 'sec' ? null : differenceOf(of, values.sec),
          })),
        },
      ],
      seconds: 0,
    } as unknown as StudyReport
    expect(studyText(report, { columns: 100, color: false })).toContain(table)
  })
})
