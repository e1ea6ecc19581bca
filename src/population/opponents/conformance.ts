import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, chiSquareBound, stream, type Json } from '../../core/index.ts'
import { emptyPool } from './pool.ts'
import { seatingOf, type Population } from './population.ts'

/** What happens to a population in a run. */
type Event =
  | { readonly type: 'add'; readonly kind: 'version' | 'fixed' }
  | { readonly type: 'appraise'; readonly member: number; readonly other: number; readonly payoff: number }
  | { readonly type: 'record'; readonly member: number; readonly points: readonly (0 | 0.5 | 1)[] }

const events: fc.Arbitrary<readonly Event[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('add'), kind: fc.constantFrom('version', 'fixed') }),
    fc.record({
      type: fc.constant('appraise'),
      member: fc.nat(7),
      other: fc.nat(7),
      payoff: fc.double({ min: -2, max: 2, noNaN: true }).map((payoff) => payoff + 0),
    }),
    fc.record({
      type: fc.constant('record'),
      member: fc.nat(7),
      points: fc.array(fc.constantFrom(0, 0.5, 1), { maxLength: 30 }),
    }),
  ),
  { maxLength: 24 },
)

/** Lives through events; the n-th newcomer is called by `nameOf(n)`. */
function live(
  population: Population,
  history: readonly Event[],
  nameOf = (n: number) => `step-${n}`,
): Population {
  let added = 0
  for (const [step, event] of history.entries()) {
    if (event.type === 'add') population.add({ id: nameOf(added++), step, kind: event.kind })
    const [member, other] =
      event.type === 'appraise'
        ? [event.member, event.other].map((place) => population.members[place]?.id)
        : []
    if (event.type === 'appraise' && member !== undefined && other !== undefined && member !== other)
      population.appraise(member, { [other]: event.payoff })
    const opponent = event.type === 'record' ? population.members[event.member]?.id : undefined
    if (event.type === 'record' && opponent !== undefined)
      population.record(event.points.map((points) => ({ opponent, points })))
  }
  return population
}

/** How many draws a test of frequencies takes, and the rarest that it counts on its own. */
const DRAWS = 4000
const RAREST = 0.01

/**
 * Declares the conformance tests of a population: what every one must promise, through arbitrary histories.
 *
 * open: makes an empty one.
 */
