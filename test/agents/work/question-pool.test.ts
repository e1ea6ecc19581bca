import { fc, test } from '@fast-check/vitest'
import {
  informed,
  isHalfSolvable,
  newQuestion,
  occasions,
  replays,
  zoneOf,
  zonesOf,
  type Question,
} from 'coevo/agents/work/question-pool'
import { stream } from 'coevo/core'
import { describe, expect } from 'vitest'

const success = fc.option(fc.integer({ min: 0, max: 8 }).map((right) => right / 8))
const pool = fc
  .array(fc.record({ success, isGrown: fc.boolean() }), { maxLength: 30 })
  .map((list) => list.map((each, i): Question => ({ ...newQuestion(`q${i}`), ...each })))
const count = fc.nat({ max: 40 })

test('a question is mastered at 1, too hard at 0, and to be learned between them', () => {
  expect([null, 0, 1 / 8, 7 / 8, 1].map((success) => zoneOf({ success }))).toEqual([
    'new',
    'tooHard',
    'learning',
    'learning',
    'mastered',
  ])
})

test('half-solvable is what is right a quarter to three quarters of the time', () => {
  const found = [null, 0, 1 / 8, 2 / 8, 6 / 8, 7 / 8, 1].map((success) => isHalfSolvable({ success }))
  expect(found).toEqual([false, false, false, true, true, false, false])
})

test.prop([pool])('every question is in one zone', (questions) => {
  const counts = Object.values(zonesOf(questions))
  expect(counts.reduce((sum, each) => sum + each)).toBe(questions.length)
})

describe('what is worked on again', () => {
  test.prop([pool, count, fc.nat()])(
    'are as many as asked for, as evenly as can be',
    (questions, wanted, seed) => {
      const chosen = replays(questions, wanted, stream(seed))
      expect(chosen).toHaveLength(questions.length === 0 ? 0 : wanted)
      const times = Object.values(Object.groupBy(chosen, ({ prompt }) => prompt)).map((each) => each!.length)
      if (times.length > 0) expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1)
    },
  )

  test.prop([pool, fc.nat()])('are the new, then the failed, then the mastered', (questions, seed) => {
    const zones = replays(questions, questions.length, stream(seed)).map(zoneOf)
    const ranks = zones.map((zone) => (zone === 'new' ? 0 : zone === 'mastered' ? 2 : 1))
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
  })
})

test.prop([pool, count, fc.nat()])(
  'new questions grow from those being learned and those mastered before from those too hard, once',
  (questions, wanted, seed) => {
    const chosen = occasions(questions, wanted, stream(seed)).map(({ question }) =>
      questions.find(({ prompt }) => prompt === question)!,
    )
    expect(new Set(chosen).size).toBe(chosen.length)
    expect(chosen.every(({ success, isGrown }) => success !== null && !isGrown)).toBe(true)
    const zones = chosen.map(zoneOf)
    const ranks = zones.map((zone) => (zone === 'tooHard' ? 1 : 0))
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
  },
)

describe('findings', () => {
  const seed = newQuestion('a')
  const failed = { prompt: 'a', success: 0.5, answer: 'no', parent: null }

  test('say how it stands with a question', () => {
    expect(informed([seed], [failed])).toEqual([{ ...seed, success: 0.5, answer: 'no' }])
  })

  test('bring in what was crafted, once', () => {
    const made = { prompt: 'b', success: 1, answer: 'yes', parent: 'a' }
    const after = informed(informed([seed], [failed]), [made, { ...made, success: 0.5 }])
    expect(after.map(({ prompt, success, isGrown }) => [prompt, success, isGrown])).toEqual([
      ['a', 0.5, false],
      ['b', 0.5, false],
    ])
  })

  test('a mastered question grows once, one that is being learned again and again', () => {
    const mastered = informed([seed], [{ ...failed, success: 1 }])
    const grown = informed(mastered, [{ prompt: 'b', success: 0, answer: 'no', parent: 'a' }])
    expect(grown.map(({ isGrown }) => isGrown)).toEqual([true, false])
    expect(occasions(grown, 10, stream(1)).map(({ question }) => question)).toEqual(['b'])
  })
})
