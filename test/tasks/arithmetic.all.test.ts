import { addition } from 'coevo/tasks/addition'
import { multiplication } from 'coevo/tasks/multiplication'
import { subtraction } from 'coevo/tasks/subtraction'
import { fc, test as fcTest } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

const families = [
  { family: addition, exact: (a: bigint, b: bigint) => a + b },
  { family: subtraction, exact: (a: bigint, b: bigint) => a - b },
  { family: multiplication, exact: (a: bigint, b: bigint) => a * b },
] as const

const glued = (words: string) => BigInt(words.replaceAll(' ', ''))

describe.each(families)('$family.name', ({ family, exact }) => {
  const worked = family.with({ scratchpad: true })
  const reversed = family.with({ scratchpad: true, order: 'reversed' })
  for (const task of [family, worked, reversed]) describeLaws(task)

  fcTest.prop([anyProblem(family)])('agrees with whole numbers of any size', (problem) => {
    const result = exact(BigInt(problem.first), BigInt(problem.second))
    expect(glued(family.solve(problem))).toBe(result)
    expect(family.verify(problem, `${result}`).score).toBe(1)
    expect(family.verify(problem, `${result + 1n}`)).toEqual({ score: 0, readable: true })
    expect(family.verify(problem, `0 ${result}`)).toEqual({ score: 0, readable: false })
  })

  fcTest.prop([anyProblem(family)])('reversed turns the digits of every number round', (problem) => {
    const turn = (text: string) =>
      text
        .split(/ (?=[-+*=])|(?<=[-+*]) /)
        .map((part) => (/^\d/.test(part) ? part.split(' ').toReversed().join(' ') : part))
        .join(' ')
    expect(reversed.prompt(problem)).toBe(turn(family.prompt(problem)))
    expect(reversed.solve(problem).split(' answer ')[1]).toBe(turn(family.solve(problem)))
  })

  fcTest.prop([fc.nat(999), fc.nat(999)])('one prompt is one problem', (first, second) => {
    const problem = { first, second }
    expect(family.parse!(family.prompt(problem))).toEqual(problem)
    expect(family.parse!(`0 ${family.prompt(problem)}`)).toBeNull()
  })

  test('a few problems read as they did', () => {
    const larger = { first: 3, second: 2 }
    expectGoldenTask(
      family.name,
      [[family], [family, { first: 4, second: 4 }], [worked, larger], [reversed, larger]],
      import.meta,
    )
  })
})

fcTest.prop([anyProblem(addition)])(
  'the columns of an addition are its digits with what was carried',
  (problem) => {
    const work = addition.with({ scratchpad: true }).solve(problem)
    let carried = 0
    for (const [, a, b, digit, carry] of work.matchAll(/(\d) \+ (\d) = (\d) carry (\d)/g)) {
      expect(Number(a) + Number(b) + carried).toBe(Number(digit) + 10 * Number(carry))
      carried = Number(carry)
    }
  },
)

fcTest.prop([anyProblem(subtraction)])(
  'the columns of a subtraction are its digits with what was borrowed',
  (problem) => {
    const work = subtraction.with({ scratchpad: true }).solve(problem)
    let borrowed = 0
    for (const [, a, b, digit, borrow] of work.matchAll(/(\d) - (\d) = (\d) borrow (\d)/g)) {
      expect(Number(a) - Number(b) - borrowed).toBe(Number(digit) - 10 * Number(borrow))
      borrowed = Number(borrow)
    }
    expect(borrowed).toBe(0)
  },
)

fcTest.prop([anyProblem(multiplication)])(
  'the last rows of a multiplication spell its product',
  (problem) => {
    const product: string[] = []
    const rows = multiplication.with({ scratchpad: true }).solve(problem).split(' answer ')[0]!.split(' , ')
    for (const [place, row] of rows.entries()) {
      const steps = [...row.matchAll(/(\d) \* (\d) \+ (\d) = (\d) carry (\d)/g)]
      for (const [i, [, , , before, digit]] of steps.entries()) {
        expect(before).toBe(product[place + i] ?? '0')
        product[place + i] = digit!
      }
      product[place + steps.length] = steps.at(-1)![5]!
    }
    expect(Number(product.toReversed().join(''))).toBe(problem.first * problem.second)
  },
)

test.each([
  ['the answer 5 4 no , answer 53', 1],
  ['34 + 19 = 53, so the answer is 53.', 1],
  ['It is \\boxed{53}', 1],
  ['answer: 5 4', 0],
])('%j scores %i', (answer, score) => {
  expect(addition.verify({ first: 34, second: 19 }, answer)).toEqual({ score, readable: true })
})

test.each(['answer 5 3 answer', '34 + 19 = 53', '5 3 . .', ''])('%j is no number', (answer) => {
  expect(addition.verify({ first: 34, second: 19 }, answer)).toEqual({ score: 0, readable: false })
})
