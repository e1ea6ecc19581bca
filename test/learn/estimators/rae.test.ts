import { fc, test } from '@fast-check/vitest'
import { rae, type Episode, type Turn } from 'coevo/learn'
import { describe, expect } from 'vitest'
import { exampleEpisodes as episodes } from '../../../src/learn/example-episodes.ts'
import { taskEpisode } from '../arbitrary.ts'

const context = { model: 'learner', step: 0, steps: 10, vocabularySize: 7 }
const play = (returns: readonly number[]) => returns.map((value, session) => taskEpisode(session, [0], value))

describe('RAE', () => {
  test('worked example of the published rule: read, then update, from zero', () => {
    const { turns, state, metrics } = rae().estimate(play([1, 1, -1]), {}, context)
    expect(turns.map(({ advantage }) => advantage)).toEqual([
      1,
      expect.closeTo(0.95, 12),
      expect.closeTo(-1.0975, 12),
    ])
    expect(state).toEqual({ task: { solver: { baseline: expect.closeTo(0.042625, 12), games: 3 } } })
    expect(metrics['baseline/task/solver']).toBeCloseTo(0.042625, 12)
  })

  test.prop([fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 30 })])(
    'the corrected baseline is the weighted mean of the returns so far',
    (returns) => {
      const { turns } = rae({ biasCorrected: true, dropZero: false }).estimate(play(returns), {}, context)
      for (const [n, { advantage }] of turns.entries()) {
        const weights = returns.slice(0, n).map((_, k) => 0.95 ** (n - 1 - k))
        const total = weights.reduce((a, b) => a + b, 0)
        const mean = n === 0 ? 0 : weights.reduce((a, w, k) => a + w * returns[k]!, 0) / total
        expect(advantage).toBeCloseTo(returns[n]! - mean, 9)
      }
    },
  )

  test('a constant return leaves 0.95^n of itself in the published advantage, nothing in the corrected one', () => {
    const published = rae().estimate(play(Array<number>(51).fill(1)), {}, context).turns
    const corrected = rae({ biasCorrected: true, dropZero: false }).estimate(
      play([1, 1, 1]),
      {},
      context,
    ).turns
    expect(published[10]!.advantage).toBeCloseTo(0.95 ** 10, 12)
    expect(published[50]!.advantage).toBeCloseTo(0.95 ** 50, 12)
    expect(corrected.slice(1).map(({ advantage }) => Math.abs(advantage) < 1e-12)).toEqual([true, true])
  })

  test.prop([episodes])('keeps one baseline per game and trained role', (batch) => {
    const expected = new Map<string, number>()
    for (const { game, roles } of batch)
      for (const { role, model, return: value } of roles)
        if (model === 'learner') {
          const key = `baseline/${game}/${role}`
          expected.set(key, 0.95 * (expected.get(key) ?? 0) + 0.05 * value)
        }
    const { metrics } = rae().estimate(batch, {}, context)
    expect(Object.keys(metrics).toSorted()).toEqual([...expected.keys()].toSorted())
    for (const [key, value] of expected) expect(metrics[key]).toBeCloseTo(value, 12)
  })

  test.prop([episodes, fc.nat({ max: 8 })])(
    'one batch or two in turn: the same advantages and state',
    (batch, cut) => {
      const whole = rae().estimate(batch, {}, context)
      const first = rae().estimate(batch.slice(0, cut), {}, context)
      const second = rae().estimate(batch.slice(cut), first.state, context)
      expect([...first.turns, ...second.turns]).toEqual(whole.turns)
      expect(second.state).toEqual(whole.state)
    },
  )

  test('discounts earlier turns and drops exact zeros only when asked', () => {
    const turn = (ply: number): Turn => ({
      ply,
      prompt: [0],
      completion: [1],
      logprobs: [-1],
      allowed: [null],
    })
    const [episode] = play([1])
    const role = { ...episode!.roles[0]!, turns: [turn(0), turn(2), turn(4)] }
    const longer: Episode = { ...episode!, roles: [role] }
    const advantages = (options: object, of = longer) =>
      rae(options)
        .estimate([of], {}, context)
        .turns.map(({ advantage }) => advantage)
    expect(advantages({ gamma: 0.5 })).toEqual([0.25, 0.5, 1])
    const drawn: Episode = { ...longer, roles: [{ ...role, return: 0 }] }
    expect(advantages({}, drawn)).toEqual([])
    expect(advantages({ dropZero: false }, drawn)).toEqual([0, 0, 0])
  })

  test.prop([episodes])(
    'against opponents: one baseline per game, trained role and who else plays',
    (batch) => {
      const per = rae({ per: 'opponent' })
      const { metrics, state } = per.estimate(batch, {}, context)
      const expected = new Map<string, number>()
      for (const { game, roles } of batch)
        for (const [seat, { role, model, return: value }] of roles.entries())
          if (model === 'learner') {
            const other = roles[1 - seat]!
            const key = `baseline/${game}/${role}/${other.policy ?? other.model}`
            expected.set(key, 0.95 * (expected.get(key) ?? 0) + 0.05 * value)
          }
      expect(metrics).toEqual(
        Object.fromEntries([...expected].map(([key, value]) => [key, expect.closeTo(value, 12) as number])),
      )
      // Where everybody meets one opponent only, what the baselines are called makes no difference.
      const alike = batch.filter(({ roles }) => roles[1]!.model === null)
      expect(per.estimate(alike, {}, context).turns).toEqual(rae().estimate(alike, {}, context).turns)
      const later = (step: number) => per.estimate([], state, { ...context, step })
      expect(later(100)).toEqual({ turns: [], state, metrics: {} })
      expect(Object.values(later(101).state).flatMap((roles) => Object.keys(roles))).toEqual([])
    },
  )

  test('the return of a game whose outcome the opponent decides carries no advantage', () => {
    const against = (policy: string, value: number, session: number): Episode => {
      const [own] = play([value])
      const other = { ...own!.roles[0]!, role: 'player-1', model: null, policy, turns: [], return: -value }
      return { ...own!, session, roles: [{ ...own!.roles[0]!, role: 'player-0' }, other] }
    }
    const games = Array.from({ length: 200 }, (_, i) => against(i % 2 ? 'weak' : 'strong', i % 2 ? 1 : -1, i))
    const last = (per: 'role' | 'opponent') =>
      rae({ per })
        .estimate(games, {}, context)
        .turns.slice(-2)
        .map(({ advantage }) => Math.abs(advantage))
    for (const advantage of last('opponent')) expect(advantage).toBeLessThan(0.01)
    for (const advantage of last('role')) expect(advantage).toBeGreaterThan(0.9)
  })

  test('refuses options out of range with their name', () => {
    expect(() => rae({ decay: 1 })).toThrow('decay is 1')
    expect(() => rae({ gamma: 0 })).toThrow('gamma is 0')
  })
})
