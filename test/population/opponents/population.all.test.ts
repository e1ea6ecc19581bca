import { fc, test } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import {
  fictitious,
  fixed,
  latest,
  metaStrategy,
  openPopulation,
  populationMetrics,
  prioritised,
  seatingOf,
  triedPayoff,
  type OpponentRule,
  type Pool,
} from 'coevo/population'
import { describePopulation } from 'coevo/testing'
import { describe, expect } from 'vitest'

const rules: readonly OpponentRule[] = [
  latest,
  fixed,
  fictitious(),
  fictitious({ includeCurrent: true }),
  prioritised(),
  prioritised({ weighting: 'variance', selfPlay: 0.35 }),
  prioritised({ weighting: 'linear', exponent: 1 }),
  metaStrategy('nash'),
  metaStrategy('alpha-rank'),
]

for (const rule of rules)
  for (const capacity of [3, Infinity])
    describePopulation(`the population ${rule.name}, holding ${capacity},`, () =>
      openPopulation({ rule, capacity }),
    )

const score = (wins: number, losses: number, draws = 0) => ({ wins, draws, losses })
const member = (id: string, more: Partial<Pool['members'][number]> = {}) => ({
  id,
  born: 0,
  fixed: false,
  scores: {},
  ...more,
})

describe('the weighting of', () => {
  const pool: Pool = {
    members: [member('weak'), member('equal'), member('strong'), member('new')],
    learner: { weak: score(9, 1), equal: score(4, 4, 2), strong: score(1, 9) },
  }

  // Vinyals et al. (2019), supplementary pseudocode: pfsp(win_rates, weighting).
  test.each([
    ['hard', { weighting: 'hard' }, [0.01, 0.25, 0.81, 0.25]],
    ['hard, k = 1', { weighting: 'hard', exponent: 1 }, [0.1, 0.5, 0.9, 0.5]],
    ['variance', { weighting: 'variance' }, [0.09, 0.25, 0.09, 0.25]],
    ['linear', { weighting: 'linear' }, [0.1, 0.5, 0.9, 0.5]],
    ['linear, capped', { weighting: 'linear-capped' }, [0.1, 0.5, 0.5, 0.5]],
  ] as const)('%s is as published, with ½ for a stranger', (_name, options, published) => {
    const { self, members } = prioritised(options).weigh(pool)
    const total = published.reduce((sum: number, weight) => sum + weight, 0)
    expect(self).toBe(0)
    expect(members).toEqual(published.map((weight): unknown => expect.closeTo(weight / total, 12)))
  })

  test('a share of self-play leaves the members in proportion', () => {
    const { self, members } = prioritised({ weighting: 'linear', selfPlay: 0.35 }).weigh(pool)
    expect(self).toBe(0.35)
    expect(members).toEqual(
      [0.1, 0.5, 0.9, 0.5].map((weight): unknown => expect.closeTo((0.65 * weight) / 2, 12)),
    )
  })

  test('nobody that can be beaten always: all alike', () => {
    const beaten: Pool = { members: [member('a'), member('b')], learner: { a: score(5, 0), b: score(2, 0) } }
    expect(prioritised().weigh(beaten)).toEqual({ self: 0, members: [0.5, 0.5] })
  })

  test('the meta-strategy of members that beat each other in a circle is even; of a ladder, its top', () => {
    const circle: Pool = {
      members: [
        member('rock'),
        member('paper', { scores: { rock: score(10, 0) } }),
        member('scissors', { scores: { rock: score(0, 10), paper: score(10, 0) } }),
      ],
      learner: {},
    }
    for (const rule of [metaStrategy('nash'), metaStrategy('alpha-rank')])
      expect(rule.weigh(circle).members).toEqual([1, 1, 1].map((): unknown => expect.closeTo(1 / 3, 6)))
    const ladder: Pool = {
      members: [
        member('first'),
        member('second', { scores: { first: score(8, 2) } }),
        member('third', { scores: { first: score(9, 1), second: score(7, 3) } }),
      ],
      learner: {},
    }
    for (const rule of [metaStrategy('nash'), metaStrategy('alpha-rank')])
      expect(rule.weigh(ladder).members).toEqual([0, 0, 1].map((p): unknown => expect.closeTo(p, 6)))
  })

  test('the meta-strategy goes by how members did when they were tried, in chips, where they were', () => {
    // Paper beats rock by a chip and loses two to scissors, which lose one to rock.
    const members = [
      member('rock'),
      member('paper', { scores: { rock: score(0, 10) }, payoffs: { rock: 1 } }),
      member('scissors', { payoffs: { rock: -1, paper: 2 } }),
    ]
    const [rock, paper, scissors] = members
    expect(triedPayoff(rock!, paper!)).toBe(-1)
    expect(triedPayoff(scissors!, paper!)).toBe(2)
    expect(triedPayoff(member('a'), member('b'))).toBeUndefined()
    expect(metaStrategy('nash').weigh({ members, learner: {} }).members).toEqual(
      [1 / 2, 1 / 4, 1 / 4].map((p): unknown => expect.closeTo(p, 6)),
    )
  })

  const pools: fc.Arbitrary<Pool> = fc
    .array(fc.record({ fixed: fc.boolean(), counts: fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }) }), {
      maxLength: 6,
    })
    .map((drawn) => {
      const scoreOf = (i: number) => {
        const [wins, draws, losses] = drawn[i]!.counts as [number, number, number]
        return { wins, draws, losses }
      }
      const members = drawn.map((each, i) =>
        member(`m${i}`, {
          fixed: each.fixed,
          scores: Object.fromEntries(
            drawn.slice(0, i).map((_, j) => [`m${j}`, scoreOf((i + j) % drawn.length)]),
          ),
        }),
      )
      return { members, learner: Object.fromEntries(drawn.map((_, i) => [`m${i}`, scoreOf(i)])) }
    })

  test.prop([fc.constantFrom(...rules), pools])(
    'every rule does not depend on the order of members',
    (rule, pool) => {
      const turned = rule.weigh({ ...pool, members: pool.members.toReversed() })
      const { self, members } = rule.weigh(pool)
      expect(turned.self).toBe(self)
      expect(turned.members.toReversed()).toEqual(members.map((weight): unknown => expect.closeTo(weight, 6)))
    },
  )
})

