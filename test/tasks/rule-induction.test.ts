import { ruleInduction } from 'coevo/tasks/rule-induction'
import { fc, test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

describeLaws(ruleInduction)

/** Lagrange's formula with exact fractions, over the least common denominator of five points: 4! = 24. */
function interpolate(values: readonly number[], n: number): number {
  let sum = 0n
  for (const [i, value] of values.entries()) {
    let [top, bottom] = [24n * BigInt(value), 1n]
    for (const j of values.keys())
      if (j !== i) [top, bottom] = [top * BigInt(n - 1 - j), bottom * BigInt(i - j)]
    sum += top / bottom
  }
  return Number(sum / 24n)
}

fcTest.prop([anyProblem(ruleInduction)])("agrees with Lagrange's formula", (problem) => {
  expect(Number(ruleInduction.solve(problem).replaceAll(' ', ''))).toBe(
    interpolate(problem.values, problem.asked),
  )
})

fcTest.prop([
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 4 }),
  fc.integer({ min: 6, max: 9 }),
])(
  'the values of any polynomial of degree 1 to 3 with small differences are a problem',
  ([first, ...slopes], asked) => {
    fc.pre(slopes.some((slope) => slope !== 0))
    const values = [first!]
    // Each slope is what the one before it grows by at every step.
    const steps = [...slopes]
    for (let n = 1; n < 5; n++) {
      values.push(values.at(-1)! + steps[0]!)
      for (const k of steps.keys()) steps[k] = steps[k]! + (steps[k + 1] ?? 0)
    }
    const prompt = ruleInduction.prompt({ values, asked })
    expect(ruleInduction.parse!(prompt)).toEqual({ values, asked })
  },
)

const listed = (...values: (number | string)[]) =>
  values.map((value, i) => `f ${i + 1} = ${value}`).join(' , ')

test.each([
  [listed(1, 1, 1, 1, 1), 'f 7 =', 'a constant'],
  [listed(1, 2, 4, 8, '1 6'), 'f 7 =', 'of the fourth degree'],
  [listed(1, 2, 3, 4), 'f 7 =', 'too short'],
  [listed(1, 2, 3, 4, 5), 'f 5 =', 'answered already'],
  [listed(0, '1 0', '2 0', '3 0', '4 0'), 'f 7 =', 'too steep'],
])('%j , %j is no problem: %s', (shown, question) => {
  expect(ruleInduction.parse!(`${shown} , ${question}`)).toBeNull()
})

test('a few problems read as they did', () => {
  expectGoldenTask(
    'rule-induction',
    [[ruleInduction], [ruleInduction, { degree: 2 }], [ruleInduction, { degree: 3, size: 9, ahead: 4 }]],
    import.meta,
  )
})
