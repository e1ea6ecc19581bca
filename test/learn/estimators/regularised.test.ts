import { fc, test } from '@fast-check/vitest'
import { magnetLogRatio, regularised, type Episode, type Turn } from 'coevo/learn'
import { describe, expect } from 'vitest'
import {
  exampleEpisodes as episodes,
  exampleVocabulary as vocabularySize,
} from '../../../src/learn/example-episodes.ts'

const context = { model: 'learner', step: 0, steps: 10, vocabularySize }
const ratio = (turn: Turn) => magnetLogRatio(turn, vocabularySize)

describe('regularised returns', () => {
  test.prop([episodes, fc.double({ min: 0, max: 1, noNaN: true })])(
    'own later steps cost, later steps of the others pay',
    (batch, alpha) => {
      for (const ownTerm of ['loss', 'return'] as const) {
        const { turns } = regularised({ alpha, ownTerm, baseline: 'none' }).estimate(batch, null, context)
        const found = new Map(turns.map((item) => [item.turn, item.advantage]))
        for (const { roles } of batch)
          for (const [seat, role] of roles.entries())
            for (const turn of role.model === 'learner' ? role.turns : []) {
              let expected = role.return
              for (const [other, { turns: theirs }] of roles.entries())
                for (const each of theirs) {
                  if (each.ply > turn.ply) expected += (other === seat ? -alpha : alpha) * ratio(each)
                  if (each === turn && ownTerm === 'return') expected -= alpha * ratio(each)
                }
              expect(found.get(turn)).toBeCloseTo(expected, 9)
            }
      }
    },
  )

  test('what one side pays the other receives: the sum over seats stays the sum of the returns', () => {
    const turn = (ply: number): Turn => ({
      ply,
      prompt: [ply],
      completion: [1],
      logprobs: [-0.1],
      allowed: [[0, 1]],
    })
    const seat = (role: string, value: number, plies: number[]) => ({
      role,
      model: 'learner',
      turns: plies.map(turn),
      return: value,
      illegal: 0,
      parseFailures: 0,
    })
    const episode: Episode = {
      session: 0,
      game: 'three-players',
      roles: [seat('a', 2, [0, 3]), seat('b', -1, [1]), seat('c', -1, [2])],
      end: 'finished',
    }
    const { turns } = regularised({ alpha: 0.5, baseline: 'none' }).estimate([episode], null, context)
    const advantages = turns.map(({ advantage }) => advantage)
    const l = Math.log(2) - 0.1
    expect(advantages[0]).toBeCloseTo(2 - 0.5 * l + 0.25 * 2 * l, 12)
    expect(advantages[2]).toBeCloseTo(-1 + 0.25 * 2 * l, 12)
  })

  test('magnet: uniform over the allowed tokens, over the vocabulary where none are recorded', () => {
    const turn: Turn = {
      ply: 0,
      prompt: [0],
      completion: [1, 2, 3],
      logprobs: [-1, 0, -2],
      allowed: [[1, 4], [2], null],
    }
    expect(ratio(turn)).toBeCloseTo(-3 + Math.log(2) + Math.log(vocabularySize), 12)
  })

  test.prop([episodes])('the baseline of a prompt is that of its turns alone', (batch) => {
    const raw = regularised({ alpha: 0.2, baseline: 'none' }).estimate(batch, null, context).turns
    const found = regularised({ alpha: 0.2, baseline: 'leave-one-out' }).estimate(batch, null, context).turns
    const roleOf = (turn: Turn) =>
      batch.flatMap(({ game, roles }) =>
        roles.filter(({ turns }) => turns.includes(turn)).map(({ role }) => game + role),
      )[0]
    for (const [i, { turn, advantage }] of raw.entries()) {
      const samePrompt = raw.filter(
        (other) => other.turn !== turn && other.turn.prompt.join() === turn.prompt.join(),
      )
      const sameRole = raw.filter((other) => other.turn !== turn && roleOf(other.turn) === roleOf(turn))
      const others = samePrompt.length > 0 ? samePrompt : sameRole
      const mean = others.reduce((a, other) => a + other.advantage, 0) / others.length
      expect(found[i]!.advantage).toBeCloseTo(others.length === 0 ? 0 : advantage - mean, 9)
    }
  })

  test('reads alpha at the step and refuses a negative one', () => {
    const estimator = regularised({ alpha: { kind: 'linear', from: 1, to: 0, steps: 2 } })
    expect(estimator.estimate([], null, { ...context, step: 1 }).metrics['alpha']).toBe(0.5)
    const falling = { kind: 'linear', from: 1, to: -1, steps: 2 } as const
    expect(() => regularised({ alpha: falling })).toThrow("regularised: alpha: 'to' is -1")
  })

  test.prop([episodes])('turns count equally unless prompts do, whatever their visits', (batch) => {
    const totals = new Map<string, number>()
    for (const { turn, weight } of regularised({ alpha: 0.1, equal: 'prompts' }).estimate(
      batch,
      null,
      context,
    ).turns)
      totals.set(turn.prompt.join(), (totals.get(turn.prompt.join()) ?? 0) + weight)
    for (const total of totals.values()) expect(total).toBeCloseTo(1, 9)
    const perTurn = regularised({ alpha: 0.1 }).estimate(batch, null, context).turns
    expect(perTurn.every(({ weight }) => weight === 1)).toBe(true)
  })
})
