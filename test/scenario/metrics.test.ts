import { describe, expect, it } from 'vitest'
import type { Episode, RoleEpisode } from 'coevo/learn'
import { episodeMetrics, turnTokens } from '../../src/scenario/metrics.ts'

const turn = (prompt: number) => ({
  ply: 0,
  prompt: Array.from({ length: prompt }, () => 1),
  completion: [2, 3],
  logprobs: [-1, -1],
  allowed: [null, null],
})
const role = (name: string, model: string | null, value: number, turns: number, faults = 0): RoleEpisode => ({
  role: name,
  model,
  turns: Array.from({ length: turns }, () => turn(4)),
  return: value,
  illegal: faults,
  parseFailures: 2 * faults,
})
const episodes: Episode[] = [
  { session: 0, game: 'g', roles: [role('a', 'm', 1, 2), role('b', null, -1, 0)], end: 'finished' },
  { session: 1, game: 'g', roles: [role('a', 'm', -2, 1, 1), role('b', 'n', 2, 1)], end: 'illegal' },
]

describe('episodeMetrics', () => {
  it('averages over games, by role', () => {
    expect(episodeMetrics(episodes)).toEqual({
      games: 2,
      gameLength: 2,
      'ended/illegal': 0.5,
      'ended/timeout': 0,
      'a/return': -0.5,
      'a/turns': 1.5,
      'a/entropy': 2,
      'a/illegal': 0.5,
      'a/parseFailures': 1,
      'b/return': 0.5,
      'b/turns': 0.5,
      'b/entropy': 2,
      'b/illegal': 0,
      'b/parseFailures': 0,
    })
  })

  it('counts the games that ended in an error and leaves their returns out', () => {
    const failed: Episode = { ...episodes[0]!, session: 2, end: 'error' }
    const before = episodeMetrics(episodes)
    expect(episodeMetrics([...episodes, failed])).toMatchObject({
      games: 3,
      'ended/error': 1 / 3,
      'a/return': before['a/return'],
      'b/return': before['b/return'],
      'a/turns': 5 / 3,
    })
    expect(before).not.toHaveProperty('ended/error')
  })

  it('has no means over no games', () => {
    expect(episodeMetrics([])).toEqual({ games: 0 })
  })
})

describe('turnTokens', () => {
  it('counts prompts and completions of the named models only', () => {
    expect(turnTokens(episodes, new Set(['m']))).toBe(3 * 6)
    expect(turnTokens(episodes, new Set(['m', 'n']))).toBe(4 * 6)
  })
})
