import { fc, test } from '@fast-check/vitest'
import { proportion, stream } from 'coevo/core'
import {
  alphaRanks,
  components,
  matchNumber,
  skills,
  standings,
  tally,
  type PlayedMatch,
} from 'coevo/population'
import { describe, expect, it } from 'vitest'

const names = ['ann', 'bob', 'cy'] as const

/** A match of two of the three agents; by default the first seat wins 1. */
function match(
  round: number,
  seats: readonly [number, number],
  changes: Partial<PlayedMatch> = {},
): PlayedMatch {
  return {
    number: matchNumber({ game: 0, round, seats }),
    game: 'go',
    round,
    agents: [names[seats[0]]!, names[seats[1]]!],
    returns: [1, -1],
    illegal: [0, 0],
    end: 'finished',
    ...changes,
  }
}

/** Ann wins from both seats by 2, Bob twice draws with Cy, who forfeits once more by an illegal move. */
const matches = [
  match(0, [0, 1], { returns: [2, -2] }),
  match(0, [1, 0], { returns: [-2, 2] }),
  match(0, [1, 2], { returns: [0, 0] }),
  match(0, [2, 1], { returns: [0, 0] }),
  match(1, [2, 1], { returns: [-1, 1], illegal: [1, 0], end: 'illegal' }),
]

describe('standings', () => {
  const { agents, games, headToHead } = standings(matches)

  it('count what each agent did', () => {
    expect(agents.map(({ agent }) => agent)).toEqual(['ann', 'bob', 'cy'])
    const [ann, bob, cy] = agents
    expect(ann).toMatchObject({ matches: 2, wins: 2, draws: 0, losses: 0, score: 1, forfeits: 0 })
    expect(bob).toMatchObject({ matches: 5, wins: 1, draws: 2, losses: 2, score: 0.4, forfeits: 0 })
    expect(cy).toMatchObject({ matches: 3, wins: 0, draws: 2, losses: 1, score: 1 / 3, forfeits: 1 })
  })

  it('tell the seats apart', () => {
    const [, , cy] = agents
    expect(cy!.seats[0]).toEqual({
      matches: 2,
      win: proportion(0, 2),
      draw: proportion(1, 2),
      loss: proportion(1, 2),
      illegal: proportion(1, 2),
    })
    expect(cy!.seats[1]).toMatchObject({ matches: 1, illegal: { estimate: 0 } })
    expect(standings([matches[0]!]).agents[0]!.seats[1]).toBeNull()
  })

  it('say who did what against whom, both ways round', () => {
    expect(headToHead.map(({ agent, against }) => `${agent} ${against}`)).toEqual([
      'ann bob',
      'bob ann',
      'bob cy',
      'cy bob',
    ])
    expect(headToHead[2]).toMatchObject({ game: 'go', matches: 3, wins: 1, draws: 2, losses: 0 })
    expect(headToHead[2]!.meanReturn!.estimate).toBe(0.5)
    expect(headToHead[3]!.meanReturn!.estimate).toBe(-0.5)
    expect(headToHead[0]!.meanReturn).toBeNull()
    expect(games[0]).toMatchObject({ game: 'go' })
  })

  it('take the luck of the deal out of the mean return', () => {
    const lucky = [0, 1, 2, 3].flatMap((round) => {
      const luck = round % 2 === 0 ? 5 : -5
      return [
        match(round, [0, 1], { returns: [luck + 1, -luck - 1] }),
        match(round, [1, 0], { returns: [luck - 1, 1 - luck] }),
      ]
    })
    const [ann] = standings(lucky).headToHead.filter(({ agent }) => agent === 'ann')
    expect(ann!.meanReturn).toEqual({ estimate: 1, low: 1, high: 1 })
  })

  it('say where the graph of who met whom falls apart', () => {
    expect(standings(matches).components).toEqual([['ann', 'bob', 'cy']])
    // Ann and Bob met at go, Cy and Dan at chess.
    const apart = [
      match(0, [0, 1]),
      { ...match(0, [0, 1]), game: 'chess', agents: ['dan', 'cy'] as const },
      { ...match(1, [0, 1]), game: 'chess', agents: ['cy', 'eve'] as const },
    ]
    const { components: all, games: each } = standings(apart)
    expect(all).toEqual([
      ['cy', 'dan', 'eve'],
      ['ann', 'bob'],
    ])
    expect(each.map(({ components: own }) => own)).toEqual([[['cy', 'dan', 'eve']], [['ann', 'bob']]])
    const joined = { ...match(2, [0, 1]), agents: ['eve', 'ann'] as const }
    expect(standings([...apart, joined]).components).toEqual([['ann', 'bob', 'cy', 'dan', 'eve']])
    expect(components([])).toEqual([])
  })

  it('give the mean return an interval that is honest about few deals', () => {
    const random = stream('deals')
    const shareCovered = (deals: number) => {
      const repetitions = 2000
      let covered = 0
      for (let i = 0; i < repetitions; i++) {
        // Both matches over a deal bring a normal return with a mean of 1.
        const played = Array.from({ length: deals }, (_, round) => {
          const won =
            1 + Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
          return match(round, [0, 1], { returns: [won, -won] })
        })
        const { low, high } = standings(played).headToHead[0]!.meanReturn!
        if (Math.min(low, high) <= 1 && Math.max(low, high) >= 1) covered++
      }
      return covered / repetitions
    }
    for (const deals of [3, 5]) expect(shareCovered(deals)).toBeCloseTo(0.95, 1.5)
  })

  it('rate each game by its own matches', () => {
    const both = standings([...matches, ...matches.map((each) => ({ ...each, game: 'chess' }))])
    expect(both.games.map(({ game }) => game)).toEqual(['chess', 'go'])
    expect(both.games[1]!.agents).toEqual(games[0]!.agents)
    expect(standings(matches, { anchor: 'cy' }).agents.at(-1)!.rating.estimate).toBe(0)
  })
})

