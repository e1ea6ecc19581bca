import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { fc } from '@fast-check/vitest'
import { stream, type Json } from 'coevo/core'
import { alpGmm, easyToHard, plr, sec, type Curriculum } from 'coevo/curriculum'
import { createRun } from 'coevo/store'
import { describe, expect, test } from 'vitest'
import { courseOf, type Course } from '../../../src/cli/curriculum/course.ts'
import { coursePlot } from '../../../src/cli/curriculum/plot.ts'
import { execute } from '../../../src/cli/index.ts'
import { fakeTerminal } from '../terminal.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('curriculum')

/** Records some steps of a curriculum whose choices succeed half the time; returns the folder of the run. */
function record<Choice extends Json>(scenario: string, curriculum: Curriculum<Choice> | null, steps: number) {
  const run = createRun(root, { scenario, source: null, seed: 1, options: {}, versions: {}, settings: {} })
  const random = stream('record')
  run.commitStep({ step: 0, metrics: { accuracy: 0 } })
  for (let step = 1; step <= steps; step++) {
    const choices = Array.from({ length: 4 }, () => curriculum?.next(random))
    curriculum?.update(
      choices.map((choice) => ({ choice: choice!, returns: [random.int(2), random.int(2)] })),
    )
    run.commitStep({ step, metrics: { ...curriculum?.metrics(), loss: 1 } })
  }
  run.close()
  return run.folder
}

async function coevo(args: readonly string[], columns = 60) {
  const terminal = fakeTerminal({ page: () => ({ columns, color: false }) })
  const code = await execute(args, terminal)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr }
}

const arms = ['1 digit', '2 digits', '10 digits']
const lines = (text: string) => text.split('\n').map((line) => line.trimEnd())

describe('coevo curriculum', () => {
  test('draws arms over the steps, each by its share of the draws', async () => {
    const ordered = record('ordered', easyToHard({ arms, steps: 15 }), 14)
    const { code, stdout } = await coevo(['curriculum', ordered])
    expect(code).toBe(0)
    expect(lines(stdout)).toEqual([
      '',
      'ordered, seed 1: what its curriculum chose',
      '',
      '                                                      share',
      '  1 digit    ███████████                                  0',
      '  2 digits              ██████████████                    0',
      '  10 digits                           █████████████       1',
      '             step 1                              14',
      '  share of draws:  ░ to 0.25  ▒ to 0.50  ▓ to 0.75  █ to 1',
      '',
    ])
  })

  test('says what else is known of each arm', async () => {
    const folder = record('valued', sec({ arms }), 5)
    const { stdout } = await coevo(['curriculum', folder], 80)
    expect(stdout).toMatch(/ share {3}value\n/)
    expect(stdout).toMatch(/ {2}1 digit {4}[░▒▓█]{50} +0\.\d\d +0\.\d\d\n/)
  })

  test('draws where the points of a box were, and a line for whatever else is recorded', async () => {
    const folder = record('boxed', alpGmm({ box: { digits: [1, 9], carries: [0, 1] } }), 20)
    const { stdout } = await coevo(['curriculum', folder], 70)
    expect(stdout).toMatch(/\n {2}digits +last \d\.\d\d ± \d\.\d\d; █ mean, ░ a spread/)
    expect(stdout).toMatch(/\n {2}carries +last/)
    expect(stdout).toMatch(/\n {2}regions\/number +▁+ +0\n/)
    // Every column has one mean in each of the two pictures.
    expect([...stdout.matchAll(/█/g)]).toHaveLength(2 + 2 * 70 - 2 * ('  regions/progress  '.length + 8 + 1))
  })

  test('draws new levels and those that are replayed', async () => {
    const folder = record('levels', plr({ draw: (random) => random.int(9) }), 5)
    const { stdout } = await coevo(['curriculum', folder])
    expect(stdout).toMatch(/\n {2}new +[░▒▓█]+ +0\.50\n {2}replay +[░▒▓█]+ +0\.50\n/)
    expect(stdout).toMatch(/\n {2}memory\/levels +[▁-█]+ +\d\n/)
  })

  test('as JSON: one object, a series a name', async () => {
    const folder = record('json', easyToHard({ arms, steps: 3 }), 3)
    const { code, stdout } = await coevo(['curriculum', folder, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      run: folder,
      scenario: 'json',
      seed: 1,
      steps: [1, 2, 3],
      arms: { '1 digit': [0, 0, 0], '2 digits': [1, 0, 0], '10 digits': [0, 1, 1] },
      dimensions: {},
      others: {},
    })
  })

  test('a run without a curriculum, and what is no run, are told in a sentence', async () => {
    const folder = record('plain', null, 2)
    expect(await coevo(['curriculum', folder])).toEqual({
      code: 2,
      stdout: '',
      stderr: `coevo: The run '${folder}' has recorded no choices of a curriculum: name the run of a scenario that has one.\n`,
    })
    const { code, stderr } = await coevo(['curriculum', join(root, 'nothing')])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^coevo: There is no run folder '.*nothing'/)
  })
})

describe('the picture', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  const name = fc
    .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 })
    .filter((n) => !n.includes('/'))
  const courses: fc.Arbitrary<Course> = fc.integer({ min: 1, max: 300 }).chain((length) => {
    const series = (each: fc.Arbitrary<number>) =>
      fc.array(fc.option(each, { freq: 9 }), { minLength: length, maxLength: length })
    const dimension = fc.record({ mean: series(value), spread: series(share) }).map(({ mean, spread }) => ({
      mean,
      spread: spread.map((s, i) => (mean[i] === null ? null : (s ?? 0))),
    }))
    return fc.record({
      steps: fc.constant(Array.from({ length }, (_, i) => i + 1)),
      arms: fc.dictionary(name, series(share), { maxKeys: 5 }),
      dimensions: fc.dictionary(name, dimension, { maxKeys: 2 }),
      others: fc.dictionary(
        name.map((n) => `of/${n}`),
        series(value),
        { maxKeys: 2 },
      ),
    })
  })

  test('fits the width of the terminal, with colours or without', () => {
    fc.assert(
      fc.property(courses, fc.integer({ min: 40, max: 200 }), (course, columns) => {
        const plain = coursePlot(course, { columns, color: false })
        for (const line of plain.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
        const coloured = coursePlot(course, { columns, color: true })
        expect(lines(stripVTControlCharacters(coloured))).toEqual(lines(plain))
      }),
      { numRuns: 300 },
    )
  })

  test('of metrics that begin otherwise there is none', () => expect(courseOf([])).toBeNull())
})
