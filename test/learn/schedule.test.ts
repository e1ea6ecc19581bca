import { fc, test } from '@fast-check/vitest'
import {
  adamW,
  checkSchedule,
  dpo,
  ipo,
  learner,
  magneticMirrorDescent,
  ppo,
  reinforce,
  rloo,
  scheduleAt,
  withKl,
  type Schedule,
  type ScheduleRange,
} from 'coevo/learn'
import { describe, expect } from 'vitest'

const positive = fc.double({ min: 1e-3, max: 10, noNaN: true })

describe('schedules', () => {
  test('known values', () => {
    const at = (schedule: Schedule, ...steps: number[]) =>
      steps.map((step) => scheduleAt(schedule, { step, steps: 11 }))
    expect(at(0.5, 0, 1000)).toEqual([0.5, 0.5])
    expect(at({ kind: 'linear', from: 0, to: 10, steps: 5 }, 0, 1, 5, 9)).toEqual([0, 2, 10, 10])
    expect(at({ kind: 'cosine', from: 1, to: 0, steps: 4 }, 0, 2, 4)).toEqual([1, expect.closeTo(0.5), 0])
    expect(at({ kind: 'geometric', from: 0.3, to: 0.03, steps: 1000 }, 0, 500, 1000)).toEqual([
      0.3,
      expect.closeTo(0.3 / Math.sqrt(10)),
      expect.closeTo(0.03),
    ])
    expect(at({ kind: 'inverse', from: 2, to: 1, steps: 100 }, 0, 100, 300)).toEqual([2, 1, 0.5])
    const warm: Schedule = { kind: 'warm-up', steps: 4, to: { kind: 'linear', from: 8, to: 0, steps: 2 } }
    expect(at(warm, 0, 1, 2, 3, 4, 5)).toEqual([2, 4, 6, 8, 4, 0])
    // Without `steps`: to the last of the run's 11 steps.
    expect(at({ kind: 'linear', from: 10, to: 0 }, 0, 5, 10)).toEqual([10, 5, 0])
    expect(at({ kind: 'warm-up', steps: 3, to: { kind: 'linear', from: 8, to: 0 } }, 0, 2, 6, 10)).toEqual([
      expect.closeTo(8 / 3),
      8,
      4,
      0,
    ])
  })

  test.prop([
    fc.constantFrom('linear', 'cosine', 'geometric'),
    positive,
    positive,
    fc.integer({ min: 1, max: 50 }),
  ])('goes from one end to the other without turning, and stays', (kind, from, to, steps) => {
    const values = Array.from({ length: steps + 3 }, (_, step) =>
      scheduleAt({ kind, from, to, steps }, { step, steps: 7 }),
    )
    expect(values[0]).toBeCloseTo(from, 9)
    expect(values.slice(steps)).toEqual(Array<number>(3).fill(values[steps]!))
    expect(values[steps]).toBeCloseTo(to, 9)
    const direction = Math.sign(to - from)
    for (let i = 1; i < values.length; i++)
      expect(direction * (values[i]! - values[i - 1]!)).toBeGreaterThanOrEqual(-1e-9)
  })

  test('a bad schedule is refused with its place', () => {
    const check = (schedule: Schedule) => () => checkSchedule(schedule, 'learning rate')
    expect(check(Number.NaN)).toThrow('learning rate: NaN is not a finite number.')
    expect(check({ kind: 'geometric', from: 0.1, to: 0, steps: 5 })).toThrow('greater than 0')
    expect(check({ kind: 'linear', from: 0, to: 1, steps: 0 })).toThrow("'steps' is 0")
    expect(check({ kind: 'inverse', from: 1, to: -1 })).toThrow('greater than 0')
    expect(check({ kind: 'warm-up', steps: 2, to: { kind: 'linear', from: 0, to: 1, steps: 0 } })).toThrow(
      "'steps'",
    )
    expect(check({ kind: 'cosine', from: 0, to: 1, steps: 3 })).not.toThrow()
    expect(check({ kind: 'inverse', from: 1, to: 2 })).toThrow("'inverse' falls, but 'from' is 1 and 'to' 2")
    expect(check({ kind: 'warm-up', steps: 2.5, to: 1 })).toThrow('a whole number of steps ≥ 1, not 2.5')
    // As JavaScript may have it.
    for (const given of [{ from: 0.3, to: 0.02 }, { kind: 'cosin', from: 1, to: 0 }, null, '0.1', undefined])
      expect(check(given as never)).toThrow(
        "learning rate: a schedule is a number, or an object of the kind 'linear', 'cosine', 'geometric', 'inverse', 'warm-up'; its kind is",
      )
  })

  test('a schedule out of the range that its place asks for is refused', () => {
    const check = (schedule: Schedule, range: ScheduleRange) => () => checkSchedule(schedule, 'β', range)
    expect(check(-0.1, 'not negative')).toThrow('β: -0.1 is not a finite number of at least 0.')
    expect(check(0, 'not negative')).not.toThrow()
    expect(check(0, 'positive')).toThrow('β: 0 is not a finite number greater than 0.')
    expect(check({ kind: 'linear', from: 1, to: -1 }, 'not negative')).toThrow("'to' is -1")
    expect(check({ kind: 'warm-up', steps: 3, to: -1 }, 'not negative')).toThrow('-1')
    const options = { estimator: rloo(), objective: reinforce() }
    expect(() => learner({ ...options, learningRate: -1e-3 })).toThrow('learner: learningRate: -0.001')
    expect(() => learner({ ...options, learningRate: 0.1, limits: { tokens: 0, logits: 9 } })).toThrow(
      'learner: limits.tokens is 0',
    )
    expect(() => withKl(reinforce(), { coefficient: -1 })).toThrow('withKl: coefficient: -1')
    expect(() => dpo({ beta: 0 })).toThrow('dpo: beta: 0')
    expect(() => ipo({ tau: { kind: 'linear', from: 0.1, to: 0 } })).toThrow("ipo: tau: 'to' is 0")
    expect(() => magneticMirrorDescent({ alpha: -0.1, stepSize: 1 })).toThrow('alpha: -0.1')
    expect(() => magneticMirrorDescent({ alpha: 0.1, stepSize: 0 })).toThrow('stepSize: 0')
    for (const turnsOfLength of [0, -1, NaN])
      expect(() => ppo({ normaliser: { turnsOfLength } })).toThrow(`ppo: turnsOfLength is ${turnsOfLength}`)
    expect(() => adamW({ weightDecay: Infinity })).toThrow('adamW: weightDecay is Infinity')
    expect(() => adamW({ epsilon: NaN })).toThrow('adamW: epsilon is NaN')
  })
})
