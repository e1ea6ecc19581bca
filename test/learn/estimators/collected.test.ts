import { collected, preferences, returns, type Episode } from 'coevo/learn'
import { describe, expect, test } from 'vitest'
import { taskEpisode } from '../arbitrary.ts'

const context = (step: number) => ({ model: 'learner', step, steps: 10, vocabularySize: 7 })
const attempt = (session: number, reward: number): Episode => taskEpisode(session, [1], reward)

describe('collected', () => {
  test('learns nothing at first, then from all that came, in one group', () => {
    const estimator = collected(preferences(), 2)
    const first = estimator.estimate([attempt(0, 1)], estimator.initial(), context(0))
    const second = estimator.estimate([attempt(1, 0)], first.state, context(1))
    expect([first.pairs, second.pairs, second.metrics]).toEqual([[], [], { collected: 2 }])
    const third = estimator.estimate([attempt(2, 0)], second.state, context(2))
    expect(third.pairs).toHaveLength(2)
    const fourth = estimator.estimate([attempt(3, 0)], third.state, context(3))
    expect(fourth.pairs).toEqual([])
  })

  test('goes on from its state as plain data', () => {
    const estimator = collected(returns(), 1)
    const { state } = estimator.estimate([attempt(0, 1)], estimator.initial(), context(0))
    const read = JSON.parse(JSON.stringify(state)) as typeof state
    const after = [state, read].map((each) => estimator.estimate([attempt(1, 0.5)], each, context(1)))
    expect(after[1]).toEqual(after[0])
    expect(after[0]!.turns.map(({ advantage }) => advantage)).toEqual([1, 0.5])
  })

  test('keeps what one model did', () => {
    const estimator = collected(returns(), 1)
    const other = attempt(0, 1)
    const roles = other.roles.map((role) => ({ ...role, model: 'another' }))
    const { state } = estimator.estimate([{ ...other, roles }], estimator.initial(), context(0))
    expect(estimator.estimate([], state, context(1)).turns).toEqual([])
  })

  test('refuses what is no count', () => {
    expect(() => collected(returns(), 0.5)).toThrow('collected: steps is 0.5')
  })
})
