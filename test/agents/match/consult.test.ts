import { openHall } from 'coevo/agents/match/hall'
import type { Policy } from 'coevo/agents/policy/policy'
import { UserError } from 'coevo/core'
import { defineGame, type Facets, type Game, type GameDefinition } from 'coevo/game'
import { expect, test } from 'vitest'

type Pile = readonly number[]

const facets: Facets = {
  players: 2,
  utility: 'zero-sum',
  information: 'perfect',
  chance: 'deterministic',
  dynamics: 'sequential',
  utilityRange: [-1, 1],
  maxMoves: 3,
  actions: 3,
}

/** Three moves of 'left' or 'right', as one changes it. */
const broken = (changes: Partial<GameDefinition<Pile>>, changed: Partial<Facets> = {}): Game =>
  defineGame<Pile>({
    name: 'broken',
    facets: { ...facets, ...changed },
    vocabulary: ['left', 'right'],
    rules: 'Go left or right.',
    initial: () => [],
    actor: ({ length }) => (length < 3 ? length % 2 : 'nobody'),
    legal: () => [0, 1],
    apply: (moves, action) => [...moves, action],
    returns: () => [1, -1],
    label: (_, action) => ['left', 'right'][action]!,
    observation: (moves) => moves.map(() => 'left').join(' ') || 'right',
    ...changes,
  })

/** Goes right, then left, and so on: [1, 0, 1]. */
const zigzag: Policy = {
  name: 'zigzag',
  model: null,
  decide: ({ turn }) => ({ text: ['right', 'left'][turn % 2]!, trace: null }),
}

const play = async (game: Game, policy: Policy = zigzag) => {
  const hall = openHall({ game, rule: { kind: 'retry', times: 2 } })
  const [episode] = await hall.play({ seats: [policy, policy], seed: 1, sessions: [0], concurrency: 1 })
  return episode!
}

const boom = () => {
  throw new Error('boom')
}

test('a game that keeps to its contract is played', async () => {
  expect(await play(broken({}))).toMatchObject({ end: 'finished' })
})

test.for<[changes: Partial<GameDefinition<Pile>>, says: string, facets?: Partial<Facets>]>([
  [{ returns: () => [Number.NaN, 0] }, 'returns gave NaN after [1, 0, 1]'],
  [{ returns: () => [Infinity, -Infinity] }, 'returns gave Infinity after [1, 0, 1]'],
  [{ returns: () => [1, -0.5] }, 'returns gave 1 and -0.5, which sum to 0.5 in a zero-sum game, after [1, 0'],
  [{ returns: () => [2, -2] }, 'returns gave 2 and -2, outside the utilityRange of -1 to 1, after [1, 0, 1]'],
  [{ returns: () => [1] }, 'returns gave [1] for 2 players after [1, 0, 1]'],
  [{ returns: () => undefined as never }, 'returns gave undefined for 2 players after [1, 0, 1]'],
  [{ returns: boom }, "returns threw 'boom' after [1, 0, 1]"],
  [
    { returns: () => [1, 0] },
    'returns gave 1 and 0 where utility is identical, after [1, 0, 1]',
    { utility: 'identical' },
  ],
  [{ label: () => 'left' }, "label gave two legal actions the text 'left' after []"],
  [{ label: (_, a) => ['left', 'Left'][a]! }, "label gave two legal actions the text 'left' after []"],
  [{ label: (_, a) => ['left', 'up'][a]! }, "label gave 'up', and the vocabulary lacks 'up' after []"],
  [{ label: (_, a) => ['left'][a]! }, 'label of 1 gave undefined where it must give a text after []'],
  [{ label: boom }, "label of 0 threw 'boom' after []"],
  [{ observation: () => 5 as never }, 'observation gave 5 where it must give a text after []'],
  [{ observation: boom }, "observation threw 'boom' after []"],
  [
    { informationState: () => null as never },
    'informationState gave null where it must give a text after []',
  ],
  [
    { legal: ({ length }) => [0, 1].slice(0, 2 - 2 * length) },
    'legal gave an empty list where player 1 is to',
  ],
  [{ legal: () => undefined as never }, 'legal gave undefined where player 0 is to move after []'],
  [{ legal: boom }, "legal threw 'boom' after []"],
  [{ actor: () => 2 }, 'actor gave 2 in a game for 2 after []'],
  [{ actor: () => undefined as never }, 'actor gave undefined in a game for 2 after []'],
  [{ actor: boom }, "actor threw 'boom' after []"],
  [{ initial: boom }, "initial threw 'boom' after []"],
  [{ initial: () => undefined as never }, 'initial gave no state after []'],
  [{ apply: (_, a) => (a === 0 ? boom() : [a]) }, "apply threw 'boom' after [1, 0]"],
  [{ apply: () => undefined as never }, 'apply gave no state after [1]'],
  [{ actor: () => 0 }, 'maxMoves is 3, and player 0 is still to move after [1, 0, 1]'],
  [{ actor: () => 'chance' }, 'chance gave an empty list where it is to draw after []'],
  [
    { actor: () => 'chance', chance: () => [{ action: 0, probability: 1 }] },
    'chance has drawn 10000 times and would go on after 10000 actions, the last of them [0, 0, ',
  ],
  [
    { actor: () => 'chance', chance: () => [{ action: 0, probability: 0.9 }] },
    'chance gave probabilities (0.9) that sum to 0.9 after []',
  ],
  [
    { actor: () => 'chance', chance: () => [{ action: 0, probability: Number.NaN }] },
    'chance gave probabilities (NaN) that sum to NaN after []',
  ],
])('case %#: a game that breaks it ends in a sentence', async ([changes, says, facets]) => {
  const failed = play(broken(changes, facets))
  await expect(failed).rejects.toThrow(UserError)
  await expect(failed).rejects.toThrow(/^broken: .*: mend the game; 'coevo audit' looks for more\.$/)
  await expect(failed).rejects.toThrow(says)
})

test('labels are asked of legal actions: elsewhere they may be anything, or nothing', async () => {
  const stubborn: Policy = { name: 'stubborn', model: null, decide: () => ({ text: 'up', trace: null }) }
  const label = (_: Pile, action: number) => (action === 2 ? boom() : (['left', 'right'][action] as string))
  const bare = (_: Pile, action: number) => ['left', 'right'][action] as string
  for (const game of [broken({ label }), broken({ label: bare })]) {
    const { end, roles } = await play(game, stubborn)
    expect(end).toBe('illegal')
    expect(roles[0]).toMatchObject({ illegal: 3, parseFailures: 3, forfeited: true, return: -1 })
    expect(roles[1]).not.toHaveProperty('forfeited')
  }
})