export function describePopulation(name: string, open: () => Population): void {
  const property = (law: (history: readonly Event[]) => void) =>
    fc.assert(fc.property(events, law), { numRuns: 100 })
  const weightsOf = (population: Population) => {
    const { self, members } = population.weights()
    const total = members.reduce((sum, weight) => sum + weight, self)
    const ids = population.members.map(({ id }) => id)
    return total === 0
      ? new Map<string | null, number>([[null, 1]])
      : new Map<string | null, number>([
          [null, self / total],
          ...ids.map((id, i): [string, number] => [id, members[i]! / total]),
        ])
  }

  describe(`${name} conforms`, () => {
    test('weighs itself and every member with a finite number that is not negative', () => {
      property((history) => {
        const population = live(open(), history)
        const { self, members } = population.weights()
        expect(members).toHaveLength(population.members.length)
        for (const weight of [self, ...members]) {
          expect(weight).toSatisfy(Number.isFinite)
          expect(weight).toBeGreaterThanOrEqual(0)
        }
      })
    })

    test('draws only whom it weighs above 0', () => {
      property((history) => {
        const population = live(open(), history)
        const weights = weightsOf(population)
        const random = stream('draws')
        for (let i = 0; i < 50; i++) expect(weights.get(population.draw(random))).toBeGreaterThan(0)
      })
    })

    test('meets nobody but the learner itself while it is empty', () => {
      expect(open().draw(stream('empty'))).toBeNull()
    })

    test('draws as often as it weighs', () => {
      fc.assert(
        fc.property(events, fc.nat(), (history, seed) => {
          const population = live(open(), history)
          const random = stream('frequencies', seed)
          const counts = new Map<string | null, number>()
          for (let i = 0; i < DRAWS; i++) {
            const drawn = population.draw(random)
            counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
          }
          const often = [...weightsOf(population)].filter(([, weight]) => weight >= RAREST)
          const chiSquare = often.reduce((sum, [id, weight]) => {
            const expected = DRAWS * weight
            return sum + ((counts.get(id) ?? 0) - expected) ** 2 / expected
          }, 0)
          expect(chiSquare).toBeLessThan(chiSquareBound(often.length))
        }),
        { numRuns: 40 },
      )
    })

    test('keeps the order of its members, and every member that is fixed', () => {
      property((history) => {
        const population = live(open(), history)
        const numbers = population.members.map(({ id }) => Number(id.slice('step-'.length)))
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
        const kinds = history.flatMap((event) => (event.type === 'add' ? [event.kind] : []))
        const stays = kinds.flatMap((kind, i) => (kind === 'fixed' ? [i] : []))
        expect(numbers.filter((i) => kinds[i] === 'fixed')).toEqual(stays)
      })
    })

    test('says who leaves when somebody joins, and takes no name twice', () => {
      property((history) => {
        const population = live(open(), history)
        const before = population.members.map(({ id }) => id)
        const left = population.add({ id: 'newcomer', step: history.length })
        const after = population.members.map(({ id }) => id)
        expect(after).toEqual([...before.filter((id) => !left.includes(id)), 'newcomer'])
        expect(() => population.add({ id: 'newcomer', step: 0 })).toThrow("'newcomer'")
        expect(population.members.map(({ id }) => id)).toEqual(after)
      })
    })

    test('does not care for names', () => {
      property((history) => {
        const [one, two] = [live(open(), history), live(open(), history, (n) => `${1000 - n}`)]
        expect(two.weights()).toEqual(one.weights())
      })
    })

    test('goes on from its state, which is plain data, as if nothing had been', () => {
      fc.assert(
        fc.property(events, events, (history, later) => {
          const population = live(open(), history)
          const text = canonicalJson(population.state())
          const restored = open()
          restored.add({ id: 'forgotten', step: 0 })
          restored.weights()
          restored.restore(JSON.parse(text) as Json)
          expect(canonicalJson(population.state())).toBe(text)
          expect(restored.weights()).toEqual(population.weights())
          const onward = (each: Population) => live(each, later, (n) => `later-${n}`)
          onward(population)
          onward(restored)
          expect(canonicalJson(restored.state())).toBe(canonicalJson(population.state()))
          const [a, b] = [stream('later'), stream('later')]
          for (let i = 0; i < 20; i++) expect(restored.draw(a)).toBe(population.draw(b))
        }),
        { numRuns: 100 },
      )
    })

    test('refuses a state that is none', () => {
      for (const state of [null, {}, 'pool', { ...emptyPool, members: [1] }] as unknown as Json[])
        expect(() => open().restore(state)).toThrow('no population')
    })

    test('counts results one by one or all at once', () => {
      property((history) => {
        const [one, all] = [live(open(), history), live(open(), history)]
        const results = one.members.flatMap(({ id: opponent }, i) =>
          ([0, 1, 0.5, 1] as const).slice(i % 3).map((points) => ({ opponent, points })),
        )
        for (const result of results) one.record([result])
        all.record(results)
        expect(canonicalJson(all.state())).toBe(canonicalJson(one.state()))
      })
    })

    test('seats the learner against everybody equally often in each seat', () => {
      property((history) => {
        const population = live(open(), history)
        for (const players of [2, 3]) {
          const meetings = new Map<string, number[]>()
          for (let game = 0; game < 12; game++) {
            const { seat, seats } = seatingOf(population, { seed: 1, game, players })
            expect(seats).toHaveLength(players)
            expect(seats[seat]).toBeNull()
            const others = seats.toSpliced(seat, 1)
            const counts = meetings.get(others.join()) ?? Array<number>(players).fill(0)
            counts[seat]!++
            meetings.set(others.join(), counts)
          }
          for (const counts of meetings.values()) expect(new Set(counts).size).toBe(1)
        }
      })
    })
  })
}
