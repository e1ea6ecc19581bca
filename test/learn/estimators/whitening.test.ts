import { fc, test } from '@fast-check/vitest'
import {
  byResponse,
  grpo,
  pack,
  reinforcePlusPlus,
  rewardWeighted,
  type Episode,
  type Turn,
} from 'coevo/learn'
import { describeEstimator } from 'coevo/testing'
import { describe, expect } from 'vitest'
import { exampleEpisodes as episodes } from '../../../src/learn/example-episodes.ts'
import { taskEpisode } from '../arbitrary.ts'

const context = { model: 'learner', step: 0, steps: 10, vocabularySize: 7 }
const byRole = ({ game }: Episode, { role }: { readonly role: string }) => `${game}/${role}`
const play = (returns: readonly number[]) => returns.map((value, session) => taskEpisode(session, [0], value))
const advantages = (turns: readonly { readonly advantage: number }[]) =>
  turns.map(({ advantage }) => advantage)
const rewards = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 20 })

describeEstimator(reinforcePlusPlus())
describeEstimator({ ...reinforcePlusPlus({ cells: byRole, over: 'turns' }), name: 'TRR++, by turns' })
describeEstimator(rewardWeighted({ temperature: 0.5 }))
describeEstimator(byResponse(grpo()))

describe('REINFORCE++', () => {
  test.prop([episodes])(
    'every cell has mean 0 and variance 1 over the tokens that are trained, or is all 0',
    (batch) => {
      const { turns } = reinforcePlusPlus({ cells: byRole }).estimate(batch, null, context)
      const cellOf = new Map(
        batch.flatMap((episode) =>
          episode.roles.flatMap((role) => role.turns.map((turn) => [turn, byRole(episode, role)] as const)),
        ),
      )
      for (const cell of new Set(cellOf.values())) {
        const tokens = turns
          .filter(({ turn }) => cellOf.get(turn) === cell)
          .flatMap(({ turn, advantage }) =>
            turn.allowed.flatMap((ids) => (ids?.length === 1 ? [] : [advantage])),
          )
        const sum = tokens.reduce((a, b) => a + b, 0)
        const squares = tokens.reduce((a, b) => a + b ** 2, 0)
        expect(sum).toBeCloseTo(0, 5)
        if (squares > 1e-9) expect(squares / (tokens.length - 1)).toBeCloseTo(1, 5)
      }
    },
  )

  test('worked example: a turn of three tokens counts three times, by turns once', () => {
    const [short, long] = play([1, 0]) as [Episode, Episode]
    const turn: Turn = {
      ply: 0,
      prompt: [0],
      completion: [1, 2, 3],
      logprobs: [-1, -1, -1],
      allowed: [null, null, null],
    }
    const batch = [short, { ...long, roles: [{ ...long.roles[0]!, turns: [turn] }] }]
    const found = (over: 'tokens' | 'turns') =>
      advantages(reinforcePlusPlus({ over }).estimate(batch, null, context).turns)
    // Mean ¼, variance (9/16 + 3/16) / 3 = ¼; then mean ½, variance ½.
    expect(found('tokens')).toEqual([expect.closeTo(1.5, 6), expect.closeTo(-0.5, 6)])
    expect(found('turns')).toEqual([expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(-Math.SQRT1_2, 6)])
  })

  test('tokens without a choice do not count', () => {
    const [short, long] = play([0, 1]) as [Episode, Episode]
    const turn: Turn = {
      ply: 0,
      prompt: [0],
      completion: [1, 2, 3, 4],
      logprobs: [-1, 0, 0, 0],
      allowed: [null, [2], [3], [4]],
    }
    const batch = [short, { ...long, roles: [{ ...long.roles[0]!, turns: [turn] }] }]
    // One token of either: mean ½, variance ½. With all tokens the mean would be 0.8.
    expect(advantages(reinforcePlusPlus().estimate(batch, null, context).turns)).toEqual([
      expect.closeTo(-Math.SQRT1_2, 6),
      expect.closeTo(Math.SQRT1_2, 6),
    ])
  })

  test.prop([rewards, fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 9 })])(
    'a cell does not feel the offset nor the scale of rewards, nor another cell',
    (drawn, offset, scale) => {
      fc.pre(new Set(drawn).size > 1)
      const plain = advantages(reinforcePlusPlus().estimate(play(drawn), null, context).turns)
      const moved = play(drawn.map((reward) => offset + scale * reward)).map((episode, i) => ({
        ...episode,
        session: drawn.length + i,
        game: 'other',
      }))
      const { turns, metrics } = reinforcePlusPlus({ cells: byRole }).estimate(
        [...play(drawn), ...moved],
        null,
        context,
      )
      for (const [i, advantage] of advantages(turns).entries())
        expect(advantage).toBeCloseTo(plain[i % drawn.length]!, 5)
      const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length
      expect(metrics).toMatchObject({ cells: 2, 'mean/task/solver': expect.closeTo(mean, 9) })
      expect(metrics['mean/other/solver']).toBeCloseTo(offset + scale * mean, 9)
    },
  )

  test('refuses an epsilon of 0', () => {
    expect(() => reinforcePlusPlus({ epsilon: 0 })).toThrow('epsilon is 0')
  })
})

