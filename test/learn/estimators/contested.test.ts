import { fc, test } from '@fast-check/vitest'
import { contested, gae, preferences, returns, type Episode, type Turn } from 'coevo/learn'
import { describeEstimator } from 'coevo/testing'
import { describe, expect } from 'vitest'

describeEstimator(contested(returns(), 'player-0'))
describeEstimator(contested(gae({ gamma: 0 }), 'player-0'))
describeEstimator(contested(preferences(), 'player-1'))

const context = { model: 'verifier', step: 0, steps: 10, vocabularySize: 7 }
const turn = (ply: number, reward: number): Turn => ({
  ply,
  prompt: [1],
  completion: [2],
  logprobs: [-1],
  allowed: [null],
  reward,
})

/** An audit of a problem whose solutions are right or wrong, with a verdict on each. */
function audit(session: number, solved: readonly boolean[]): Episode {
  const role = { return: 0, illegal: 0, parseFailures: 0 }
  const solutions = solved.map((right, i) => turn(2 * i, right ? 1 : 0))
  const verdicts = solved.map((_, i) => turn(2 * i + 1, i % 3 === 0 ? 1 : -1))
  return {
    session,
    game: 'task',
    end: 'finished',
    roles: [
      { ...role, role: 'solver', model: 'solver', turns: solutions },
      { ...role, role: 'verifier', model: 'verifier', turns: verdicts },
    ],
  }
}

const audits = fc
  .array(fc.array(fc.boolean(), { maxLength: 4 }), { maxLength: 8 })
  .map((drawn) => drawn.map((solved, session) => audit(session, solved)))

describe('contested', () => {
  test.prop([audits])(
    'keeps an audit if and only if some of its solutions are right and some wrong',
    (drawn) => {
      const estimator = contested(returns(), 'solver')
      const { turns, metrics } = estimator.estimate(drawn, estimator.initial(), context)
      const mixed = drawn.filter(({ roles }) => {
        const right = roles[0]!.turns.filter(({ reward }) => reward === 1).length
        return right > 0 && right < roles[0]!.turns.length
      })
      // Those of an audit that is kept are all kept, with what the estimator inside makes of them.
      expect(turns.map((each) => each.turn)).toEqual(mixed.flatMap(({ roles }) => roles[1]!.turns))
      for (const { turn, advantage } of turns) expect(advantage).toBe(turn.reward)
      expect(metrics['contested']).toBe(drawn.length === 0 ? 0 : mixed.length / drawn.length)
    },
  )

  test.prop([audits])('changes nothing where every audit is contested', (drawn) => {
    const all = drawn.map(({ session }) => audit(session, [true, false]))
    const [plain, wrapped] = [returns(), contested(returns(), 'solver')].map((estimator) =>
      estimator.estimate(all, null, context),
    )
    expect(wrapped!.turns).toEqual(plain!.turns)
  })

  test('a role that is not there, or says nothing, contests nothing', () => {
    const estimator = contested(returns(), 'critic')
    expect(estimator.estimate([audit(0, [true, false])], null, context)).toEqual({
      turns: [],
      state: null,
      metrics: { contested: 0 },
    })
  })
})
