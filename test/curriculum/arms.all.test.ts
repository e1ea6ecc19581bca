import { stream } from 'coevo/core'
import {
  easyToHard,
  hardToEasy,
  sec,
  staged,
  STAGES,
  tsclNaive,
  tsclOnline,
  tsclSampling,
  tsclWindow,
  uniformArms,
  type ArmCurriculum,
} from 'coevo/curriculum'
import { describeCurriculum } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { teach } from './student.ts'

const arms = ['1', '2', '3', '4', '5']

const all: Readonly<Record<string, () => ArmCurriculum>> = {
  'uniform arms': () => uniformArms({ arms }),
  'one arm': () => sec({ arms: ['only'] }),
  'easy to hard': () => easyToHard({ arms, steps: 12 }),
  'hard to easy': () => hardToEasy({ arms, steps: 12 }),
  sec: () => sec({ arms }),
  'sec where unsampled arms decay': () => sec({ arms, temperature: 0.2, unsampled: 'decay' }),
  'one-hot stages': () => staged({ arms, stages: 'one-hot', threshold: 0.2, window: 10 }),
  'mixed stages': () => staged({ arms, stages: 'mixed', threshold: 0.2, window: 10 }),
  'combined stages': () => staged({ arms, stages: 'combined', threshold: 0.2, window: 10 }),
  'TSCL online': () => tsclOnline({ arms }),
  'TSCL online by Boltzmann': () => tsclOnline({ arms, policy: 'boltzmann', temperature: 0.05 }),
  'TSCL naive': () => tsclNaive({ arms, period: 3 }),
  'TSCL naive, keeping': () => tsclNaive({ arms, period: 3, untested: 'kept' }),
  'TSCL window': () => tsclWindow({ arms, slopes: 'signed' }),
  'TSCL sampling': () => tsclSampling({ arms }),
  'TSCL sampling by signed changes': () => tsclSampling({ arms, slopes: 'signed', epsilon: 0 }),
}
for (const [name, fresh] of Object.entries(all)) describeCurriculum(name, fresh)

/** Arms that succeed with fixed probabilities. */
function work(curriculum: ArmCurriculum, success: readonly number[], steps: number) {
  const random = stream('work')
  for (let step = 0; step < steps; step++)
    curriculum.update(
      Array.from({ length: 32 }, () => curriculum.next(random)).map((choice) => ({
        choice,
        returns: Array.from({ length: 8 }, () => (random.uniform() < success[choice]! ? 1 : 0)),
      })),
    )
}

describe('SEC', () => {
  test('values an arm at the mean |advantage| of its attempts, moved by half a step', () => {
    const curriculum = sec({ arms: ['a', 'b', 'c'] })
    curriculum.update([
      { choice: 0, returns: [1, 1, 0, 0] },
      { choice: 1, returns: [1, 1, 1, 1] },
      { choice: 2, returns: [0, 1], score: 0.3 },
      { choice: 2, returns: [0, 1], score: 0.5 },
    ])
    // |r − ½| = ½ for all four; their deviation over n − 1 is √⅓.
    const learned = 0.5 / Math.sqrt(1 / 3)
    const { values } = curriculum.state() as { values: readonly number[] }
    expect(values).toEqual([expect.closeTo(learned / 2, 5), 0, expect.closeTo(0.2, 12)])
    const weights = values.map(Math.exp)
    const total = weights.reduce((sum, weight) => sum + weight)
    expect(curriculum.probabilities()).toEqual(
      weights.map((each): unknown => expect.closeTo(each / total, 12)),
    )
  })

  test('seeks the arms that succeed half the time', () => {
    const curriculum = sec({ arms, temperature: 0.1 })
    work(curriculum, [1, 0.9, 0.5, 0.05, 0], 60)
    const probabilities = curriculum.probabilities()
    expect(probabilities.indexOf(Math.max(...probabilities))).toBe(2)
    expect(probabilities[2]).toBeGreaterThan(0.5)
  })

  test('the value of an arm that is not drawn stays, or decays', () => {
    const outcomes = [{ choice: 0, returns: [0, 1] }]
    for (const [unsampled, factor] of [
      ['keep', 1],
      ['decay', 0.5],
    ] as const) {
      const curriculum = sec({ arms: ['a', 'b'], unsampled })
      curriculum.update(outcomes)
      const [before] = (curriculum.state() as { values: number[] }).values
      curriculum.update([{ choice: 1, returns: [1] }])
      expect(curriculum.state()).toEqual({ values: [before! * factor, 0] })
    }
  })
})

