import { fc, test } from '@fast-check/vitest'
import {
  balanceScore,
  calibratedReward,
  grpo,
  judged,
  majorityVote,
  pessimisticChoice,
  secondAttemptReward,
  selfPlayAdvantages,
  selfReward,
  tiltedReward,
  type CheckedSolution,
} from 'coevo/learn'
import { describe, expect } from 'vitest'
import { taskEpisode } from '../arbitrary.ts'

const unit = fc.double({ min: 0, max: 1, noNaN: true })

describe('SCoRe: the second of two attempts', () => {
  test.prop([fc.double({ min: 0.01, max: 100, noNaN: true })])(
    'repairing > keeping right > keeping wrong > spoiling',
    (bonus) => {
      const [repaired, kept, wrong, spoilt] = [
        secondAttemptReward(0, 1, bonus),
        secondAttemptReward(1, 1, bonus),
        secondAttemptReward(0, 0, bonus),
        secondAttemptReward(1, 0, bonus),
      ]
      expect(repaired).toBeGreaterThan(kept)
      expect(kept).toBeGreaterThan(wrong)
      expect(wrong).toBeGreaterThan(spoilt)
    },
  )

  test('published: a bonus of ten times the change', () => {
    expect(secondAttemptReward(0, 1)).toBe(11)
    expect(secondAttemptReward(1, 0)).toBe(-10)
  })
})

describe("B-STaR's balance score", () => {
  test.prop([fc.nat({ max: 64 }), fc.nat({ max: 64 })])('lies in [0, 1]', (a, b) => {
    const score = balanceScore(Math.max(a, b), Math.min(a, b))
    expect(score).toBeGreaterThanOrEqual(0)
    expect(score).toBeLessThanOrEqual(1)
  })

  test('is 1 where enough were kept and all are right; too few or too many wrong cost', () => {
    expect(balanceScore(8, 8)).toBe(1)
    expect(balanceScore(20, 20)).toBe(1)
    expect(balanceScore(4, 4)).toBe(0.5)
    expect(balanceScore(16, 8)).toBe(0.5)
    expect(balanceScore(0, 0)).toBe(0)
    expect(() => balanceScore(1, 2)).toThrow(RangeError)
  })
})

describe("SPaR's judgements", () => {
  test('a share, a majority, and no majority where it is a tie', () => {
    expect(judged([true, true, false, true, false])).toEqual({ value: 0.6, passes: true })
    expect(judged([true, false, false])).toEqual({ value: 1 / 3, passes: false })
    expect(judged([true, false])).toEqual({ value: 0.5, passes: null })
    expect(judged([])).toEqual({ value: 0, passes: null })
  })
})

describe('Language Self-Play', () => {
  const rewards = fc.array(
    fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 6 }),
  )

  test.prop([rewards])('the advantages of the Challenger sum to 0, and those of each question', (drawn) => {
    const { challenger, solver } = selfPlayAdvantages(drawn)
    for (const advantages of [challenger, ...solver])
      expect(advantages.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9)
  })

  test.prop([rewards])(
    'are those of GRPO without a deviation, by question and over all questions',
    (drawn) => {
      const advantages = (batch: readonly (readonly [question: number, reward: number])[]) =>
        grpo({ deviation: 'none' })
          .estimate(
            batch.map(([question, reward], session) => taskEpisode(session, [question], reward)),
            null,
            { model: 'learner', step: 0, steps: 1, vocabularySize: 9 },
          )
          .turns.map(({ advantage }) => advantage)
      const { challenger, solver } = selfPlayAdvantages(drawn)
      const values = drawn.map((answers) => answers.reduce((a, b) => a + b, 0) / answers.length)
      const asked = advantages(values.map((value) => [0, -value]))
      const answered = advantages(drawn.flatMap((each, i) => each.map((reward) => [i, reward] as const)))
      for (const [i, advantage] of [...challenger, ...solver.flat()].entries())
        expect(advantage).toBeCloseTo([...asked, ...answered][i]!, 9)
    },
  )

  test('pays the Challenger for the harder question', () => {
    const { challenger, solver } = selfPlayAdvantages([
      [1, 1],
      [1, 0],
    ])
    expect(challenger).toEqual([-0.25, 0.25])
    expect(solver).toEqual([
      [0, 0],
      [0.5, -0.5],
    ])
  })
})

