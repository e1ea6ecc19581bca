import { fc, test } from '@fast-check/vitest'
import { preferences, type Episode, type PreferencesOptions } from 'coevo/learn'
import { describe, expect } from 'vitest'
import { taskEpisode } from '../arbitrary.ts'

const context = { model: 'learner', step: 0, steps: 10, vocabularySize: 7 }

const attempts = (rewards: readonly number[], prompt = 0): Episode[] =>
  rewards.map((reward, session) => taskEpisode(session, [prompt], reward))

/** The sessions of winners and losers. */
function found(episodes: readonly Episode[], options?: PreferencesOptions) {
  const sessions = new Map(episodes.map(({ session, roles }) => [roles[0]!.turns[0]!, session]))
  const { pairs, metrics } = preferences(options).estimate(episodes, null, context)
  return {
    pairs: pairs.map(({ winner, loser }) => [sessions.get(winner)!, sessions.get(loser)!] as const),
    metrics,
  }
}

describe('preferences', () => {
  test.prop([fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 1 })), { maxLength: 16 })])(
    'are all correct × incorrect attempts at one prompt',
    (drawn) => {
      const episodes = drawn.map(([prompt, reward], session) => taskEpisode(session, [prompt], reward))
      const { pairs, metrics } = found(episodes)
      const expected = drawn.flatMap(([prompt, reward], i) =>
        drawn.flatMap(([other, less], k) => (prompt === other && reward > less ? [`${i} ${k}`] : [])),
      )
      expect(pairs.map((pair) => pair.join(' ')).toSorted()).toEqual(expected.toSorted())
      expect(metrics['pairs']).toBe(expected.length)
      const groups = [0, 1, 2].map((prompt) => drawn.filter(([own]) => own === prompt))
      expect(metrics['groups']).toBe(groups.filter(({ length }) => length > 0).length)
      expect(metrics['groups/paired']).toBe(
        groups.filter((group) => new Set(group.map(([, reward]) => reward)).size === 2).length,
      )
    },
  )

  test('none where all are right or all are wrong', () => {
    expect(found(attempts([1, 1, 1])).pairs).toEqual([])
    expect(found(attempts([0, 0])).pairs).toEqual([])
  })

  test('the first of a group are of different attempts, and the cap keeps those', () => {
    const { pairs } = found(attempts([1, 0, 1, 0, 1, 0]), { cap: 3 })
    expect(pairs).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ])
    expect(found(attempts([1, 0, 1, 0, 1, 0]), { cap: 100 }).pairs).toHaveLength(9)
  })

  test('a margin asks for more', () => {
    const graded = attempts([0, 0.5, 1])
    expect(found(graded).pairs).toHaveLength(3)
    expect(found(graded, { margin: 0.5 }).pairs).toEqual([[2, 0]])
  })

  test('a turn is compared by its own reward where it has one', () => {
    const [right, wrong] = attempts([0, 1]) as [Episode, Episode]
    const role = right.roles[0]!
    const own = { ...right, roles: [{ ...role, turns: [{ ...role.turns[0]!, reward: 2 }] }] }
    expect(found([own, wrong]).pairs).toEqual([[0, 1]])
  })

  test('refuses options out of range with their name', () => {
    expect(() => preferences({ margin: -1 })).toThrow('margin is -1')
    expect(() => preferences({ cap: 0.5 })).toThrow('cap is 0.5')
  })
})
