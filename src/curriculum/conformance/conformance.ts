import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, stream, UserError, type Json, type Random } from '../../core/index.ts'
import type { Curriculum, Outcome } from '../curriculum.ts'
import { describeArms } from './arms.ts'
import { describeBox } from './box.ts'
import { describeLevels } from './levels.ts'
import { anyReturns, histories, isValid, step, type History, type Returns } from './history.ts'

export interface CurriculumPromises<Choice extends Json> {
  /** Default: attempts whose success depends on the choice, some of them half right. */
  readonly returns?: Returns<Choice>
}

/**
 * Declares the conformance tests of a curriculum: what every one must promise, through arbitrary histories.
 *
 * fresh: makes one that has seen nothing, the same each time.
 *
 * @example describeCurriculum('my teacher', () => myTeacher({ arms: ['easy', 'hard'] }))
 */
export function describeCurriculum<Choice extends Json>(
  name: string,
  fresh: () => Curriculum<Choice>,
  { returns = anyReturns }: CurriculumPromises<Choice> = {},
): void {
  /** Lives through steps of a history: each draws so many choices and learns from what came of them. */
  const live = (curriculum: Curriculum<Choice>, history: History): Curriculum<Choice> => {
    const random = stream('history', history.seed)
    for (const sessions of history.steps) curriculum.update(step(curriculum, sessions, random, returns))
    return curriculum
  }
  const property = (law: (history: History) => void, numRuns = 40) =>
    fc.assert(fc.property(histories, law), { numRuns })
  const draws = (curriculum: Curriculum<Choice>, n: number, seed = 0) => {
    const random = stream('draws', seed)
    return Array.from({ length: n }, () => curriculum.next(random))
  }

  describe(`${name} conforms`, () => {
    test('choosing changes nothing, and depends on the stream and the state alone', () => {
      property((history) => {
        const curriculum = live(fresh(), history)
        const before = canonicalJson(curriculum.state())
        const chosen = draws(curriculum, 30)
        expect(canonicalJson(curriculum.state())).toBe(before)
        expect(draws(curriculum, 30)).toEqual(chosen)
        expect(draws(live(fresh(), history), 30)).toEqual(chosen)
      })
    })

    test('chooses plain data among what there is to choose', () => {
      property((history) => {
        const curriculum = live(fresh(), history)
        for (const choice of draws(curriculum, 50)) {
          expect(JSON.parse(canonicalJson(choice))).toEqual(choice)
          expect(isValid(curriculum, choice)).toBe(true)
        }
      })
    })

    test('measures itself in finite numbers', () => {
      property((history) => {
        for (const [metric, value] of Object.entries(live(fresh(), history).metrics())) {
          expect(metric).toMatch(/^curriculum\//)
          expect(value, metric).toSatisfy(Number.isFinite)
        }
      })
    })

    test('goes on from its state, which is plain data, as if nothing had been', () => {
      fc.assert(
        fc.property(histories, histories, histories, (history, later, other) => {
          const curriculum = live(fresh(), history)
          const text = canonicalJson(curriculum.state())
          const restored = live(fresh(), other)
          restored.restore(JSON.parse(text) as Json)
          expect(canonicalJson(restored.state())).toBe(text)
          expect(restored.metrics()).toEqual(curriculum.metrics())
          live(curriculum, later)
          live(restored, later)
          expect(canonicalJson(restored.state())).toBe(canonicalJson(curriculum.state()))
          expect(draws(restored, 30)).toEqual(draws(curriculum, 30))
        }),
        { numRuns: 40 },
      )
    })

    test('keeps nothing that others may change, and changes nothing that is theirs', () => {
      property((history) => {
        const [one, two] = [live(fresh(), history), live(fresh(), history)]
        const state = one.state()
        const before = canonicalJson(state)
        const given = frozen(step(one, 8, stream('given'), returns))
        for (let i = 0; i < 2; i++) {
          one.update(given)
          const copy = JSON.parse(canonicalJson(given)) as Outcome<Choice>[]
          two.update(copy)
          for (const outcome of copy) (outcome.returns as number[]).fill(0.123)
        }
        expect(canonicalJson(two.state())).toBe(canonicalJson(one.state()))
        expect(canonicalJson(state)).toBe(before)
      })
    })

    test('lives with a step of nothing', () => {
      property((history) => {
        const curriculum = live(fresh(), history)
        curriculum.update([])
        for (const choice of draws(curriculum, 10)) expect(isValid(curriculum, choice)).toBe(true)
      })
    })

    test.each([
      ['nothing but failures', () => [0, 0, 0, 0]],
      ['nothing but successes', () => [1, 1, 1, 1]],
      ['one attempt each', (_: Choice, random: Random) => [random.int(2)]],
      ['a score of no use', returns, 0],
      ['a score beyond measure', returns, 1e6],
    ] as readonly [string, Returns<Choice>, number?][])('survives %s', (_, answer, score) => {
      const curriculum = fresh()
      const random = stream('survival')
      for (let i = 0; i < 60; i++) {
        const outcomes = step(curriculum, 10, random, answer)
        curriculum.update(score === undefined ? outcomes : outcomes.map((outcome) => ({ ...outcome, score })))
      }
      expectSound(curriculum)
    })

    test('survives ten thousand outcomes, and the same choice again and again', () => {
      const curriculum = fresh()
      const random = stream('many')
      for (let i = 0; i < 90; i++) curriculum.update(step(curriculum, 100, random, returns))
      const [same] = step(curriculum, 1, random, returns)
      for (let i = 0; i < 10; i++) curriculum.update(Array<Outcome<Choice>>(100).fill(same!))
      expectSound(curriculum)
    })

    test.each([
      ['no returns', []],
      ['a return above 1', [0, 1.01]],
      ['a return below 0', [-0.01, 1]],
      ['a return that is no number', [NaN]],
    ])('refuses %s, by its name, and learns nothing then', (_, wrong) => {
      const curriculum = live(fresh(), { seed: 1, steps: [5, 5] })
      const before = canonicalJson(curriculum.state())
      const outcomes = step(curriculum, 2, stream('wrong'), returns)
      const spoilt = [...outcomes, { ...outcomes[0]!, returns: wrong }]
      expect(() => curriculum.update(spoilt)).toThrow(UserError)
      expect(() => curriculum.update(spoilt)).toThrow(`${curriculum.name}: `)
      expect(canonicalJson(curriculum.state())).toBe(before)
    })

    test('refuses an outcome of what it cannot choose, or with a score that is none', () => {
      const curriculum = fresh()
      const [outcome] = step(curriculum, 1, stream('wrong'), returns)
      for (const choice of ['nothing', -1, 1.5, 1e9, [], [NaN]] as unknown as Choice[])
        expect(() => curriculum.update([{ ...outcome!, choice }])).toThrow(UserError)
      for (const score of [-1, NaN, Infinity])
        expect(() => curriculum.update([{ ...outcome!, score }])).toThrow(UserError)
    })

    test('refuses a state that is none', () => {
      for (const state of ['curriculum', 7, [1], { step: -1 }])
        expect(() => fresh().restore(state)).toThrow(UserError)
    })

    if ('arms' in fresh())
      describeArms(fresh as never, (curriculum, history) => live(curriculum as never, history))
    if ('box' in fresh())
      describeBox(fresh as never, (curriculum, history) => live(curriculum as never, history))
    if ('trains' in fresh()) describeLevels(fresh as never)
  })
}

function expectSound<Choice extends Json>(curriculum: Curriculum<Choice>): void {
  expect(() => canonicalJson(curriculum.state())).not.toThrow()
  for (const value of Object.values(curriculum.metrics())) expect(value).toSatisfy(Number.isFinite)
  const random = stream('sound')
  for (let i = 0; i < 50; i++) expect(isValid(curriculum, curriculum.next(random))).toBe(true)
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const item of Object.values(value)) frozen(item)
  }
  return value
}
