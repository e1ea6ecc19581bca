import { fc, test } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import {
  dealOf,
  fixtureOf,
  fixtures,
  formats,
  ladderOrder,
  LIMITS,
  matchNumber,
  type Encounter,
  type Format,
  type Pairing,
} from 'coevo/population'
import { describe, expect, it } from 'vitest'

/** Plays rounds of a format in which a lower number is the stronger agent, or by chance. */
function play(format: Format, agents: number, rounds: number, seed?: number): Encounter[] {
  const random = stream('encounters', seed ?? 0)
  const past: Encounter[] = []
  for (let round = 0; round < rounds; round++)
    for (const pairing of formats[format](agents, round, past))
      past.push({ round, pairing, score: seed === undefined ? 1 : random.int(3) / 2 })
  return past
}

const inRound = (past: readonly Encounter[], round: number) =>
  past.filter((encounter) => encounter.round === round).map(({ pairing }) => pairing)

const format = fc.constantFrom(...(Object.keys(formats) as Format[]))
const size = fc.integer({ min: 2, max: 12 })

describe('every format', () => {
  test.prop([format, size, fc.integer({ min: 1, max: 12 }), fc.nat()])(
    'pairs two different agents, the lower first, and repeats no pairing in a round',
    (name, agents, rounds, seed) => {
      const past = play(name, agents, rounds, seed)
      for (let round = 0; round < rounds; round++) {
        const pairings = inRound(past, round)
        expect(new Set(pairings.map(String)).size).toBe(pairings.length)
        expect(pairings.length).toBeGreaterThan(0)
        for (const [a, b] of pairings) expect(0 <= a && a < b && b < agents).toBe(true)
      }
    },
  )

  test.prop([format, size, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), fc.nat()])(
    'lets each pair meet equally often in each order of seats at each game, each two over one deal',
    (name, agents, rounds, games, seed) => {
      const all = play(name, agents, rounds, seed).flatMap(({ round, pairing }) =>
        fixtures(round, pairing, games),
      )
      const counts = new Map<string, number>()
      for (const { game, seats } of all) {
        const order = `${game}: ${seats.join()}`
        counts.set(order, (counts.get(order) ?? 0) + 1)
      }
      for (const { game, seats } of all)
        expect(counts.get(`${game}: ${seats.join()}`)).toBe(
          counts.get(`${game}: ${seats.toReversed().join()}`),
        )
      const deals = Map.groupBy(all, (fixture) => dealOf(matchNumber(fixture)))
      for (const [one, two, ...more] of deals.values()) {
        expect(more).toEqual([])
        expect(two).toEqual({ ...one!, seats: one!.seats.toReversed() })
      }
    },
  )
})

test.prop([size])('a round robin has every pair once a round, a gauntlet every other agent', (agents) => {
  expect(formats['round-robin'](agents, 3, [])).toHaveLength((agents * (agents - 1)) / 2)
  expect(formats.gauntlet(agents, 3, []).map(([a, b]) => [a, b])).toEqual(
    Array.from({ length: agents - 1 }, (_, i) => [0, i + 1]),
  )
})

describe('a Swiss tournament', () => {
  test.prop([size, fc.nat()])(
    'has no rematch while there are others to meet, and shares byes',
    (agents, seed) => {
      // Greedy choices of earlier rounds may leave the last ones no way out; half of them always have one.
      const rounds = Math.max(1, Math.floor(agents / 2))
      const past = play('swiss', agents, rounds, seed)
      expect(new Set(past.map(({ pairing }) => String(pairing))).size).toBe(past.length)
      for (let round = 0; round < rounds; round++) {
        const seated = inRound(past, round).flat()
        expect(new Set(seated).size).toBe(agents - (agents % 2))
      }
      const played = Array.from(
        { length: agents },
        (_, agent) => past.filter(({ pairing }) => pairing.includes(agent)).length,
      )
      expect(Math.max(...played) - Math.min(...played)).toBeLessThanOrEqual(1)
    },
  )

  it('lets winners meet winners', () => {
    const past = play('swiss', 8, 3)
    expect(inRound(past, 0)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ])
    expect(inRound(past, 1)).toEqual([
      [0, 2],
      [4, 6],
      [1, 3],
      [5, 7],
    ])
    expect(inRound(past, 2)[0]).toEqual([0, 4])
  })

  it('goes on when everybody has met everybody', () => {
    expect(play('swiss', 4, 9)).toHaveLength(18)
  })
})

describe('a ladder', () => {
  it('lifts whoever beats the one above, until the best is on top', () => {
    const upsideDown = (rounds: number) => {
      const past: Encounter[] = []
      for (let round = 0; round < rounds; round++)
        for (const pairing of formats.ladder(5, round, past)) past.push({ round, pairing, score: 0 })
      return ladderOrder(5, rounds, past)
    }
    expect(upsideDown(0)).toEqual([0, 1, 2, 3, 4])
    expect(upsideDown(1)).toEqual([1, 0, 3, 2, 4])
    expect(upsideDown(5)).toEqual([4, 3, 2, 1, 0])
  })

  it('leaves the order as it is after an even score', () => {
    expect(ladderOrder(2, 1, [{ round: 0, pairing: [0, 1], score: 0.5 }])).toEqual([0, 1])
  })
})

describe('the number of a match', () => {
  test.prop([
    fc.nat(LIMITS.games - 1),
    fc.nat(LIMITS.rounds - 1),
    fc.uniqueArray(fc.nat(LIMITS.agents - 1), { minLength: 2, maxLength: 2 }),
  ])('says everything of it, exactly', (game, round, seats) => {
    const fixture = { game, round, seats: seats as unknown as Pairing }
    const number = matchNumber(fixture)
    expect(Number.isSafeInteger(number)).toBe(true)
    expect(fixtureOf(number)).toEqual(fixture)
  })

  it('holds at the limits', () => {
    const last = { game: LIMITS.games - 1, round: LIMITS.rounds - 1, seats: [8191, 8190] } as const
    expect(fixtureOf(matchNumber(last))).toEqual(last)
  })
})
