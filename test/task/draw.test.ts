import { stream, UserError } from 'coevo/core'
import { clampDifficulty, drawProblem, evaluationSet, isTestPrompt, type Task } from 'coevo/task'
import { fc, test as fcTest } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { sums, type Sum } from './sums.ts'

/** A task of which each problem is one of a few. */
const few = (problems: number): Task<Sum, 'digits'> => ({
  ...sums,
  generate: (_, random) => [random.int(problems), 0],
})

const promptsOf = (problems: readonly Sum[]) => problems.map((problem) => sums.prompt(problem))

describe('clampDifficulty', () => {
  it('leaves what is not chosen at its default', () => {
    expect(clampDifficulty(sums)).toEqual({ digits: 2 })
    expect(clampDifficulty(sums, {})).toEqual({ digits: 2 })
  })

  fcTest.prop([fc.double({ noNaN: true })])('puts any number on a place of the dial', (digits) => {
    const { min, max } = sums.dials.digits
    const clamped = clampDifficulty(sums, { digits }).digits
    expect(clamped).toBe(Math.round(Math.min(max, Math.max(min, digits))))
  })

  it.each([
    [{ digit: 3 }, "Task 'sums' has no dial 'digit'; did you mean 'digits'? Its dials: digits."],
    [{ __proto__: null, constructor: 1 }, "Task 'sums' has no dial 'constructor'."],
    [{ digits: Number.NaN }, "Dial 'digits' of task 'sums' cannot be NaN; it is a number."],
    [{ digits: '3' }, "Dial 'digits' of task 'sums' cannot be 3; it is a number."],
  ])('refuses %j in one sentence', (difficulty, message) => {
    expect(() => clampDifficulty(sums, difficulty as object)).toThrow(UserError)
    expect(() => clampDifficulty(sums, difficulty as object)).toThrow(message)
  })
})

describe('drawProblem', () => {
  it('gives no problem for training that is kept for tests, and the other way round', () => {
    const random = stream('test', 'draw')
    const drawn = (split: 'train' | 'test' | 'any') =>
      Array.from({ length: 200 }, () => sums.prompt(drawProblem(sums, random, { split })))
    expect(drawn('train').filter(isTestPrompt)).toEqual([])
    expect(drawn('test').every(isTestPrompt)).toBe(true)
    const share = drawn('any').filter(isTestPrompt).length / 200
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.3)
  })

  it('draws for training where nothing else is said', () => {
    const [a, b] = [stream('same'), stream('same')]
    expect(drawProblem(sums, a)).toEqual(drawProblem(sums, b, { split: 'train' }))
  })

  it('keeps a problem for tests by its prompt alone, whatever the task', () => {
    expect(['1 + 1', '2 + 1', '3 + 1', '4 + 1', '5 + 1', '6 + 1', '7 + 1'].filter(isTestPrompt)).toEqual([
      '3 + 1',
      '7 + 1',
    ])
  })

  it('says that there are too few problems instead of drawing for ever', () => {
    const split = isTestPrompt('0 + 0') ? 'train' : 'test'
    expect(() => drawProblem(few(1), stream('test'), { split })).toThrow(UserError)
    expect(() => drawProblem(few(1), stream('test'), { split })).toThrow(
      "Task 'sums' has too few problems at digits=2",
    )
  })
})

describe('evaluationSet', () => {
  fcTest.prop([fc.integer(), fc.integer({ min: 1, max: 3 })], { numRuns: 20 })(
    'never repeats a problem, never takes one for training, and is the same for the same seed',
    (seed, digits) => {
      const options = { difficulty: { digits }, count: 10, seed }
      const prompts = promptsOf(evaluationSet(sums, options))
      expect(new Set(prompts).size).toBe(10)
      expect(prompts.every(isTestPrompt)).toBe(true)
      expect(promptsOf(evaluationSet(sums, options))).toEqual(prompts)
      expect(promptsOf(evaluationSet(sums, { ...options, count: 4 }))).toEqual(prompts.slice(0, 4))
    },
  )

  it('finds every problem that there is, and says how many they are', () => {
    const all = Array.from({ length: 300 }, (_, a): Sum => [a, 0])
    const kept = promptsOf(all).filter(isTestPrompt)
    const found = evaluationSet(few(300), { count: 300, seed: 1, atMost: true })
    expect(promptsOf(found).toSorted()).toEqual(kept.toSorted())
    expect(() => evaluationSet(few(300), { count: 300, seed: 1 })).toThrow(
      `Task 'sums' has ${kept.length} test problems at digits=2, not 300; ask for fewer, or turn a dial up.`,
    )
  })

  it('gives the variants of a task the same problems', () => {
    const options = { count: 8, seed: 5 }
    expect(evaluationSet(sums.with({ check: true }), options)).toEqual(evaluationSet(sums, options))
  })
})
