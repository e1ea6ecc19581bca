import { maze } from 'coevo/tasks/maze'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

describeLaws(maze)

const BY = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] } as const
const MOVES = Object.keys(BY) as (keyof typeof BY)[]

/** The drawing, as a reader of the prompt sees it. */
function drawing(prompt: string) {
  const rows = prompt
    .slice(0, -2)
    .split(' / ')
    .map((row) => row.split(' '))
  const at = (y: number, x: number) => rows[y]?.[x] ?? '#'
  const cells = rows.flatMap((row, y) => row.map((_, x) => [y, x] as const))
  const find = (word: string) => cells.find(([y, x]) => at(y, x) === word)!
  return { at, cells, start: find('s'), goal: find('g') }
}

const key = (y: number, x: number) => 100 * y + x

/** Distances from the start by relaxing every cell until nothing changes. */
function distance(prompt: string): number {
  const { at, cells, start, goal } = drawing(prompt)
  const far = new Map([[key(...start), 0]])
  const farOf = (y: number, x: number) => far.get(key(y, x)) ?? Infinity
  for (let changed = true; changed;) {
    changed = false
    for (const [y, x] of cells.filter(([y, x]) => at(y, x) !== '#')) {
      const best = 1 + Math.min(...MOVES.map((move) => farOf(y + BY[move][0], x + BY[move][1])))
      if (best >= farOf(y, x)) continue
      far.set(key(y, x), best)
      changed = true
    }
  }
  return farOf(...goal)
}

/** What stands where moves end, or null where they meet a wall. */
function walk(prompt: string, moves: readonly (keyof typeof BY)[]) {
  const { at, start } = drawing(prompt)
  let [y, x] = start
  for (const move of moves) {
    ;[y, x] = [y + BY[move][0], x + BY[move][1]]
    if (at(y, x) === '#') return null
  }
  return at(y, x)
}

fcTest.prop([anyProblem(maze)])('the solution walks to the goal and is as short as any way', (problem) => {
  const prompt = maze.prompt(problem)
  const moves = maze.solve(problem).split(' ') as (keyof typeof BY)[]
  expect(walk(prompt, moves)).toBe('g')
  expect(moves.length).toBe(distance(prompt))
  expect(moves.length).toBeGreaterThanOrEqual(problem.size - 1)
})

fcTest.prop([anyProblem(maze), fc.array(fc.constantFrom(...MOVES), { minLength: 1, maxLength: 6 })])(
  'exactly the shortest ways are right',
  (problem, moves) => {
    const prompt = maze.prompt(problem)
    const right = walk(prompt, moves) === 'g' && moves.length === distance(prompt)
    expect(maze.verify(problem, moves.join(' '))).toEqual({ score: right ? 1 : 0, readable: true })
  },
)

fcTest.prop([anyProblem(maze), fc.constantFrom(...MOVES)])('a detour is wrong', (problem, move) => {
  const back = { up: 'down', down: 'up', left: 'right', right: 'left' }[move]
  expect(maze.verify(problem, `${maze.solve(problem)} ${move} ${back}`)).toEqual({ score: 0, readable: true })
})

const problem = maze.parse!('s . . / # # . / g . . =')!

test.each([
  ['right right down down left left', 1],
  ['Right, right', 0],
  ['Right, right, down, down, left, left.', 1],
  ['right -> right -> down -> down -> left -> left', 1],
  ['right → right → down → down → right → right', 0],
  ['right right down down left', 0],
  ['down down', 0],
])('%j', (answer, score) => {
  expect(maze.verify(problem, answer)).toEqual({ score, readable: true })
})

test('both ways round are right', () => {
  const open = maze.parse!('s . / . g =')!
  expect(['right down', 'down right'].map((answer) => maze.verify(open, answer).score)).toEqual([1, 1])
})

test.each([
  's . / . . =',
  's # / # g =',
  's s / . g =',
  's . / g =',
  's . g =',
  's . / . g',
  '# # # / s . g / # # # =',
])('%j is no problem', (prompt) => {
  expect(maze.parse!(prompt)).toBeNull()
})

test('a few problems read as they did', () => {
  expectGoldenTask('maze', [[maze], [maze, { size: 7, walls: 0.5 }]], import.meta)
})
