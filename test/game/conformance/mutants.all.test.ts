import { expect, test } from 'vitest'
import { fate, mutants } from './mutants.ts'

test('whatever is broken in a game is seen in a moment', () => {
  const fates = mutants().map((mutant) => `${mutant.name}: ${fate(mutant)}`)
  expect(fates.filter((each) => !/: (found|refused|harmless)$/.test(each))).toEqual([])
  expect(fates.filter((each) => !each.endsWith('harmless')).length).toBeGreaterThan(400)
})
