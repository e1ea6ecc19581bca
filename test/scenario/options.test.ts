import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { optionTable, resolveOptions } from 'coevo/scenario'
import { coinScenario } from './fakes.ts'

const resolve = (set: Record<string, string>) => resolveOptions(coinScenario, set)

describe('resolveOptions', () => {
  it('fills in defaults and reads texts by the schema', () => {
    expect(resolve({ steps: '20', flavour: 'salted' })).toEqual({
      steps: 20,
      evaluateEvery: 5,
      checkpointEvery: 3,
      flavour: 'salted',
    })
  })

  it('names an unknown option and the one that was meant', () => {
    expect(() => resolve({ stpes: '3' })).toThrow(
      "Scenario 'coin' has no option 'stpes'; did you mean 'steps'? Its options: steps, evaluateEvery, checkpointEvery, flavour.",
    )
  })

  it.each([
    [{ steps: '0' }, "Option 'steps' of scenario 'coin' cannot be 0: Too small: expected number to be >=1."],
    [{ steps: 'many' }, "Option 'steps' of scenario 'coin' cannot be many: "],
    [{ flavour: 'saltd' }, "Did you mean 'salted'?"],
    [{ flavour: 'sweet' }, "Option 'flavour' of scenario 'coin' cannot be sweet: "],
  ])('names an option out of range: %o', (set, message) => {
    expect(() => resolve(set as unknown as Record<string, string>)).toThrow(message)
  })
})

it('names an option without a default', () => {
  const scenario = {
    ...coinScenario,
    options: coinScenario.options.extend({ rate: z.number(), depth: z.int() }),
  }
  expect(() => resolveOptions(scenario, { depth: '2' })).toThrow(
    "Option 'rate' of scenario 'coin' needs a default: write .default(…) behind its schema.",
  )
})

describe('optionTable', () => {
  it('lists names, defaults and descriptions', () => {
    expect(optionTable(coinScenario)[0]).toEqual({
      name: 'steps',
      default: 12,
      description: 'how many steps',
      values: '1 … 1,000',
    })
  })
})
