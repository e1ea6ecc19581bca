import { byAttempt, corrections, distinct, returns, rloo, selfCorrection, type Episode } from 'coevo/learn'
import { describeEstimator } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { taskEpisode } from '../arbitrary.ts'

const context = (step: number) => ({ model: 'learner', step, steps: 10, vocabularySize: 7 })

/** Two attempts at one problem, the second of which has read the first. */
function pair(session: number, first: number, second: number): Episode {
  const episode = taskEpisode(session, [3], second)
  const [role] = episode.roles
  const [turn] = role!.turns
  const turns = [
    { ...turn!, reward: first },
    { ...turn!, ply: 1, prompt: [3, 4, session], reward: second },
  ]
  return { ...episode, roles: [{ ...role!, turns }] }
}

const repair = pair(0, 0, 1)
const kept = pair(1, 1, 1)
const wrong = pair(2, 0, 0)
const spoilt = pair(3, 1, 0)
const all = [repair, kept, wrong, spoilt]

describeEstimator(selfCorrection(rloo({ grouping: byAttempt }), { held: 0 }))
describeEstimator({ ...selfCorrection(rloo(), { held: 9 }), name: 'self-correction, first stage' })
describeEstimator(corrections())
describeEstimator(distinct(returns()))

describe('self-correction', () => {
  const estimator = selfCorrection(rloo({ grouping: byAttempt }), { held: 2, pull: 7, bonus: 10 })
  const estimate = (step: number) => estimator.estimate(all, estimator.initial(), context(step)).turns
  const rounded = (values: readonly number[]) => values.map((value) => Math.round(1000 * value) / 1000)

  test('at first holds first attempts, and lets second ones learn from being right', () => {
    const turns = estimate(1)
    const [first, second] = [turns.filter((_, i) => i % 2 === 0), turns.filter((_, i) => i % 2 === 1)]
    expect(first.map(({ advantage, pull }) => [advantage, pull])).toEqual(all.map(() => [0, 7]))
    // Each against the one whose first attempt earned the same.
    expect(second.map(({ advantage }) => advantage)).toEqual([1, 1, -1, -1])
    expect(second.every(({ pull }) => pull === undefined)).toBe(true)
  })

  test('then pays second attempts for what they changed, and first ones for being right', () => {
    const turns = estimate(2)
    expect(turns.every(({ pull }) => pull === undefined)).toBe(true)
    const [first, second] = [turns.filter((_, i) => i % 2 === 0), turns.filter((_, i) => i % 2 === 1)]
    expect(rounded(first.map(({ advantage }) => advantage))).toEqual([-0.667, 0.667, -0.667, 0.667])
    // The rewards are 11, 1, 0 and −10: 11 against 0, and 1 against −10.
    expect(second.map(({ advantage }) => advantage)).toEqual([11, 11, -11, -11])
  })

  test('refuses a first stage that is no count', () => {
    expect(() => selfCorrection(rloo(), { held: 0.5 })).toThrow('held is 0.5')
    expect(() => selfCorrection(rloo(), { held: 1, pull: -1 })).toThrow('pull is -1')
  })
})

describe('corrections', () => {
  const learned = (estimator: ReturnType<typeof corrections>) =>
    estimator.estimate(all, null, context(0)).turns.map(({ turn }) => turn)

  test('are second attempts that are right after one that is not', () => {
    expect(learned(corrections())).toEqual([repair.roles[0]!.turns[1]])
    expect(learned(corrections({ kept: true }))).toEqual(
      [repair, kept].map(({ roles }) => roles[0]!.turns[1]),
    )
  })
})

test('what is said again to the same prompt counts once', () => {
  const episodes = [taskEpisode(0, [2], 1), taskEpisode(1, [2], 1), taskEpisode(2, [3], 1)]
  const { turns } = distinct(returns()).estimate(episodes, null, context(0))
  expect(turns.map(({ turn }) => turn.prompt)).toEqual([[2], [3]])
})
