import { openHall } from 'coevo/agents/match/hall'
import { uniform } from 'coevo/agents/policy/game-policy'
import { parseIllegalRule } from 'coevo/agents/match/illegal-rule'
import type { Policy } from 'coevo/agents/policy/policy'
import { defineGame } from 'coevo/game'
import { expect, test } from 'vitest'

/** Each of n players says a number once, in turn; everybody gets what the others said on average. */
const round = (players: number) =>
  defineGame<readonly number[]>({
    name: `round-of-${players}`,
    facets: {
      players,
      utility: 'general-sum',
      information: 'perfect',
      chance: 'deterministic',
      dynamics: 'sequential',
      utilityRange: [0, 2],
      maxMoves: players,
      actions: 3,
    },
    vocabulary: ['you', 'said', '0', '1', '2', '3'],
    rules: 'Say a number.',
    initial: () => [],
    actor: (said) => (said.length === players ? 'nobody' : said.length),
    legal: (said) => (said.length === players ? [] : [0, 1, 2]),
    apply: (said, action) => [...said, action],
    returns: (said) =>
      said.map((own) => said.reduce((sum, each) => sum + each, -own) / Math.max(1, players - 1)),
    label: (_said, action) => String(action),
    observation: (said, player) => ['you', player, 'said', ...said].join(' '),
  })

const say = (text: string): Policy => ({ name: text, model: null, decide: () => ({ text, trace: null }) })

async function play(rule: string, ...seats: readonly Policy[]) {
  const hall = openHall({ game: round(seats.length), rule: parseIllegalRule(rule) })
  const [episode] = await hall.play({ seats, seed: 1, sessions: [5], concurrency: 1 })
  return { end: episode!.end, returns: episode!.roles.map((role) => role.return) }
}

test('a match has any number of players', async () => {
  expect(await play('forfeit', say('2'), say('0'), say('1'))).toEqual({
    end: 'finished',
    returns: [0.5, 1.5, 1],
  })
  expect(await play('forfeit', say('2'))).toEqual({ end: 'finished', returns: [0] })
  expect((await play('constrain', ...Array.from({ length: 11 }, () => uniform))).end).toBe('finished')
})

test('the others share what an offender pays', async () => {
  expect(await play('forfeit', say('2'), say('7'), say('1'))).toEqual({
    end: 'illegal',
    returns: [1.5, 0, 1.5],
  })
  expect(await play('spiral', say('2'), say('1'), say('7'))).toEqual({
    end: 'illegal',
    returns: [1.25, 1.25, -0.5],
  })
  expect(await play('retry:1', say('7'))).toEqual({ end: 'illegal', returns: [0] })
})
