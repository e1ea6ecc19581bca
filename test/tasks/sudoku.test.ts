import { sudoku } from 'coevo/tasks/sudoku'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

describeLaws(sudoku)

const ROWS = [1, 2, 3, 4].flatMap((a) =>
  [1, 2, 3, 4].flatMap((b) => [1, 2, 3, 4].map((c) => [a, b, c, 10 - a - b - c])),
)
const isUnit = (cells: readonly number[]) => new Set(cells).size === 4
const column = (grid: readonly number[], x: number) => [0, 4, 8, 12].map((y) => grid[y + x]!)
const box = (grid: readonly number[], at: number) => [0, 1, 4, 5].map((by) => grid[at + by]!)

/** Every full grid, found by trying all rows: there are 288. */
const grids = (() => {
  const rows = ROWS.filter((row) => isUnit(row) && row.every((digit) => digit >= 1 && digit <= 4))
  return rows.flatMap((a) =>
    rows.flatMap((b) => {
      const half = [...a, ...b]
      if (![0, 2].every((at) => isUnit(box(half, at)))) return []
      return rows.flatMap((c) =>
        rows
          .map((d) => [...half, ...c, ...d])
          .filter(
            (grid) =>
              [0, 1, 2, 3].every((x) => isUnit(column(grid, x))) &&
              [8, 10].every((at) => isUnit(box(grid, at))),
          ),
      )
    }),
  )
})()

const spell = (grid: readonly number[]) => grid.map((digit) => (digit === 0 ? '.' : digit)).join(' ')

test('there are 288 grids, all of which are right where nothing contradicts them', () => {
  expect(grids.length).toBe(288)
  const problem = { grid: grids[0]!.map(() => 0) }
  for (const grid of grids) expect(sudoku.verify(problem, spell(grid)).score).toBe(1)
})

fcTest.prop([fc.constantFrom(...grids), fc.uniqueArray(fc.nat(15), { minLength: 1, maxLength: 10 })])(
  'a prompt is a problem exactly where one of the 288 fits, and that is its solution',
  (full, emptied) => {
    const grid = full.map((digit, cell) => (emptied.includes(cell) ? 0 : digit))
    const fitting = grids.filter((other) => other.every((digit, i) => grid[i] === 0 || grid[i] === digit))
    const problem = sudoku.parse!(`${spell(grid)} =`)
    expect(problem !== null).toBe(fitting.length === 1)
    if (problem !== null) expect(sudoku.solve(problem).replaceAll(' / ', ' ')).toBe(spell(full))
  },
)

fcTest.prop([anyProblem(sudoku), fc.constantFrom(...grids)])('any other grid is wrong', (problem, grid) => {
  const isRight = grid.every((digit, i) => problem.grid[i] === 0 || problem.grid[i] === digit)
  expect(sudoku.verify(problem, spell(grid))).toEqual({ score: isRight ? 1 : 0, readable: true })
})

test.each(['1 2 3 4', '', `${spell(grids[0]!)} 1`, spell([0, ...grids[0]!.slice(1)])])(
  '%j is no full grid',
  (answer) => {
    expect(sudoku.verify({ grid: grids[0]!.with(0, 0) }, answer).readable).toBe(false)
  },
)

test('a grid that contradicts itself is no problem', () => {
  expect(sudoku.parse!(`${spell([1, 1, ...grids[0]!.slice(2, 15), 0])} =`)).toBeNull()
})

test('a few problems read as they did', () => {
  expectGoldenTask('sudoku', [[sudoku], [sudoku, { empty: 10 }]], import.meta)
})
