import type { Random } from 'coevo/core'
import { calculate, type Operator } from './expression.ts'
import { spellNumber } from './number.ts'

const OPERATORS: readonly Operator[] = ['+', '-', '*', '/']

/** What can be made of two numbers > 0 that is itself a whole number > 0. */
function resultsOf(a: number, b: number): { operator: Operator; value: number }[] {
  return OPERATORS.flatMap((operator) => {
    const value = calculate(operator, Math.max(a, b), Math.min(a, b))
    return value === null || value <= 0 ? [] : [{ operator, value }]
  })
}

/** Makes a number of all of these, two at a time by a drawn operator. No result is larger than `most`, ≥ the numbers. */
export function makeTarget(numbers: readonly number[], most: number, random: Random): number {
  const list = [...numbers]
  const take = () => list.splice(random.int(list.length), 1)[0]!
  while (list.length > 1) {
    // The difference of two that differ, the quotient of two that are equal: something always is small enough.
    const results = resultsOf(take(), take()).filter(({ value }) => value <= most)
    list.push(results[random.int(results.length)]!.value)
  }
  return list[0]!
}

/**
 * Finds an expression over some of the numbers, each used once at most, that has the value of the target; null
 * where there is none. It visits every way to go on from every multiset of results, each multiset once.
 *
 * Results ≤ 0 are left out: 0 adds nothing, and a difference can be turned round.
 */
export function reachTarget(numbers: readonly number[], target: number): string | null {
  const seen = new Set<string>()

  function search(list: readonly { value: number; text: string }[]): string | null {
    const found = list.find(({ value }) => value === target)
    if (found !== undefined) return found.text
    const key = list
      .map(({ value }) => value)
      .toSorted((a, b) => a - b)
      .join()
    if (seen.has(key)) return null
    seen.add(key)
    for (const [i, a] of list.entries())
      for (const b of list.slice(i + 1)) {
        const [larger, smaller] = a.value >= b.value ? [a, b] : [b, a]
        const rest = list.filter((item) => item !== a && item !== b)
        for (const { operator, value } of resultsOf(a.value, b.value)) {
          const reached = search([...rest, { value, text: `( ${larger.text} ${operator} ${smaller.text} )` }])
          if (reached !== null) return reached
        }
      }
    return null
  }

  const text = search(numbers.map((value) => ({ value, text: spellNumber(value) })))
  return text?.startsWith('(') ? text.slice(2, -2) : text
}