const results = fc.array(
  fc.record({
    round: fc.nat(20),
    seats: fc.constantFrom([0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1]),
    gain: fc.integer({ min: -1, max: 1 }),
  }),
  { minLength: 1, maxLength: 30 },
)

test.prop([results])('what one wins another loses, and every match is counted twice', (all) => {
  const played = all.map(({ round, seats, gain }) =>
    match(round, seats as [number, number], { returns: [gain, -gain] }),
  )
  const { agents, headToHead } = standings(played)
  const sum = (of: (agent: (typeof agents)[number]) => number) =>
    agents.reduce((n, agent) => n + of(agent), 0)
  expect(sum(({ wins }) => wins)).toBe(sum(({ losses }) => losses))
  expect(sum((agent) => agent.matches)).toBe(2 * played.length)
  expect(headToHead.reduce((n, { matches }) => n + matches, 0)).toBe(2 * played.length)
  expect(tally(played).reduce((n, { wins, draws, losses }) => n + wins + draws + losses, 0)).toBe(
    played.length,
  )
})

describe('skills', () => {
  it('begin at 25 ± 25/3 and move as openskill moves them', () => {
    // The first example of the openskill README: a wins against b.
    const after = skills([match(0, [0, 1])])
    expect(after.get('ann')!.mu).toBeCloseTo(27.6352, 3)
    expect(after.get('ann')!.sigma).toBeCloseTo(8.0655, 3)
    expect(after.get('bob')!.mu).toBeCloseTo(22.3648, 3)
  })

  it('follow the order of the rounds, not that of the list', () => {
    const list = [match(0, [0, 1]), match(1, [1, 2]), match(2, [2, 0])]
    expect(skills(list.toReversed())).toEqual(skills(list))
  })
})

describe('alpha-rank', () => {
  /** Each of a pair's matches over so many deals won by the first of the two. */
  const beats = (winner: number, loser: number, deals = 10): PlayedMatch[] =>
    Array.from({ length: deals }, (_, round) => [
      match(round, [winner, loser], { returns: [1, -1] }),
      match(round, [loser, winner], { returns: [-1, 1] }),
    ]).flat()
  const shares = (played: readonly PlayedMatch[]) =>
    Object.fromEntries(standings(played).agents.map(({ agent, alphaRank }) => [agent, alphaRank]))

  it('is all with whom nobody beats', () => {
    const { ann, bob, cy } = shares([...beats(0, 1), ...beats(1, 2), ...beats(0, 2)])
    expect(ann).toBeGreaterThan(0.999)
    expect(bob! + cy!).toBeLessThan(0.001)
  })

  it('is the same for all in a circle, which a rating cannot tell from equals', () => {
    const circle = [...beats(0, 1), ...beats(1, 2), ...beats(2, 0)]
    for (const share of Object.values(shares(circle))) expect(share).toBeCloseTo(1 / 3, 12)
    const [game] = standings(circle).games
    for (const { alphaRank } of game!.agents) expect(alphaRank).toBeCloseTo(1 / 3, 12)
  })

  it('takes what may be chance for none', () => {
    const even = [0, 1, 2, 3].map((round) => match(round, [0, 1], { returns: round < 3 ? [1, -1] : [-1, 1] }))
    expect(shares(even)).toEqual({ ann: 0.5, bob: 0.5 })
  })

  it('calls equal agents different in at most one of twenty cases, however few deals there are', () => {
    const random = stream('equals')
    const shareDifferent = (deals: number) => {
      const repetitions = 2000
      let different = 0
      for (let i = 0; i < repetitions; i++) {
        const played = Array.from({ length: 2 * deals }, (_, k) => {
          const won = random.uniform() < 0.5 ? 1 : -1
          return match(k >> 1, k % 2 === 0 ? [0, 1] : [1, 0], { returns: [won, -won] })
        })
        if (alphaRanks(played)!.get('ann') !== 0.5) different++
      }
      return different / repetitions
    }
    // 18.8, 9.8 and 9.5 % by the normal interval.
    for (const deals of [2, 3, 5, 10]) expect(shareDifferent(deals)).toBeLessThan(0.065)
  })

  it('is not there where some have not met', () => {
    expect(shares(matches)).toEqual({ ann: null, bob: null, cy: null })
  })
})
