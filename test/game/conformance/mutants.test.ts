import { expect, test } from 'vitest'
import { fate, someMutants } from './mutants.ts'

test('what is broken in a game is seen in a moment', () => {
  const fates = someMutants(160, 'few').map((mutant) => `${mutant.name}: ${fate(mutant)}`)
  expect(fates.filter((each) => !/: (found|refused|harmless)$/.test(each))).toEqual([])
  expect(fates.filter((each) => !each.endsWith('harmless')).length).toBeGreaterThan(120)
})