describe('schedules', () => {
  test('easy to hard gives each arm an equal share of the steps, and hard to easy turns it round', () => {
    const course = (curriculum: ArmCurriculum, steps: number) =>
      Array.from({ length: steps }, () => {
        const arm = curriculum.probabilities().indexOf(1)
        curriculum.update([])
        return arm
      })
    expect(course(easyToHard({ arms: ['a', 'b', 'c'], steps: 6 }), 8)).toEqual([0, 0, 1, 1, 2, 2, 2, 2])
    expect(course(hardToEasy({ arms: ['a', 'b', 'c'], steps: 6 }), 8)).toEqual([2, 2, 1, 1, 0, 0, 0, 0])
  })

  test('the tables of stages are as published', () => {
    expect(STAGES['one-hot'](3)).toEqual([[1, 0, 0], [0, 1, 0], [0, 0, 1], Array(3).fill(1 / 3)])
    expect(STAGES.mixed(3)).toEqual([[1, 0, 0], [1 / 2, 1 / 2, 0], Array(3).fill(1 / 3)])
    expect(STAGES.combined(3)).toEqual([
      [1, 0, 0],
      [1 / 4, 3 / 4, 0],
      [1 / 6, 1 / 6, 1 / 2 + 1 / 6],
      Array(3).fill(1 / 3),
    ])
  })

  test.each(Object.entries(STAGES))('every row of the %s stages sums to 1', (_, table) => {
    for (let n = 1; n <= 20; n++)
      for (const row of table(n)) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
  })

  test('a stage ends once its own arm is above the threshold, over a full window', () => {
    const curriculum = staged({ arms: ['a', 'b'], stages: 'one-hot', threshold: 0.5, window: 4 })
    const stage = (...returns: number[]) => {
      const choice = curriculum.probabilities().indexOf(1)
      curriculum.update([{ choice, returns }])
      return curriculum.metrics()['curriculum/stage/number']
    }
    expect(stage(1, 1, 1)).toBe(0)
    expect(stage(0, 0)).toBe(0)
    expect(stage(1, 1)).toBe(0)
    expect(stage(1)).toBe(1)
    expect(curriculum.probabilities()).toEqual([0, 1])
    expect(stage(1, 1, 1, 1)).toBe(2)
    expect(curriculum.probabilities()).toEqual([0.5, 0.5])
    curriculum.update([{ choice: 1, returns: [1, 1, 1, 1] }])
    expect(curriculum.metrics()['curriculum/stage/number']).toBe(2)
  })
})

