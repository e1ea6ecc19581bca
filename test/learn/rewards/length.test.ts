import { fc, test } from '@fast-check/vitest'
import { historyAwareReward, overlongPenalty, relativeLengthRewards, rememberShortest } from 'coevo/learn'
import { describe, expect } from 'vitest'

const length = fc.integer({ min: 1, max: 200 })
const attempt = fc.record({ correct: fc.boolean(), length })

describe("HAPO's reward by a history of lengths", () => {
  test.prop([length, fc.option(length, { nil: undefined })])(
    'right ≥ 0.3 > 0 ≥ wrong',
    (length, shortest) => {
      expect(historyAwareReward({ correct: true, length }, shortest)).toBeGreaterThanOrEqual(0.3 - 1e-12)
      expect(historyAwareReward({ correct: false, length }, shortest)).toBeLessThanOrEqual(0)
    },
  )

  test.prop([fc.boolean(), length, length, length])(
    'never rises with the length',
    (correct, a, b, shortest) => {
      const reward = (length: number) => historyAwareReward({ correct, length }, shortest)
      expect(reward(Math.min(a, b))).toBeGreaterThanOrEqual(reward(Math.max(a, b)))
    },
  )

  test('worked values: as long as before, half as long, twice as long, nothing before', () => {
    const right = (length: number, shortest?: number) =>
      historyAwareReward({ correct: true, length }, shortest)
    expect(right(10, 10)).toBeCloseTo(1, 12)
    expect(right(5, 10)).toBeCloseTo(1 + Math.SQRT1_2, 12)
    expect(right(20, 10)).toBeCloseTo(0.3, 12)
    expect(right(20)).toBe(1)
    expect(historyAwareReward({ correct: false, length: 30 }, 10)).toBeCloseTo(-1, 12)
    expect(historyAwareReward({ correct: true, length: 20 }, 10, { weight: 0.5, floor: -1 })).toBeCloseTo(
      0.5,
      12,
    )
  })

  test('remembers the shortest right answer of each question and leaves the old history as it is', () => {
    const before = { a: 7 }
    const after = rememberShortest(before, [
      { question: 'a', correct: true, length: 9 },
      { question: 'a', correct: false, length: 1 },
      { question: '__proto__', correct: true, length: 5 },
      { question: '__proto__', correct: true, length: 4 },
    ])
    expect(Object.entries(after)).toEqual([
      ['a', 7],
      ['__proto__', 4],
    ])
    expect(before).toEqual({ a: 7 })
  })
})

describe("Kimi's reward by relative length", () => {
  test.prop([fc.array(attempt, { minLength: 1 })])(
    'lies in [−½, ½], and wrong answers gain nothing',
    (attempts) => {
      for (const [i, reward] of relativeLengthRewards(attempts).entries()) {
        expect(Math.abs(reward)).toBeLessThanOrEqual(0.5)
        if (!attempts[i]!.correct) expect(reward).toBeLessThanOrEqual(0)
      }
    },
  )

  test('the shortest right answer gets ½, the longest −½; equal lengths get 0', () => {
    const attempts = [
      { correct: true, length: 10 },
      { correct: true, length: 20 },
      { correct: true, length: 30 },
      { correct: false, length: 10 },
      { correct: false, length: 30 },
    ]
    expect(relativeLengthRewards(attempts)).toEqual([0.5, 0, -0.5, 0, -0.5])
    expect(relativeLengthRewards(attempts.slice(0, 1))).toEqual([0])
    expect(relativeLengthRewards([])).toEqual([])
  })
})

describe("DAPO's penalty for overlong answers", () => {
  test('is 0 up to the buffer, −½ halfway through it and −1 from the limit on', () => {
    const lengths = [0, 16384, 18432, 20480, 30000]
    expect(lengths.map((length) => overlongPenalty(length))).toEqual([0, 0, -0.5, -1, -1])
    expect(overlongPenalty(9, { maximum: 10, buffer: 4 })).toBe(-0.75)
    expect(() => overlongPenalty(1, { maximum: 4, buffer: 5 })).toThrow('buffer is 5')
  })
})
