import { fc, test } from '@fast-check/vitest'
import { mean, stream } from 'coevo/core'
import { margin, rate, type DealTally, type Ratings, type Tally } from 'coevo/population'
import { describe, expect, it } from 'vitest'
import { DavidsonModel } from '../../src/population/davidson.ts'

/** One point of Elo in natural logarithms of odds. */
const POINT = Math.LN10 / 400

interface Truth {
  /** In Elo. */
  readonly strengths: Readonly<Record<string, number>>
  readonly advantage: number
  /** Between equals. */
  readonly draws: number
}

/** Plays a round robin by the model itself: `matches` for each pair in each order of seats. */
function simulate({ strengths, advantage, draws }: Truth, matches: number, seed: number): Tally[] {
  const random = stream('ratings', seed)
  const agents = Object.keys(strengths)
  return agents.flatMap((first) =>
    agents
      .filter((second) => second !== first)
      .map((second) => {
        const x = (strengths[first]! - strengths[second]! + advantage) * POINT
        const odds = [Math.exp(x / 2), (2 * draws) / (1 - draws), Math.exp(-x / 2)]
        const counts = [0, 0, 0]
        for (let i = 0; i < matches; i++) counts[random.categorical(odds)]!++
        const [wins, drawn, losses] = counts as [number, number, number]
        return { game: 'g', first, second, wins, draws: drawn, losses }
      }),
  )
}

const tallies = fc.array(
  fc
    .record({
      game: fc.constantFrom('chess', 'go'),
      first: fc.constantFrom('a', 'b', 'c', 'd'),
      second: fc.constantFrom('a', 'b', 'c', 'd'),
      wins: fc.nat(50),
      draws: fc.nat(50),
      losses: fc.nat(50),
    })
    .filter(({ first, second }) => first !== second),
  { minLength: 1, maxLength: 12 },
)

