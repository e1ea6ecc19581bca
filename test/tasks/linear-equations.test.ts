import { linearEquations } from 'coevo/tasks/linear-equations'
import { test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

const rational = linearEquations.with({ solutions: 'rational' })
const worked = linearEquations.with({ solutions: 'rational', scratchpad: true })

for (const task of [linearEquations, rational, worked]) describeLaws(task)

/** The value of a prompt's side at top/bottom, times bottom, found in its text alone. */
function valueOf(side: string, top: bigint, bottom: bigint): bigint {
  const terms = side.replaceAll(' ', '').match(/[-+]?\d+x?/g)!
  return terms
    .map((term) =>
      term.endsWith('x')
        ? BigInt(term.slice(0, -1).replace('+', '')) * top
        : BigInt(term.replace('+', '')) * bottom,
    )
    .reduce((sum, value) => sum + value, 0n)
}

fcTest.prop([anyProblem(rational)])('the solution makes both sides equal', (equation) => {
  const [top, bottom = '1'] = rational.solve(equation).replaceAll(' ', '').split('/')
  const [left, right] = rational.prompt(equation).replace(' , x =', '').split(' = ')
  const value = (side: string) => valueOf(side, BigInt(top!), BigInt(bottom))
  expect(value(left!)).toBe(value(right!))
})

const problem = (text: string) => rational.parse!(`${text} , x =`)!

test.each([
  ['2 x = 3', '3 / 2', 1],
  ['2 x = 3', '6/4', 1],
  ['2 x = 3', 'x is answer 3/2', 1],
  ['- 2 x + 1 = 4', '-3/2', 1],
  ['2 x = 3', '2 / 3', 0],
])('to %j %j scores %i', (equation, answer, score) => {
  expect(rational.verify(problem(equation), answer)).toEqual({ score, readable: true })
})

test.each(['3 / 0', '/ 2', '3 /', 'x', '', '03 / 2', '1 / 2 / 3'])('%j is no number', (answer) => {
  expect(rational.verify(problem('2 x = 3'), answer)).toEqual({ score: 0, readable: false })
})

test.each([
  ['1 x = 1 x + 2', 'has no solution'],
  ['1 x + 2 = 1 x + 2', 'has any'],
  ['0 x = 2', 'has no x'],
  ['3 = 3', 'has no x'],
  ['3 1 x = 3 1', 'is too large'],
  ['1 x = 3 1', 'has too large a solution'],
  ['1 x + 1 0 0 0 0 = 1 0 0 0 1', 'has too large constants'],
  ['1 x + = 3', 'is no equation'],
  ['+ 1 x = 3', 'is no equation'],
  ['1 x 2 = 3', 'is no equation'],
  ['1 x = 2 = 3', 'is no equation'],
])('%j %s', (text) => {
  expect(problem(text)).toBeNull()
})

test('fractions are no problems where solutions are whole', () => {
  expect(linearEquations.parse!('2 x = 3 , x =')).toBeNull()
  expect(linearEquations.parse!('2 x = 4 , x =')).not.toBeNull()
})

test('a few problems read as they did', () => {
  expectGoldenTask(
    'linear-equations',
    [
      [linearEquations],
      [linearEquations, { size: 5, terms: 2 }],
      [rational],
      [worked, { size: 9, terms: 6 }],
    ],
    import.meta,
  )
})
