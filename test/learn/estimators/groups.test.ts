import { fc, test } from '@fast-check/vitest'
import { grpo, rloo, type AdvantageEstimator, type Episode } from 'coevo/learn'
import { describe, expect } from 'vitest'
import { exampleEpisodes as episodes } from '../../../src/learn/example-episodes.ts'
import { taskEpisode } from '../arbitrary.ts'

const context = { model: 'learner', step: 0, steps: 10, vocabularySize: 7 }
const advantages = (estimator: AdvantageEstimator<null>, batch: readonly Episode[]) =>
  estimator.estimate(batch, null, context).turns.map(({ advantage }) => advantage)

const tasks = fc
  .array(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: -2, max: 2 })), { maxLength: 12 })
  .map((drawn) => drawn.map(([prompt, reward], session) => ({ session, prompt, reward })))
const asEpisodes = (drawn: readonly { session: number; prompt: number; reward: number }[]) =>
  drawn.map(({ session, prompt, reward }) => taskEpisode(session, [prompt], reward))

describe('GRPO and RLOO against their definitions', () => {
  test.prop([tasks])('GRPO: (r − mean) / (deviation + ε) among equal prompts', (drawn) => {
    for (const deviation of ['sample', 'population', 'none'] as const) {
      const found = advantages(grpo({ deviation, epsilon: 1e-4 }), asEpisodes(drawn))
      for (const [i, { prompt, reward }] of drawn.entries()) {
        const group = drawn.filter((other) => other.prompt === prompt).map((other) => other.reward)
        const mean = group.reduce((a, b) => a + b, 0) / group.length
        const squares = group.reduce((a, b) => a + (b - mean) ** 2, 0)
        const spread = Math.sqrt(
          squares / (deviation === 'sample' ? Math.max(1, group.length - 1) : group.length),
        )
        expect(found[i]).toBeCloseTo((reward - mean) / (deviation === 'none' ? 1 : spread + 1e-4), 9)
      }
    }
  })

  test.prop([tasks])('RLOO: r less the mean of the others', (drawn) => {
    const found = advantages(rloo(), asEpisodes(drawn))
    for (const [i, { prompt, reward }] of drawn.entries()) {
      const others = drawn.filter((other, k) => k !== i && other.prompt === prompt)
      const mean = others.reduce((a, other) => a + other.reward, 0) / others.length
      expect(found[i]).toBeCloseTo(others.length === 0 ? 0 : reward - mean, 9)
    }
  })

  test.prop([
    tasks.chain((drawn) =>
      fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length })),
    ),
  ])('permuting the rewards among sessions permutes the advantages', ([drawn, shuffled]) => {
    for (const estimator of [grpo(), rloo()]) {
      const before = advantages(estimator, asEpisodes(drawn))
      const after = advantages(estimator, asEpisodes(shuffled.map((task, session) => ({ ...task, session }))))
      for (const [i, task] of shuffled.entries()) expect(after[i]).toBeCloseTo(before[task.session]!, 9)
    }
  })

  test.prop([episodes])(
    'an explicit key groups whole roles: every turn of a role gets one advantage',
    (batch) => {
      const estimator = rloo({ grouping: ({ game }, { role }) => `${game}/${role}` })
      const weighted = new Map(
        estimator.estimate(batch, null, context).turns.map((item) => [item.turn, item.advantage]),
      )
      for (const { game, roles } of batch)
        for (const role of roles.filter(({ model }) => model === 'learner')) {
          const others = batch
            .filter((other) => other.game === game)
            .flatMap((other) => other.roles)
            .filter((other) => other !== role && other.role === role.role && other.model === 'learner')
          const mean = others.reduce((a, other) => a + other.return, 0) / others.length
          for (const turn of role.turns)
            expect(weighted.get(turn)).toBeCloseTo(others.length === 0 ? 0 : role.return - mean, 9)
        }
    },
  )

  test('turns of one key are compared by what each earned, where it says so', () => {
    const attempts = (session: number, first: number, second: number | undefined): Episode => {
      const [single] = taskEpisode(session, [0], 5).roles
      const turn = single!.turns[0]!
      const turns = [
        { ...turn, reward: first },
        { ...turn, ply: 1, prompt: [0, session], ...(second !== undefined && { reward: second }) },
      ]
      return { ...taskEpisode(session, [0], 5), roles: [{ ...single!, turns }] }
    }
    const batch = [attempts(0, 1, 3), attempts(1, 0, undefined)]
    const byPlace = rloo({ grouping: { turns: ({ game }, _, { ply }) => `${game} ${ply}` } })
    expect(advantages(byPlace, batch)).toEqual([1, -2, -1, 2])
    expect(advantages(rloo(), batch)).toEqual([1, 0, -1, 0])
    // Whole roles are compared by their returns.
    expect(advantages(rloo({ grouping: () => 'all' }), batch)).toEqual([0, 0, 0, 0])
  })

  test('dropUniform keeps only groups whose rewards differ', () => {
    const batch = asEpisodes([
      { session: 0, prompt: 0, reward: 1 },
      { session: 1, prompt: 0, reward: 1 },
      { session: 2, prompt: 1, reward: 1 },
      { session: 3, prompt: 1, reward: 0 },
    ])
    const { turns, metrics } = grpo({ dropUniform: true, deviation: 'none' }).estimate(batch, null, context)
    expect(turns.map(({ turn, advantage }) => [turn.prompt[0], advantage])).toEqual([
      [1, 0.5],
      [1, -0.5],
    ])
    expect(metrics).toEqual({ groups: 2, 'groups/single': 0, 'groups/kept': 1 })
  })
})