describe('rate', () => {
  it('gives Elo: ten wins for one loss are 400 points apart, whoever sits where', () => {
    const sides = { game: 'g', wins: 10_000, draws: 0, losses: 1000 }
    const { agents } = rate([
      { ...sides, first: 'strong', second: 'weak' },
      { ...sides, first: 'weak', second: 'strong', wins: 1000, losses: 10_000 },
    ])
    expect(agents.map(({ agent }) => agent)).toEqual(['strong', 'weak'])
    expect(agents[0]!.estimate - agents[1]!.estimate).toBeCloseTo(400, 0)
    expect(agents[0]!.estimate).toBeCloseTo(-agents[1]!.estimate, 9)
  })

  it('tells a seat that wins from an agent that does', () => {
    const sides = { game: 'g', wins: 300, draws: 0, losses: 100 }
    const { agents, games } = rate([
      { ...sides, first: 'a', second: 'b' },
      { ...sides, first: 'b', second: 'a' },
    ])
    expect(agents[0]!.estimate).toBeCloseTo(0, 9)
    expect(games[0]!.seatAdvantage.estimate).toBeCloseTo(Math.log(3) / POINT, 0)
  })

  it('keeps a perfect score finite, with an interval that says how little is known', () => {
    const { agents } = rate([
      { game: 'g', first: 'a', second: 'b', wins: 500, draws: 0, losses: 0 },
      { game: 'g', first: 'b', second: 'a', wins: 0, draws: 0, losses: 500 },
    ])
    const [a] = agents
    expect(a!.agent).toBe('a')
    expect(a!.estimate).toBeGreaterThan(400)
    expect(a!.estimate).toBeLessThan(1500)
    expect(a!.low).toBeGreaterThan(200)
    expect(a!.high - a!.low).toBeGreaterThan(400)
  })

  it('needs no chain of matches between all agents', () => {
    const one = { game: 'g', wins: 5, draws: 1, losses: 3 }
    const { agents } = rate([
      { ...one, first: 'a', second: 'b' },
      { ...one, first: 'c', second: 'd' },
    ])
    expect(agents).toHaveLength(4)
    for (const { low, high } of agents) expect(high - low).toBeGreaterThan(500)
  })

  it('anchors a named agent at zero, and refuses one that has not played', () => {
    const games = simulate({ strengths: { a: 0, b: 100 }, advantage: 0, draws: 0.2 }, 100, 1)
    const free = rate(games)
    const { agents } = rate(games, { anchor: 'a' })
    expect(agents.find(({ agent }) => agent === 'a')).toEqual({ agent: 'a', estimate: 0, low: 0, high: 0 })
    expect(agents[0]!.estimate).toBeCloseTo(2 * free.agents[0]!.estimate, 9)
    expect(() => rate(games, { anchor: 'z' })).toThrow(
      "The anchor 'z' has played no match; anchor one of a, b.",
    )
    const self = { game: 'g', first: 'a', second: 'a', wins: 1, draws: 0, losses: 0 }
    expect(() => rate([self])).toThrow("'a' cannot be rated by matches with itself.")
  })

  it('rates nobody where nothing was played', () => {
    expect(rate([])).toEqual({ agents: [], games: [] })
  })

  test.prop([tallies, fc.nat()])(
    'does not depend on the order of the results, to the last bit',
    (all, seed) => {
      const random = stream('order', seed)
      const shuffled = all
        .map((tally) => ({ tally, at: random.uniform() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ tally }) => tally)
      expect(rate(shuffled)).toEqual(rate(all))
    },
  )

  test.prop([tallies])('nor on what agents are called', (all) => {
    const names = { a: 'z', b: 'c', c: 'a', d: 'q' } as Record<string, string>
    const renamed = rate(all.map((t) => ({ ...t, first: names[t.first]!, second: names[t.second]! })))
    for (const { agent, estimate, low } of rate(all).agents) {
      const other = renamed.agents.find((each) => each.agent === names[agent])!
      expect(other.estimate).toBeCloseTo(estimate, 6)
      expect(other.low).toBeCloseTo(low, 6)
    }
  })

  test.prop([tallies])('mirrors when every result is turned round', (all) => {
    const turned = rate(
      all.map((t) => ({ ...t, first: t.second, second: t.first, wins: t.losses, losses: t.wins })),
    )
    const plain = rate(all)
    for (const { agent, estimate } of plain.agents)
      expect(turned.agents.find((each) => each.agent === agent)!.estimate).toBeCloseTo(estimate, 6)
    for (const [i, { seatAdvantage }] of plain.games.entries())
      expect(turned.games[i]!.seatAdvantage.estimate).toBeCloseTo(-seatAdvantage.estimate, 6)
  })

  it('says that draws may be impossible where there were none, and certain where all were', () => {
    const sides = [
      { game: 'g', first: 'a', second: 'b' },
      { game: 'g', first: 'b', second: 'a' },
    ]
    const drawsOf = (result: Pick<Tally, 'wins' | 'draws' | 'losses'>) =>
      rate(sides.map((side) => ({ ...side, ...result }))).games[0]!.draws
    for (const wins of [1, 10, 1000]) {
      const none = drawsOf({ wins, draws: 0, losses: wins })
      expect(none.low).toBe(0)
      expect(none.estimate).toBeGreaterThan(0)
      expect(none.high).toBeLessThan(1)
    }
    const all = drawsOf({ wins: 0, draws: 20, losses: 0 })
    expect(all.high).toBe(1)
    expect(all.low).toBeGreaterThan(0.3)
    const some = drawsOf({ wins: 9, draws: 1, losses: 9 })
    expect(some.low).toBeGreaterThan(0)
    expect(some.high).toBeLessThan(1)
  })

  it('covers the true strengths, the seat advantage and the draws in 95 of 100 tournaments', () => {
    const truth: Truth = { strengths: { a: -150, b: -20, c: 30, d: 140 }, advantage: 60, draws: 0.3 }
    const repetitions = 400
    const covered = { agents: 0, advantage: 0, draws: 0 }
    const errors: number[] = []
    for (let seed = 0; seed < repetitions; seed++) {
      const { agents, games } = rate(simulate(truth, 30, seed))
      for (const { agent, estimate, low, high } of agents) {
        const strength = truth.strengths[agent]!
        errors.push(estimate - strength)
        if (low <= strength && strength <= high) covered.agents++
      }
      const [{ seatAdvantage, draws }] = games as [(typeof games)[number]]
      if (seatAdvantage.low <= 60 && 60 <= seatAdvantage.high) covered.advantage++
      if (draws.low <= 0.3 && 0.3 <= draws.high) covered.draws++
    }
    // Three standard errors of a share of 0.95 in 400 are 0.033; the four agents' shares are not independent.
    expect(Math.abs(covered.agents / (4 * repetitions) - 0.95)).toBeLessThan(0.03)
    expect(Math.abs(covered.advantage / repetitions - 0.95)).toBeLessThan(0.033)
    expect(Math.abs(covered.draws / repetitions - 0.95)).toBeLessThan(0.033)
    expect(Math.abs(mean(errors).estimate)).toBeLessThan(1)
  })
})

