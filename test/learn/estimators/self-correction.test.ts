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
describeEstimator({
  ...selfCorrection(rloo({ grouping: byAttempt }), { held: 0, discount: 0 }),
  name: 'self-correction, each attempt by itself',
})
describeEstimator({ ...selfCorrection(rloo(), { held: 9 }), name: 'self-correction, first stage' })
describeEstimator(corrections())
describeEstimator(distinct(returns()))

describe('self-correction', () => {
  const options = { held: 2, pull: 7, bonus: 10 }
  const attempts = (step: number, discount: number, episodes: readonly Episode[] = all) => {
    const estimator = selfCorrection(rloo({ grouping: byAttempt }), { ...options, discount })
    const { turns } = estimator.estimate(episodes, estimator.initial(), context(step))
    return [turns.filter((_, i) => i % 2 === 0), turns.filter((_, i) => i % 2 === 1)] as const
  }
  const advantages = (turns: readonly { readonly advantage: number }[]) =>
    turns.map(({ advantage }) => Math.round(1000 * advantage) / 1000)

  test('at first holds first attempts, and credits both with what the second one earns', () => {
    const [first, second] = attempts(1, 1)
    expect(first.map(({ pull }) => pull)).toEqual(all.map(() => 7))
    // Second attempts earn 1, 1, 0, 0, whatever the first ones did.
    expect(advantages(first)).toEqual([0.667, 0.667, -0.667, -0.667])
    // Each against the one whose first attempt earned the same.
    expect(advantages(second)).toEqual([1, 1, -1, -1])
    expect(second.every(({ pull }) => pull === undefined)).toBe(true)
  })

  test('then credits first attempts with (1 − α)r₁ + (1 + α)r₂, second ones with r₂ + α(r₂ − r₁)', () => {
    const [first, second] = attempts(2, 1)
    expect([...first, ...second].every(({ pull }) => pull === undefined)).toBe(true)
    // Credits of 11, 2, 0 and −9, each against the mean of the others.
    expect(advantages(first)).toEqual([13.333, 1.333, -1.333, -13.333])
    // The rewards are 11, 1, 0 and −10: 11 against 0, and 1 against −10.
    expect(advantages(second)).toEqual([11, 11, -11, -11])
  })

  test('without a future weighs each attempt by its own reward', () => {
    const [held, afterwards] = attempts(1, 0)
    expect(advantages(held)).toEqual([0, 0, 0, 0])
    expect(advantages(afterwards)).toEqual([1, 1, -1, -1])
    const [first, second] = attempts(2, 0)
    expect(advantages(first)).toEqual([-0.667, 0.667, -0.667, 0.667])
    expect(advantages(second)).toEqual([11, 11, -11, -11])
  })

  test('has the gradient of the objective at first attempts', () => {
    // First attempts are right with p = 0.6, second ones then with 0.8, else with 0.3; 50 pairs in these shares.
    const counts: [Episode, number][] = [
      [kept, 24],
      [spoilt, 6],
      [repair, 6],
      [wrong, 14],
    ]
    const episodes = counts.flatMap(([episode, count]) => Array<Episode>(count).fill(episode))
    const sample = episodes.map((episode, session) => ({ ...episode, session }))
    /** By the logit of being right at first, of which the derivative of ln p is 1 − p, and of ln(1 − p) is −p. */
    const slope = (discount: number) => {
      const [first] = attempts(2, discount, sample)
      const terms = first.map(({ turn, advantage }) => advantage * (turn.reward === 1 ? 0.4 : -0.6))
      // Leaving one out makes 49 of 50.
      return ((terms.reduce((sum, term) => sum + term, 0) / sample.length) * 49) / 50
    }
    // p(1 − p)((1 − α) + (1 + α)(0.8 − 0.3)), and p(1 − p) for the own reward.
    expect(slope(1)).toBeCloseTo(-0.84, 9)
    expect(slope(0)).toBeCloseTo(0.24, 9)
  })

  test('refuses what is out of range', () => {
    expect(() => selfCorrection(rloo(), { held: 0.5 })).toThrow('held is 0.5')
    expect(() => selfCorrection(rloo(), { held: 1, pull: -1 })).toThrow('pull is -1')
    expect(() => selfCorrection(rloo(), { held: 1, bonus: NaN })).toThrow('bonus is NaN')
    expect(() => selfCorrection(rloo(), { held: 1, discount: 1.5 })).toThrow('discount is 1.5')
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
