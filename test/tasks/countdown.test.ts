import { countdown } from 'coevo/tasks/countdown'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

describeLaws(countdown)

type Tree = number | readonly [left: Tree, operator: string, right: Tree]

const { tree: anyTree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'tree' },
    fc.integer({ min: 1, max: 9 }),
    fc.tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/'), tie('tree')),
  ),
}))

/** Written with needless brackets, or with none. */
const write = (tree: Tree, brackets: boolean): string => {
  if (typeof tree === 'number') return `${tree}`
  const [left, operator, right] = tree
  const text = `${write(left, brackets)} ${operator} ${write(right, brackets)}`
  return brackets ? `( ${text} )` : text
}

const leaves = (tree: Tree): number[] =>
  typeof tree === 'number' ? [tree] : [...leaves(tree[0]), ...leaves(tree[2])]

fcTest.prop([anyTree, fc.boolean()])(
  'an expression has the value that JavaScript gives it',
  (tree, brackets) => {
    const text = write(tree, brackets)
    // What is evaluated was written three lines above, of digits, operators and brackets.
    // oxlint-disable-next-line no-eval
    const value = (0, eval)(text) as number
    fc.pre(Number.isInteger(value) && !text.includes('/'))
    const problem = { numbers: leaves(tree), target: value }
    expect(countdown.verify(problem, text)).toEqual({ score: 1, readable: true })
    expect(countdown.verify({ ...problem, target: value + 1 }, text)).toEqual({ score: 0, readable: true })
  },
)

const problem = { numbers: [25, 3, 7, 4, 4], target: 84 }

test.each([
  ['( 2 5 + 3 ) * ( 7 - 4 )', 1],
  ['(25+3)*(7-4)', 1],
  ['4 * 2 5 - 3 * 4 - 4', 0],
  ['4 * ( 2 5 - 4 )', 1],
  ['4 * ( 25 - 4 ) / 3 * 3', 0],
  ['8 4', 0],
  ['7 / 3 * 4', 0],
  ['4 / ( 4 - 4 )', 0],
])('%j scores %i', (answer, score) => {
  expect(countdown.verify(problem, answer)).toEqual({ score, readable: true })
})

test.each(['', '4 +', '( 4', '4 4 )', '- 4', '4 + + 4', '0 4', '4 ^ 4', '('.repeat(4000)])(
  '%j is no expression',
  (answer) => {
    expect(countdown.verify(problem, answer)).toEqual({ score: 0, readable: false })
  },
)

/** All values of expressions over all of the numbers, by every split in two. */
function values(numbers: readonly number[]): Set<number> {
  if (numbers.length === 1) return new Set(numbers)
  const all = new Set<number>()
  for (let mask = 1; mask < 2 ** numbers.length - 1; mask++) {
    const [inside, outside] = [1, 0].map((bit) => numbers.filter((_, i) => ((mask >> i) & 1) === bit))
    for (const a of values(inside!))
      for (const b of values(outside!))
        for (const value of [a + b, a - b, a * b, ...(b !== 0 && a % b === 0 ? [a / b] : [])]) all.add(value)
  }
  return all
}

fcTest.prop([fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 3 })], { numRuns: 30 })(
  'a prompt is a problem exactly where its target can be reached',
  (numbers) => {
    const subsets = Array.from({ length: 2 ** numbers.length - 1 }, (_, mask) =>
      numbers.filter((_, i) => ((mask + 1) >> i) & 1),
    )
    const reachable = new Set(subsets.flatMap((subset) => [...values(subset)]))
    for (let target = 1; target < 60; target++) {
      const read = countdown.parse!(countdown.prompt({ numbers, target }))
      expect([target, read !== null]).toEqual([target, reachable.has(target)])
    }
  },
)

fcTest.prop([anyProblem(countdown)])('a number more than there is makes an answer wrong', (drawn) => {
  const twice = `${countdown.solve(drawn)} + 1 - 1`
  fc.pre(!drawn.numbers.includes(1))
  expect(countdown.verify(drawn, twice)).toEqual({ score: 0, readable: true })
})

test('a few problems read as they did', () => {
  expectGoldenTask('countdown', [[countdown], [countdown, { numbers: 5, digits: 2 }]], import.meta)
})