describe('TSCL', () => {
  const step = (curriculum: ArmCurriculum, ...returns: (number | null)[]) =>
    curriculum.update(
      returns.flatMap((value, choice) => (value === null ? [] : [{ choice, returns: [value] }])),
    )
  const slopes = (curriculum: ArmCurriculum) =>
    curriculum.arms.map((arm) => curriculum.metrics()[`curriculum/slope/${arm}`])
  const two = { arms: ['a', 'b'] }

  test('online follows changes of score', () => {
    const curriculum = tsclOnline(two)
    step(curriculum, 0.5, null)
    expect(slopes(curriculum)).toEqual([expect.closeTo(0.05), 0])
    expect(curriculum.probabilities()).toEqual([expect.closeTo(0.95), expect.closeTo(0.05)])
    step(curriculum, 0.3, 0.4)
    expect(slopes(curriculum)).toEqual([expect.closeTo(0.05 + 0.1 * (-0.2 - 0.05)), expect.closeTo(0.04)])
  })

  test('naive keeps to its choice for the period, then takes slopes, 1 for an arm with fewer than two scores', () => {
    const curriculum = tsclNaive({ ...two, period: 3, rate: 0.5 })
    step(curriculum, 0.1, 0)
    step(curriculum, 0.2, null)
    expect(curriculum.probabilities()).toEqual([0.5, 0.5])
    step(curriculum, 0.3, null)
    expect(slopes(curriculum)).toEqual([expect.closeTo(0.05), 0.5])
    expect(curriculum.probabilities()[1]).toBeCloseTo(0.95)
    const keeping = tsclNaive({ ...two, period: 3, rate: 0.5, untested: 'kept' })
    for (const [a, b] of [
      [0.1, 0],
      [0.2, null],
      [0.3, null],
    ] as const)
      step(keeping, a, b)
    expect(slopes(keeping)).toEqual([expect.closeTo(0.05), 0])
  })

  test('naive takes slopes from score to score, however many steps lie between them', () => {
    const curriculum = tsclNaive({ ...two, period: 3, rate: 1 })
    step(curriculum, 0.1, 0.5)
    step(curriculum, null, 0.5)
    step(curriculum, 0.3, 0.5)
    expect(slopes(curriculum)).toEqual([expect.closeTo(0.2), 0])
  })

  test('window takes the slope of the last scores, 1 for an arm with fewer than two', () => {
    const curriculum = tsclWindow({ ...two, window: 2 })
    step(curriculum, 0.5, null)
    step(curriculum, null, 0.1)
    step(curriculum, 0.3, null)
    expect(slopes(curriculum)).toEqual([expect.closeTo(-0.1), 1])
    expect(curriculum.probabilities()).toEqual([expect.closeTo(0.05), expect.closeTo(0.95)])
    step(curriculum, 0.4, 0.1)
    expect(slopes(curriculum)).toEqual([expect.closeTo(0.1), 0])
  })

  test('an arm that is forgotten counts by default, and does not where slopes are signed', () => {
    for (const [sign, arm] of [
      ['absolute', 0],
      ['signed', 1],
    ] as const) {
      const curriculum = tsclWindow({ ...two, slopes: sign })
      step(curriculum, 0.9, 0.1)
      step(curriculum, 0.5, 0.2)
      expect(curriculum.probabilities()[arm]).toBeCloseTo(0.95)
    }
  })

  test('Boltzmann draws in proportion to exp(slope / temperature)', () => {
    const curriculum = tsclOnline({ ...two, rate: 1, policy: 'boltzmann', temperature: 0.5 })
    step(curriculum, 0.6, 0.1)
    expect(curriculum.probabilities()[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12)
  })

  test('sampling wins as often as one remembered change beats the others', () => {
    const curriculum = tsclSampling({ ...two, epsilon: 0 })
    expect(curriculum.probabilities()).toEqual([0.5, 0.5])
    step(curriculum, 0.5, 0.25)
    step(curriculum, 0.5, 0.5)
    // Changes of a: ½ and 0; of b: ¼ and ¼.
    expect(curriculum.probabilities()).toEqual([0.5, 0.5])
    step(curriculum, 0.5, 0.5)
    // Of a: ½, 0, 0; of b: ¼, ¼, 0. a wins with ½ always, and two of three times ties with 0 against 0.
    expect(curriculum.probabilities()[0]).toBeCloseTo(1 / 3 + (2 / 3) * (1 / 3) * (1 / 2), 12)
  })

  test('naive, slowest of all, takes a student from easy to hard', () => {
    const { middles } = teach(tsclNaive({ arms, untested: 'kept' }))
    expect(middles[0]).toBeLessThan(middles[2]!)
    expect(middles[2]).toBeLessThan(middles[4]!)
  })
})

describe('a student that learns one arm after the other', () => {
  test.each([
    ['sec', () => sec({ arms, temperature: 0.2 })],
    ['combined stages', () => staged({ arms, threshold: 0.85 })],
    ['TSCL online', () => tsclOnline({ arms })],
    ['TSCL window', () => tsclWindow({ arms })],
    ['TSCL sampling', () => tsclSampling({ arms })],
  ])('is taken from easy to hard by %s, sooner than by chance', (_, fresh) => {
    for (const seed of [1, 2, 3]) {
      const { steps, middles } = teach(fresh(), seed)
      expect(middles).toEqual(middles.toSorted((a, b) => a - b))
      expect(steps).toBeLessThan(teach(uniformArms({ arms }), seed).steps)
    }
  })
})

describe('mistakes are told in a sentence', () => {
  test.each([
    [() => sec({ arms: [] }), 'sec: there are no arms; name one at least.'],
    [() => sec({ arms: ['a', 'a'] }), "sec: two arms are called 'a'; give each a name of its own."],
    [() => sec({ arms: ['a/b'] }), "sec: the arm 'a/b' cannot be called that; give it a name without '/'."],
    [() => sec({ arms, temperature: 0 }), 'sec: temperature is 0; it must be above 0.'],
    [() => sec({ arms, rate: 2 }), 'sec: rate is 2; it must be above 0 and at most 1.'],
    [() => easyToHard({ arms, steps: 0 }), 'easy-to-hard: steps is 0; it must be a whole number from 1 on.'],
    [() => staged({ arms, threshold: 99 }), 'staged-combined: threshold is 99; it must be from 0 to 1.'],
    [() => tsclOnline({ arms, epsilon: 2 }), 'tscl-online: epsilon is 2; it must be from 0 to 1.'],
    [() => tsclOnline({ arms, temperature: -1 }), 'tscl-online: temperature is -1; it must be above 0.'],
    [() => tsclNaive({ arms, period: 1 }), 'tscl-naive: period is 1; it must be a whole number from 2 on.'],
    [
      () => sec({ arms }).update([{ choice: 5, returns: [1] }]),
      'sec: an outcome of 5 is of no choice of this curriculum; give back what next() chose.',
    ],
    [
      () => sec({ arms }).update([{ choice: 0, returns: [1.1] }]),
      'sec: an outcome of 0 has the return 1.1; returns go from 0 to 1, so scale them to that.',
    ],
    [
      () => sec({ arms }).update([{ choice: 0, returns: [] }]),
      'sec: an outcome of 0 has no returns; give the return of one attempt at least.',
    ],
    [
      () => sec({ arms }).restore(sec({ arms: ['a'] }).state()),
      'sec: the checkpoint holds no state of this curriculum',
    ],
  ] as const)('%#', (mistake, sentence) => expect(mistake).toThrow(sentence))
})
