import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { modelOutcomes, never, outcomesFrom, returns, throws } from 'coevo/check'

const texts = (outcomes: ReturnType<typeof modelOutcomes>) =>
  outcomes.flatMap((outcome) => (outcome.kind === 'returns' ? [outcome.value] : []))

test('draws distinct answers, the same for the same seed', () => {
  const drawn = outcomesFrom(fc.string(), { count: 50, seed: 3 })
  expect(drawn).toHaveLength(50)
  expect(new Set(texts(drawn)).size).toBe(50)
  expect(outcomesFrom(fc.string(), { count: 50, seed: 3 })).toEqual(drawn)
  expect(outcomesFrom(fc.string(), { count: 50, seed: 4 })).not.toEqual(drawn)
})

test('puts what is given before what is drawn, and repeats none of it', () => {
  const first = [returns('a'), never]
  const drawn = outcomesFrom(fc.constantFrom('a', 'b'), { count: 9, first })
  expect(drawn).toEqual([...first, returns('b')])
})

test('tells answers apart by what they hold', () => {
  const drawn = outcomesFrom(fc.constantFrom({ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 }), { count: 9 })
  expect(drawn).toHaveLength(2)
})

test('lists what may become of asking a model, the legal answers first', () => {
  const outcomes = modelOutcomes({ legal: ['check', 'bet'] })
  expect(texts(outcomes).slice(0, 3)).toEqual(['check', 'bet', ''])
  expect(texts(outcomes)[3]).toContain('check')
  expect(texts(outcomes).some((text) => String(text).length > 10_000)).toBe(true)
  expect(outcomes.slice(-2)).toEqual([throws(new Error('the model failed')), never])
})

test('makes answers of texts, each text once', () => {
  const outcomes = modelOutcomes({ legal: ['', 'pass'], answer: (text) => ({ text, trace: null }) })
  expect(outcomes[0]).toEqual(returns({ text: '', trace: null }))
  expect(texts(outcomes).filter((value) => (value as { text: string }).text === '')).toHaveLength(1)
})
