import { fc, test } from '@fast-check/vitest'
import { stream, type Random } from 'coevo/core'
import {
  alpGmm,
  covarGmm,
  fitGaussians,
  oracleWindow,
  riac,
  uniformBox,
  type BoxCurriculum,
  type RiacOptions,
  type Gaussian,
} from 'coevo/curriculum'
import { describeCurriculum } from 'coevo/testing'
import { describe, expect } from 'vitest'

const box = { digits: [1, 9], carries: [-0.5, 0.5] } as const

const all: Readonly<Record<string, () => BoxCurriculum>> = {
  'uniform box': () => uniformBox({ box }),
  'oracle window': () => oracleWindow({ box, threshold: 0.2, window: 10 }),
  'ALP-GMM': () => alpGmm({ box, fitEvery: 40, components: [2, 4], memory: 100 }),
  'ALP-GMM with the published constants': () => alpGmm({ box: { level: [0, 1] } }),
  'Covar-GMM': () => covarGmm({ box, fitEvery: 40, components: [1, 4] }),
  RIAC: () => riac({ box, capacity: 30 }),
  'RIAC with the published constants': () => riac({ box }),
  'RIAC over leaves': () => riac({ box, capacity: 30, regions: 'leaves' }),
}
for (const [name, fresh] of Object.entries(all)) describeCurriculum(name, fresh)

const unit = { x: [0, 1] } as const

/** Works on points for some steps, each session with an outcome that depends on its point and its number. */
function work(
  curriculum: BoxCurriculum,
  sessions: number,
  success: (point: readonly number[], session: number) => number,
  random: Random = stream('work'),
) {
  const points: (readonly number[])[] = []
  for (let session = 0; session < sessions; session += 10) {
    const outcomes = Array.from({ length: 10 }, (_, i) => {
      const choice = curriculum.next(random)
      points.push(choice)
      return { choice, returns: [success(choice, session + i)] }
    })
    curriculum.update(outcomes)
  }
  return points
}

const draws = (curriculum: BoxCurriculum, n = 2000) => {
  const random = stream('draws')
  return Array.from({ length: n }, () => curriculum.next(random))
}
const share = (points: readonly (readonly number[])[], isIn: (point: readonly number[]) => boolean) =>
  points.filter(isIn).length / points.length

describe('where there is progress', () => {
  /** Up to 0.4 all is mastered, from 0.6 on all is hopeless, and between them success rises from 0 to 1. */
  const rising = ([x]: readonly number[], session: number) => {
    if (x! < 0.4) return 1
    return x! > 0.6 ? 0 : Math.min(1, session / 1500)
  }
  const isRising = ([x]: readonly number[]) => x! >= 0.4 && x! <= 0.6

  test.each([
    ['ALP-GMM', () => alpGmm({ box: unit })],
    ['Covar-GMM', () => covarGmm({ box: unit })],
    ['RIAC', () => riac({ box: unit, capacity: 100 })],
  ])('%s draws it at least twice as often as chance', (_, fresh) => {
    const curriculum = fresh()
    work(curriculum, 1000, rising)
    expect(share(draws(uniformBox({ box: unit })), isRising)).toBeCloseTo(0.2, 1)
    expect(share(draws(curriculum), isRising)).toBeGreaterThan(0.4)
  })

  test('ALP-GMM draws what is being forgotten too, and Covar-GMM does not', () => {
    const falling = (point: readonly number[], session: number) =>
      isRising(point) ? 1 - rising(point, session) : rising(point, session)
    const [progress, gain] = [alpGmm({ box: unit }), covarGmm({ box: unit })]
    work(progress, 1000, falling)
    work(gain, 1000, falling)
    expect(share(draws(progress), isRising)).toBeGreaterThan(0.4)
    expect(share(draws(gain), isRising)).toBeLessThan(0.3)
  })
})

describe('ALP-GMM', () => {
  test('draws anywhere before its first fit, and a fifth of all points after it', () => {
    const still = alpGmm({ box: unit })
    const points = work(still, 500, () => 1)
    for (const quarter of [0, 0.25, 0.5, 0.75])
      expect(share(points, ([x]) => x! >= quarter && x! < quarter + 0.25)).toBeCloseTo(0.25, 1)
    // Nothing is to be learned anywhere: no region is of interest.
    expect(still.metrics()['curriculum/regions/progress']).toBe(0)
    const curriculum = alpGmm({ box: unit })
    work(curriculum, 250, ([x], session) => (x! < 0.1 ? session % 2 : 1))
    const far = share(draws(curriculum, 4000), ([x]) => x! > 0.5)
    expect(far).toBeGreaterThan(0.07)
    expect(far).toBeLessThan(0.2)
  })
})