describe('GRPO on rewards of 0 and 1', () => {
  test.prop([fc.array(fc.boolean(), { minLength: 1, maxLength: 40 })])(
    'the mean size of an advantage is 2√(p(1 − p)), which is what SEC pays its bandit',
    (solved) => {
      const p = solved.filter(Boolean).length / solved.length
      const estimator = grpo({ deviation: 'population', epsilon: 1e-12 })
      const found = advantages(estimator.estimate(play(solved.map(Number)), null, context).turns)
      const mean = found.reduce((total, advantage) => total + Math.abs(advantage), 0) / found.length
      expect(mean).toBeCloseTo(2 * Math.sqrt(p * (1 - p)), 6)
    },
  )

  test.prop([fc.array(fc.tuple(fc.nat({ max: 3 }), fc.boolean()), { maxLength: 30 })])(
    "DAPO's dynamic sampling keeps a group if and only if 0 < solved < all",
    (drawn) => {
      const batch = drawn.map(([prompt, solved], session) => taskEpisode(session, [prompt], Number(solved)))
      const { turns } = grpo({ dropUniform: true }).estimate(batch, null, context)
      const kept = new Set(turns.map(({ turn }) => turn.prompt[0]!))
      for (const prompt of new Set(drawn.map(([each]) => each))) {
        const group = drawn.filter(([other]) => other === prompt)
        const solved = group.filter(([, right]) => right).length
        expect(kept.has(prompt)).toBe(solved > 0 && solved < group.length)
      }
      for (const { advantage } of turns) expect(Math.abs(advantage)).toBeGreaterThan(0)
    },
  )
})

describe('reward-weighted regression', () => {
  test.prop([rewards, fc.double({ min: 0.2, max: 5, noNaN: true })])(
    'weights are exp(r / τ) but for a factor that makes their mean 1',
    (drawn, temperature) => {
      const estimator = rewardWeighted({ temperature, largest: 1e9 })
      const found = advantages(estimator.estimate(play(drawn), null, context).turns)
      expect(found.reduce((a, b) => a + b, 0) / found.length).toBeCloseTo(1, 6)
      for (const [i, reward] of drawn.entries())
        expect(Math.log(found[i]! / found[0]!)).toBeCloseTo((reward - drawn[0]!) / temperature, 6)
      const moved = estimator.estimate(play(drawn.map((reward) => reward + 1000)), null, context).turns
      for (const [i, weight] of advantages(moved).entries()) expect(weight).toBeCloseTo(found[i]!, 6)
    },
  )

  test('cuts the greatest weight; by prompt, each prompt has its own mean', () => {
    const cold = rewardWeighted({ temperature: 0.01, largest: 2 })
    expect(advantages(cold.estimate(play([1, 0, 0, 0]), null, context).turns)[0]).toBe(2)
    const batch = [taskEpisode(0, [0], 5), taskEpisode(1, [0], 5), taskEpisode(2, [1], 0)]
    const { turns } = rewardWeighted({ temperature: 1, grouping: 'prompt' }).estimate(batch, null, context)
    expect(advantages(turns)).toEqual([1, 1, 1])
    expect(() => rewardWeighted({ temperature: 0 })).toThrow('temperature is 0')
    expect(() => rewardWeighted({ temperature: 1, largest: 0.5 })).toThrow('largest is 0.5')
  })
})

describe('byResponse', () => {
  test.prop([episodes])(
    'packed and normalised by tokens, a loss is the mean over turns of the mean over their tokens',
    (batch) => {
      const { turns } = byResponse(grpo()).estimate(batch, null, context)
      const { targets, tokenWeight } = pack(turns)
      fc.pre(targets.length > 0)
      // Any term will do that is the advantage times something about the token.
      const term = (token: number, advantage: number) => (1 + token) * advantage
      const packed = targets.reduce((sum, each) => sum + each.weight * term(each.token, each.advantage), 0)
      const means = turns.flatMap(({ turn, advantage }) => {
        const open = turn.completion.filter((_, i) => turn.allowed[i]?.length !== 1)
        const total = open.reduce((sum, token) => sum + term(token, advantage), 0)
        return open.length === 0 ? [] : [total / open.length]
      })
      expect(packed / tokenWeight).toBeCloseTo(means.reduce((a, b) => a + b, 0) / means.length, 9)
    },
  )
})