describe('matches over one deal', () => {
  interface Played {
    readonly tallies: readonly Tally[]
    readonly deals: readonly DealTally[]
  }

  /**
   * Two agents play deals from both seats. Luck decides a match of a deal with this probability, for the same
   * seat in both; else the strengths do.
   */
  function playDeals(n: number, luck: number, seed: number): Played {
    const random = stream('deals', seed)
    const win = 1 / (1 + Math.exp(-120 * POINT))
    const counts = Array.from({ length: 9 }, () => 0)
    for (let deal = 0; deal < n; deal++) {
      const lucky = random.int(2)
      const decide = (winChance: number) =>
        random.uniform() < luck ? lucky === 0 : random.uniform() < winChance
      counts[3 * (decide(win) ? 0 : 2) + (decide(1 - win) ? 0 : 2)]!++
    }
    const sum = (...at: readonly number[]) => at.reduce((total, i) => total + counts[i]!, 0)
    const tallies = [
      { game: 'g', first: 'a', second: 'b', wins: sum(0, 1, 2), draws: 0, losses: sum(6, 7, 8) },
      { game: 'g', first: 'b', second: 'a', wins: sum(0, 3, 6), draws: 0, losses: sum(2, 5, 8) },
    ]
    return { tallies, deals: [{ game: 'g', a: 'a', b: 'b', counts }] }
  }

  const repetitions = 400
  const run = (luck: number) => {
    // What the difference is worth where luck decides some matches.
    const chance = luck / 2 + (1 - luck) / (1 + Math.exp(-120 * POINT))
    const truth = Math.log(chance / (1 - chance)) / POINT / 2
    let [covered, paired, single] = [0, 0, 0]
    for (let seed = 0; seed < repetitions; seed++) {
      const { tallies, deals } = playDeals(150, luck, seed)
      const of = (ratings: Ratings) => ratings.agents.find(({ agent }) => agent === 'a')!
      const rating = of(rate(tallies, { deals }))
      if (rating.low <= truth && truth <= rating.high) covered++
      paired += margin(rating)
      single += margin(of(rate(tallies)))
    }
    return { covered: covered / repetitions, ratio: paired / single }
  }

  it('give narrower intervals the more luck they share, which still cover', () => {
    const { covered, ratio } = run(0.8)
    expect(ratio).toBeLessThan(0.75)
    expect(covered).toBeGreaterThan(0.93)
  })

  it('give the same intervals where they share none', () => {
    const { covered, ratio } = run(0)
    expect(ratio).toBeGreaterThan(0.97)
    expect(ratio).toBeLessThan(1.03)
    expect(Math.abs(covered - 0.95)).toBeLessThan(0.033)
  })

  it('do not make certain what never differed', () => {
    const perfect = playDeals(500, 0, 1).tallies.map((t) => ({
      ...t,
      wins: t.first === 'a' ? 500 : 0,
      losses: t.first === 'a' ? 0 : 500,
    }))
    const deals = [{ game: 'g', a: 'a', b: 'b', counts: [0, 0, 500, 0, 0, 0, 0, 0, 0] }]
    const [paired, single] = [rate(perfect, { deals }), rate(perfect)].map(({ agents }) => margin(agents[0]!))
    expect(paired! / single!).toBeGreaterThan(0.95)
  })

  it('do not depend on the order in which deals are counted', () => {
    const { tallies, deals } = playDeals(50, 0.5, 3)
    const half = deals.map((each) => ({ ...each, counts: each.counts.map((count) => count / 2) }))
    expect(rate(tallies, { deals: [...half, ...half] })).toEqual(rate(tallies, { deals }))
  })
})

describe('the log-posterior', () => {
  const model = new DavidsonModel(3, 2, [
    { game: 0, first: 0, second: 1, wins: 7, draws: 2, losses: 4 },
    { game: 0, first: 1, second: 2, wins: 3, draws: 5, losses: 1 },
    { game: 1, first: 2, second: 0, wins: 0, draws: 0, losses: 9 },
    { game: 1, first: 0, second: 2, wins: 6, draws: 1, losses: 2 },
  ])
  const nudged = (at: Float64Array, i: number, by: number) => at.map((x, j) => (j === i ? x + by : x))

  test.prop([fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 7, maxLength: 7 })])(
    'has the derivatives that differences of it show',
    (values) => {
      const at = Float64Array.from(values)
      const { gradient, information } = model.expand(at)
      const h = 1e-5
      for (let i = 0; i < model.size; i++) {
        const [up, down] = [model.expand(nudged(at, i, h)), model.expand(nudged(at, i, -h))]
        expect((up.value - down.value) / (2 * h)).toBeCloseTo(gradient[i]!, 5)
        for (let j = 0; j <= i; j++)
          expect((down.gradient[j]! - up.gradient[j]!) / (2 * h)).toBeCloseTo(information[i * 7 + j]!, 5)
      }
    },
  )

  it('is flat at the estimate', () => {
    const { parameters } = model.fit()
    for (const slope of model.expand(parameters).gradient) expect(Math.abs(slope)).toBeLessThan(1e-7)
  })
})