describe('mixtures of Gaussians', () => {
  test('find what points were drawn from, and how many Gaussians that were', () => {
    const random = stream('points')
    const normal = () =>
      Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
    const points = Array.from({ length: 900 }, (_, i) => {
      const [u, v] = [normal(), normal()]
      return i % 3 === 0 ? [5 + u, 5 + 0.8 * u + 0.6 * v] : [0.5 * u, 2 * v]
    })
    const mixture = fitGaussians(points, { components: [1, 6], seed: 1 }).toSorted(
      (a, b) => a.weight - b.weight,
    )
    expect(mixture).toHaveLength(2)
    const [one, two] = mixture
    expect(one!.weight).toBeCloseTo(1 / 3, 2)
    expect(one!.mean).toEqual([expect.closeTo(5, 0), expect.closeTo(5, 0)])
    expect(one!.covariance[0]![1]).toBeCloseTo(0.8, 0)
    expect(two!.mean).toEqual([expect.closeTo(0, 0), expect.closeTo(0, 0)])
    expect(two!.covariance[1]![1]).toBeGreaterThan(3)
  })

  test('of the same points and seed are the same', () => {
    const random = stream('points')
    const points = Array.from({ length: 100 }, () => [random.uniform(), random.uniform()])
    const fit = () => fitGaussians(points, { components: [2, 6], seed: 4 })
    expect(fit()).toEqual(fit())
  })

  test('of one component have the mean and the covariance of the points', () => {
    const points = [
      [0, 0],
      [1, 2],
      [2, 1],
      [3, 3],
    ]
    const [gaussian] = fitGaussians(points, { components: [1, 1], seed: 1 })
    expect(gaussian!.mean).toEqual([1.5, 1.5])
    expect(gaussian!.covariance).toEqual([
      [expect.closeTo(1.25, 5), 1],
      [1, expect.closeTo(1.25, 5)],
    ])
  })

  test.each([
    ['one point', [[1, 2, 3]]],
    ['points that coincide', Array.from({ length: 50 }, () => [0.5, 0.5, 0])],
    ['points on a line', Array.from({ length: 50 }, (_, i) => [i / 50, i / 50, 0])],
    ['two clumps of no width', Array.from({ length: 50 }, (_, i) => [i % 2, i % 2, 1 - (i % 2)])],
  ])('are finite for %s', (_, points) => {
    expectSound(fitGaussians(points, { components: [2, 10], seed: 1 }))
  })

  const number = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }))
  test.prop([fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 30 }), fc.nat()])(
    'are finite for any points, and their weights sum to 1',
    (points, seed) => expectSound(fitGaussians(points, { components: [1, 4], seed })),
  )

  function expectSound(mixture: readonly Gaussian[]): void {
    for (const { weight, mean, covariance } of mixture) {
      expect([weight, ...mean, ...covariance.flat()].every(Number.isFinite)).toBe(true)
      expect(weight).toBeGreaterThan(0)
      for (const [i, row] of covariance.entries()) expect(row[i]).toBeGreaterThan(0)
    }
    expect(mixture.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9)
  }
})