describe('pessimistic choice', () => {
  const solutions = (checks: number) =>
    fc.array(
      fc.record({
        answer: fc.constantFrom('1', '2', '3'),
        verdicts: fc.array(fc.nat({ max: 1 }), { minLength: checks, maxLength: checks }),
      }),
      { minLength: 1, maxLength: 8 },
    )
  const at = (penalty: number) => (drawn: readonly CheckedSolution[]) =>
    pessimisticChoice(drawn, { penalty })!

  test.prop([solutions(2)])('without a penalty the mean verdict decides', (drawn) => {
    const mean = (answer: string) => {
      const own = drawn.filter((solution) => solution.answer === answer).flatMap(({ verdicts }) => verdicts)
      return own.reduce((a, b) => a + b, 0) / own.length
    }
    const { answer, score } = at(0)(drawn)
    expect(score).toBe(mean(answer))
    for (const other of drawn) expect(mean(other.answer)).toBeLessThanOrEqual(score)
  })

  test.prop([solutions(3)])('a great penalty leaves the vote of the majority', (drawn) => {
    const votes = (answer: string) => drawn.filter((solution) => solution.answer === answer).length
    const winner = majorityVote(drawn.map(({ answer }) => answer)).winner!
    expect(votes(at(1e6)(drawn).answer)).toBe(votes(winner))
  })

  test('one lucky check does not beat four solutions that mostly pass', () => {
    const many = [1, 1, 1, 0].map((verdict) => ({ answer: 'often', verdicts: [verdict] }))
    const drawn = [{ answer: 'once', verdicts: [1] }, ...many]
    expect(at(0)(drawn)).toEqual({ answer: 'once', score: 1 })
    expect(at(1)(drawn)).toEqual({ answer: 'often', score: 0.75 - Math.log(5) / 5 })
    expect(at(1)([{ answer: '1', verdicts: [1, 0, 1, 1] }])).toEqual({
      answer: '1',
      score: 0.75 - Math.log(4) / 5,
    })
    expect(pessimisticChoice([])).toBeNull()
  })
})

describe('self-reward and calibration', () => {
  test('LaSeR: the reference log-probability is worth 0, ten more are worth 1', () => {
    expect(selfReward(-23)).toBe(0)
    expect(selfReward(-13)).toBeCloseTo(1, 12)
    expect(selfReward(-20, { scale: 0.2, reference: -25 })).toBeCloseTo(1, 12)
  })

  test.prop([fc.uniqueArray(fc.integer(), { minLength: 1 })])(
    'InfAlign: the reference policy is calibrated to 1/2n, 3/2n, …: uniform, ½ on average',
    (references) => {
      const found = references.map((reward) => calibratedReward(reward, references)).toSorted((a, b) => a - b)
      for (const [i, value] of found.entries()) expect(value).toBeCloseTo((i + 0.5) / references.length, 12)
    },
  )

  test('InfAlign: ties count as half, so that rewards of 0 and 1 have a mean of ½, too', () => {
    const references = [0, 0, 1, 1]
    expect(references.map((reward) => calibratedReward(reward, references))).toEqual([0.25, 0.25, 0.75, 0.75])
    expect(calibratedReward(0.5, references)).toBe(0.5)
    expect(() => calibratedReward(1, [])).toThrow('one reference at least')
  })

  test.prop([unit, unit])('InfAlign: t > 0 spreads the best apart', (a, b) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)]
    expect(tiltedReward(high, 10)).toBeGreaterThanOrEqual(tiltedReward(low, 10))
    expect(tiltedReward(high, -10)).toBeLessThanOrEqual(tiltedReward(low, -10))
    expect(tiltedReward(a, 0)).toBe(1)
  })
})