test('the oldest versions leave first, fixed members never', () => {
  const population = openPopulation({ rule: fictitious(), capacity: 2 })
  expect(population.add({ id: 'uniform', step: 0, kind: 'fixed' })).toEqual([])
  expect(population.add({ id: 'a', step: 10 })).toEqual([])
  expect(population.add({ id: 'b', step: 20 })).toEqual([])
  expect(population.add({ id: 'c', step: 30 })).toEqual(['a'])
  expect(population.members.map(({ id }) => id)).toEqual(['uniform', 'b', 'c'])
  expect(populationMetrics(population, 35)).toEqual({
    'population/size': 3,
    'population/age/mean': 10,
    'population/age/oldest': 15,
    'population/age/newest': 5,
  })
})

test('what was tried is forgotten of whoever leaves', () => {
  const population = openPopulation({ rule: metaStrategy('nash'), capacity: 2 })
  for (const [step, id] of ['a', 'b'].entries()) population.add({ id, step })
  population.appraise('b', { a: 0.5 })
  expect(population.members.map(({ payoffs }) => payoffs)).toEqual([undefined, { a: 0.5 }])
  population.add({ id: 'c', step: 2 })
  expect(population.members.map(({ payoffs }) => payoffs)).toEqual([{}, undefined])
})

test('a version takes the scores of the learner with it, and those against whoever leaves are forgotten', () => {
  const population = openPopulation({ rule: prioritised(), capacity: 2, decay: 1 })
  population.add({ id: 'a', step: 1 })
  population.record([
    { opponent: 'a', points: 1 },
    { opponent: 'a', points: 0.5 },
    { opponent: 'nobody', points: 0 },
  ])
  population.add({ id: 'b', step: 2 })
  expect(population.members[1]!.scores).toEqual({ a: { wins: 1, draws: 1, losses: 0 } })
  population.add({ id: 'c', step: 3 })
  expect(population.members.map(({ scores }) => scores)).toEqual([{}, {}])
  expect(population.state()).toMatchObject({ learner: {} })
})

test('older games count less', () => {
  const population = openPopulation({ rule: prioritised(), decay: 0.5 })
  population.add({ id: 'a', step: 1 })
  population.record([1, 1, 0].map((points) => ({ opponent: 'a', points: points as 0 | 1 })))
  expect(population.state()).toMatchObject({ learner: { a: { wins: 0.75, draws: 0, losses: 1 } } })
})

test('who sits where depends on seed, game and population alone', () => {
  const population = openPopulation({ rule: fictitious() })
  for (const id of ['a', 'b', 'c', 'd']) population.add({ id, step: 0 })
  const games = Array.from({ length: 40 }, (_, game) => seatingOf(population, { seed: 3, game }))
  const backwards = Array.from({ length: 40 }, (_, i) => seatingOf(population, { seed: 3, game: 39 - i }))
  expect(backwards.toReversed()).toEqual(games)
  expect(games.filter(({ seat }) => seat === 0)).toHaveLength(20)
  for (let i = 0; i < 40; i += 2) expect(games[i]!.seats[1]).toBe(games[i + 1]!.seats[0])
  expect(new Set(games.flatMap(({ seats }) => seats)).size).toBe(5)
})

test('mistakes are told in a sentence', () => {
  const rule = fictitious()
  expect(() => openPopulation({ rule, capacity: 0 })).toThrow(
    'capacity is 0; it must be a whole number from 1 on.',
  )
  expect(() => openPopulation({ rule, decay: 0 })).toThrow('decay is 0; it must be above 0 and at most 1.')
  expect(() => prioritised({ selfPlay: 2 })).toThrow('selfPlay is 2; it must be from 0 to 1.')
  expect(() => prioritised({ exponent: 0 })).toThrow('exponent is 0; it must be above 0.')
  expect(() => prioritised({ weighting: 'hrad' as 'hard' })).toThrow("did you mean 'hard'?")
  expect(() => metaStrategy('nahs' as 'nash')).toThrow("did you mean 'nash'?")
  const population = openPopulation({ rule })
  population.add({ id: 'a', step: 0 })
  expect(() => population.add({ id: 'a', step: 1 })).toThrow(
    "The population has a member 'a' already; give the new one a name of its own.",
  )
  expect(population.draw(stream('one'))).toBe('a')
})