describe('RIAC', () => {
  interface Region {
    readonly sides: readonly (readonly [number, number])[]
    readonly trials: readonly (readonly number[])[]
    readonly isParent?: true
  }
  const regionsOf = (curriculum: BoxCurriculum) =>
    (curriculum.state() as unknown as { method: { regions: readonly Region[] } }).method.regions

  test('splits at a planted boundary', () => {
    const curriculum = riac({ box: { x: [0, 10], y: [0, 1] }, seed: 3 })
    // Left of 6 success jumps after a hundred trials; right of it nothing changes.
    work(curriculum, 210, ([x], session) => (x! < 6 && session >= 100 ? 1 : 0))
    const [whole, left, right, ...more] = regionsOf(curriculum)
    expect(more).toEqual([])
    expect(whole).toMatchObject({ isParent: true })
    const [[, cut]] = left!.sides as [[number, number]]
    expect(cut).toBeGreaterThan(0.5)
    expect(cut).toBeLessThan(0.7)
    expect([whole, left, right].map((region) => region!.sides[1])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ])
  })

  test('keeps parts above their fewest trials and shortest sides', () => {
    const curriculum = riac({ box: unit, capacity: 40 })
    work(curriculum, 5000, ([x], session) => (Math.floor(x! * 20 + session / 100) % 2 === 0 ? 1 : 0))
    const all = regionsOf(curriculum)
    const leaves = all.filter(({ isParent }) => isParent !== true)
    expect(leaves.length).toBeGreaterThan(4)
    // Every cut adds two regions, and leaves the one that it parts.
    expect(all).toHaveLength(2 * leaves.length - 1)
    for (const { sides, trials } of all) {
      expect(sides[0]![1] - sides[0]![0]).toBeGreaterThanOrEqual(1 / 15)
      expect(trials.length).toBeLessThanOrEqual(40)
      for (const [x] of trials) expect(x).toSatisfy((x: number) => x >= sides[0]![0] && x <= sides[0]![1])
    }
    const total = leaves.reduce((sum, { sides }) => sum + sides[0]![1] - sides[0]![0], 0)
    expect(total).toBeCloseTo(1, 9)
  })

  /** Left of a half everything is learned between trials 40 and 60; nothing is to be learned at the right. */
  const halves = (regions: 'all' | 'leaves', rest: Partial<RiacOptions> = {}) => {
    const curriculum = riac({ box: unit, capacity: 100, worst: 0, uniform: 0, regions, ...rest })
    work(curriculum, 110, ([x], session) => (x! < 0.5 && session >= 50 ? 1 : 0))
    return curriculum
  }

  test('draws all regions in proportion to progress, those that have been split with them', () => {
    const curriculum = halves('all')
    const regions = regionsOf(curriculum)
    expect(regions).toHaveLength(3)
    const progress = regions.map(({ trials }) => {
      const rewards = trials.map(([, reward]) => reward!)
      const half = Math.floor(rewards.length / 2)
      const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length
      return Math.abs(mean(rewards.slice(-half)) - mean(rewards.slice(0, -half)))
    })
    const total = progress.reduce((a, b) => a + b, 0)
    const [, left, right] = regions
    const [[, cut]] = left!.sides as [[number, number]]
    // The whole box has about half of the left part's progress, and gives a share of its draws to the right.
    const expected = (progress[1]! + progress[0]! * cut) / total
    expect(right!.sides[0]).toEqual([cut, 1])
    expect(progress[0]).toBeGreaterThan(0.3)
    const found = share(draws(curriculum, 6000), ([x]) => x! < cut)
    expect(found).toBeCloseTo(expected, 1)
    expect(found).toBeLessThan(0.9)
    const leaves = halves('leaves')
    expect(regionsOf(leaves)).toHaveLength(2)
    expect(share(draws(leaves, 6000), ([x]) => x! < cut)).toBeGreaterThan(0.95)
  })

  test('draws near the worst trial of a region, within that region', () => {
    const curriculum = halves('leaves', { worst: 1, noise: 5 })
    const [left] = regionsOf(curriculum)
    const [[min, max]] = left!.sides as [[number, number]]
    const xs = draws(curriculum, 500).map(([x]) => x!)
    const inside = xs.filter((x) => x > min && x < max)
    expect(inside.length).toBeGreaterThan(0.95 * xs.length)
    expect(Math.max(...inside)).toBeCloseTo(max, 4)
  })

  test('forgets a quarter of its capacity where no cut fits, and counts odd halves as its source does', () => {
    const stuck = riac({ box: unit, capacity: 200, shortest: 1 })
    work(stuck, 210, () => 0)
    // 201 trials less 50, and 9 more.
    expect(regionsOf(stuck)[0]!.trials).toHaveLength(160)
    const three = riac({ box: unit })
    for (const reward of [1, 0, 1]) three.update([{ choice: [0.5], returns: [reward] }])
    expect(three.metrics()['curriculum/regions/progress']).toBe(0.5)
    const two = riac({ box: unit })
    for (const reward of [1, 0]) two.update([{ choice: [0.5], returns: [reward] }])
    expect(two.metrics()['curriculum/regions/progress']).toBe(0)
  })
})

describe('the oracle window', () => {
  test('stands at the easy end, a sixth of the side wide, and moves when it is mastered', () => {
    const curriculum = oracleWindow({ box: { x: [0, 60] } })
    expect(Math.max(...draws(curriculum).map(([x]) => x!))).toBeLessThanOrEqual(10)
    work(curriculum, 50, () => 0.7)
    expect(curriculum.metrics()['curriculum/window/start']).toBe(0)
    work(curriculum, 50, () => 0.9)
    expect(curriculum.metrics()['curriculum/window/start']).toBeCloseTo(1 / 30, 12)
    const xs = draws(curriculum).map(([x]) => x!)
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...xs)).toBeLessThanOrEqual(12)
    work(curriculum, 50 * 40, () => 1)
    expect(Math.max(...draws(curriculum).map(([x]) => x!))).toBeLessThanOrEqual(60)
    expect(curriculum.metrics()['curriculum/window/start']).toBeCloseTo(5 / 6, 12)
  })
})

test.each([
  [() => uniformBox({ box: {} }), 'uniform: there are no dimensions; name one at least.'],
  [
    () => alpGmm({ box: { x: [1, 1] } }),
    "alp-gmm: the dimension 'x' goes from 1 to 1; its end must be above its beginning.",
  ],
  [() => alpGmm({ box: { x: [0, Infinity] } }), "alp-gmm: the dimension 'x' goes from 0 to Infinity;"],
  [() => alpGmm({ box, fitEvery: 1 }), 'alp-gmm: fitEvery is 1; it must be a whole number from 2 on.'],
  [() => covarGmm({ box, components: [4, 2] }), 'components[1] is 2; it must be a whole number from 4 on.'],
  [() => riac({ box, uniform: 0.95 }), 'riac: worst is 0.1; it must be from 0 to 1 − uniform.'],
  [() => oracleWindow({ box, width: 0 }), 'oracle-window: width is 0; it must be above 0 and at most 1.'],
  [
    () => uniformBox({ box }).update([{ choice: [10, 0], returns: [1] }]),
    'uniform: an outcome of [10,0] is of no choice of this curriculum; give back what next() chose.',
  ],
])('mistakes are told in a sentence: %#', (mistake, sentence) => expect(mistake).toThrow(sentence))
