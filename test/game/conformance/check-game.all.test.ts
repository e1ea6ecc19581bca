import {
  checkGame,
  defineGame,
  GAME_RULES,
  MOMENT,
  simulateByRules,
  type Game,
  type GameRule,
  type Simulator,
} from 'coevo/game'
import { kuhnPoker, type KuhnState } from 'coevo/games/kuhn-poker'
import { limitHoldem, type HoldemState } from 'coevo/games/limit-holdem'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describe, expect, test } from 'vitest'
import { matchingPennies } from '../matching-pennies.ts'
import { nim, type Nim } from '../nim.ts'

/** Kuhn poker with a change; without a simulator unless that is the change. */
function kuhn(change: Partial<Game<KuhnState>>): Game<KuhnState> {
  const game: Game<KuhnState> = { ...kuhnPoker, ...change }
  if (!('simulate' in change)) delete game.simulate
  return game
}

const facets = (change: Partial<Game['facets']>) => kuhn({ facets: { ...kuhnPoker.facets, ...change } })
const moving = (state: KuhnState) => typeof kuhnPoker.actor(state) === 'number'

/** A state that holds itself. */
const own: Record<string, unknown> = {}
own['self'] = own

let asked = 0

/** Kuhn poker with a simulator that does one thing wrongly. */
function simulated(change: Partial<Simulator<KuhnState>>): Game<KuhnState> {
  return kuhn({ simulate: () => Object.assign(simulateByRules(kuhnPoker), change) })
}

let observed = 0
let epoch = 0
const made = new WeakSet<object>()

/** One planted fault each. */
const mutants: readonly (readonly [rule: GameRule, fault: string, game: Game])[] = [
  ['facets', 'declares too many moves', facets({ maxMoves: 4 })],
  ['facets', 'hides that chance moves', facets({ chance: 'deterministic' })],
  ['facets', 'turns its utility range round', facets({ utilityRange: [2, -2] })],
  ['facets', 'counts actions in fractions', facets({ actions: 1.5 })],
  ['facets', 'promises chance', { ...nim, facets: { ...nim.facets, chance: 'sampled' } }],
  ['facets', 'promises secrets', { ...nim, facets: { ...nim.facets, information: 'imperfect' } }],
  ['facets', 'shows simultaneous moves', { ...nim, facets: { ...nim.facets, dynamics: 'simultaneous' } }],
  [
    'facets',
    "knows everybody's cards",
    kuhn({ informationState: (state, player) => `${player} ${JSON.stringify(state)}` }),
  ],
  ['facets', 'has a name with a space', kuhn({ name: 'Kuhn poker' })],
  [
    'plain-states',
    'keeps cards in a set',
    kuhn({ initial: () => ({ cards: new Set([1]), moves: [] }) as unknown as KuhnState }),
  ],
  [
    'plain-states',
    'remembers state objects',
    kuhn({
      apply(state, action) {
        const next = kuhnPoker.apply(state, action)
        made.add(next)
        return next
      },
      observation: (state, player) => (made.has(state) ? 'seat first' : kuhnPoker.observation(state, player)),
    }),
  ],
  [
    'purity',
    'appends to its state',
    kuhn({
      apply(state, action) {
        const next = kuhnPoker.apply(state, action)
        ;(state.moves as number[]).push(...next.moves.slice(state.moves.length))
        return next
      },
    }),
  ],
  [
    'purity',
    'throws its cards away at the end',
    kuhn({
      returns(state) {
        const returns = kuhnPoker.returns(state)
        ;(state.cards as number[]).length = 0
        return returns
      },
    }),
  ],
  [
    'purity',
    'counts its observations',
    kuhn({ observation: () => (observed++ % 3 === 0 ? 'card king' : 'card queen') }),
  ],
  [
    'purity',
    'starts differently',
    kuhn({ initial: () => ({ cards: [], moves: Array(observed++ % 2).fill(0) }) }),
  ],
  [
    'replay',
    'carries something from game to game',
    kuhn({
      apply: (state, action) => ({ ...kuhnPoker.apply(state, action), epoch }) as KuhnState,
      returns(state) {
        epoch++
        return kuhnPoker.returns(state)
      },
    }),
  ],
  [
    'randomness',
    'draws from the global generator',
    kuhn({
      legal(state) {
        Math.random()
        return kuhnPoker.legal(state)
      },
    }),
  ],
  [
    'randomness',
    'reads the clock',
    kuhn({ label: (state, action) => (Date.now() < 0 ? 'bet' : kuhnPoker.label(state, action)) }),
  ],
  ['resampling', 'draws what is', kuhn({ resample: (state) => state })],
  [
    'resampling',
    'changes the cards of whoever is to move',
    kuhn({ resample: ({ moves }) => ({ cards: moves.length % 2 === 0 ? [0, 1] : [1, 0], moves }) }),
  ],
  [
    'exceptions',
    'fails at a showdown',
    kuhn({
      returns(state) {
        if (state.moves.every((move) => move === 1)) throw new Error('no showdown')
        return kuhnPoker.returns(state)
      },
    }),
  ],
  [
    'exceptions',
    'cannot start',
    kuhn({
      initial() {
        throw new Error('no cards')
      },
    }),
  ],
  [
    'actors',
    'counts seats up',
    kuhn({ actor: (state) => (moving(state) ? state.moves.length : kuhnPoker.actor(state)) }),
  ],
  ['actors', 'invents a dealer', kuhn({ actor: () => 'dealer' as 'chance' })],
  [
    'legal-actions',
    'lists actions backwards',
    kuhn({ legal: (state) => kuhnPoker.legal(state).toReversed() }),
  ],
  ['legal-actions', 'repeats an action', kuhn({ legal: (state) => (moving(state) ? [0, 0, 1] : []) })],
  ['legal-actions', 'goes on after the end', kuhn({ legal: () => [0, 1] })],
  [
    'legal-actions',
    'leaves a player stuck',
    kuhn({ legal: ({ moves }) => (moves.length === 0 ? [] : [0, 1]) }),
  ],
  ['legal-actions', 'has an action too many', facets({ actions: 1 })],
  [
    'illegal-actions',
    'takes any action',
    kuhn({ apply: (state, action) => kuhnPoker.apply(state, action === -1 ? 0 : action) }),
  ],
  [
    'illegal-actions',
    'plays on after the end',
    kuhn({
      apply: (state, action) =>
        kuhnPoker.actor(state) === 'nobody' ? state : kuhnPoker.apply(state, action),
    }),
  ],
  ['answers', 'takes one answer for another', kuhn({ read: () => 1 })],
  [
    'chance',
    'deals with weights that do not add up',
    kuhn({ chance: (state) => kuhnPoker.chance(state).map(({ action }) => ({ action, probability: 0.3 })) }),
  ],
  ['chance', 'deals backwards', kuhn({ chance: (state) => kuhnPoker.chance(state).toReversed() })],
  [
    'chance',
    'deals while players move',
    kuhn({ chance: (state) => (moving(state) ? [{ action: 0, probability: 1 }] : kuhnPoker.chance(state)) }),
  ],
  ['labels', 'calls everything a bet', kuhn({ label: () => 'bet' })],
  [
    'vocabulary',
    'uses a strange word',
    kuhn({ label: (state, action) => (action === 1 ? 'raise' : kuhnPoker.label(state, action)) }),
  ],
  [
    'vocabulary',
    'doubles a space',
    kuhn({ observation: (state, player) => kuhnPoker.observation(state, player).replace(' ', '  ') }),
  ],
  ['vocabulary', 'lists a word twice', kuhn({ vocabulary: [...kuhnPoker.vocabulary, 'seat'] })],
  ['vocabulary', 'lists two words as one', kuhn({ vocabulary: [...kuhnPoker.vocabulary, 'all in'] })],
  [
    'observations',
    "shows the first player's card",
    kuhn({ observation: (state) => kuhnPoker.observation(state, 0) }),
  ],
  [
    'information-states',
    'lets two seats share a key',
    kuhn({ informationState: (state, player) => kuhnPoker.informationState(state, player).slice(-12) }),
  ],
  [
    'information-states',
    'offers actions by a hidden card',
    kuhn({ legal: (state) => kuhnPoker.legal(state).slice(state.cards[1] === 2 ? 1 : 0) }),
  ],
  [
    'perfect-recall',
    'forgets the moves',
    kuhn({ informationState: (state, player) => `${player} ${state.cards[player]}` }),
  ],
  [
    'perfect-recall',
    'forgets where the marks are',
    {
      ...ticTacToe,
      informationState: ({ cells }: { cells: string[] }, player: number) =>
        `${player} ${cells.filter(Boolean).length}`,
    },
  ],
  ['returns', 'pays more than it says', facets({ utilityRange: [-1, 1] })],
  ['returns', 'forgets a player', kuhn({ returns: () => [0] })],
  ['utility', 'lets the house take a chip', kuhn({ returns: (state) => [kuhnPoker.returns(state)[0]!, 1] })],
  [
    'utility',
    'has no constant sum',
    { ...facets({ utility: 'constant-sum' }), returns: ({ cards }: KuhnState) => [cards[0]!, 0] },
  ],
  ['utility', 'is not a common interest', facets({ utility: 'identical' })],
  [
    'utility',
    'goes wrong only on a full board',
    {
      ...ticTacToe,
      returns: (state: { cells: string[] }) => (state.cells.includes('') ? ticTacToe.returns(state) : [1, 1]),
    },
  ],
  ['simulation', 'simulates and forgets', simulated({ state: () => kuhnPoker.initial() })],
  ['simulation', 'simulates moves in another order', simulated({ action: (i) => 1 - i })],
  ['simulation', 'simulates chance otherwise', simulated({ probability: () => 0.4 })],
  ['simulation', 'simulates for the other player', simulated({ returnOf: () => 1 })],
  ['simulation', 'simulates nothing', simulated({ apply: () => {} })],
  ['simulation', 'cannot start from a state', simulated({ load: () => {} })],
  ['simulation', 'gives two states one key', simulated({ key: () => 1 })],
  ['simulation', 'gives two information states one key', simulated({ informationKey: () => 'known' })],
  ['simulation', 'tells apart what nobody can', simulated({ informationKey: () => asked++ })],
  ['simulation', 'cannot start again', simulated({ reset: () => {} })],
  [
    'undefined',
    'has returns from the start',
    kuhn({
      returns: (state) => (moving(state) || state.cards.length < 2 ? [0, 0] : kuhnPoker.returns(state)),
    }),
  ],
  [
    'undefined',
    'shows a player that there is none what it sees',
    kuhn({ observation: (state, player) => kuhnPoker.observation(state, player > 0 ? 1 : 0) }),
  ],
  [
    'undefined',
    'knows what a player that there is none knows',
    kuhn({ informationState: (state, player) => kuhnPoker.informationState(state, player > 0 ? 1 : 0) }),
  ],
  [
    'illegal-actions',
    'takes a BigInt',
    kuhn({ apply: (state, action) => kuhnPoker.apply(state, typeof action === 'bigint' ? 0 : action) }),
  ],
  [
    'labels',
    'tells moves apart by capitals alone',
    {
      ...nim,
      vocabulary: [...nim.vocabulary, 'TAKE-2'],
      label: (_, a) => ['take-2', 'TAKE-2', 'take-3'][Number(a)]!,
    },
  ],
  [
    'information-states',
    'shows in which order its keys were written',
    {
      ...nim,
      apply: (state, action) => {
        const { left, turn } = nim.apply(state as Nim, action)
        return action === 0 ? { turn, left } : { left, turn }
      },
      informationState: (state, player) => `${player} ${JSON.stringify(state)}`,
    },
  ],
  ['facets', 'has no players', facets({ players: 0 })],
  ['facets', 'has no facets', { ...nim, facets: undefined as never }],
  ['facets', 'has no legal', { ...nim, legal: undefined as never }],
  ['facets', 'has a facet that there is none', facets({ hidden: true } as object)],
  ['exceptions', 'lists nothing', kuhn({ legal: () => undefined as never })],
  ['exceptions', 'labels nothing', kuhn({ label: () => undefined as never })],
  ['exceptions', 'shows nothing', kuhn({ observation: () => undefined as never })],
  ['exceptions', 'has an outcome without a probability', kuhn({ chance: () => [{ action: 0 }] as never })],
  ['exceptions', 'returns one number', kuhn({ returns: () => 0 as never })],
  ['plain-states', 'holds a BigInt', kuhn({ initial: () => ({ cards: 1n, moves: [] }) as never })],
  ['plain-states', 'holds itself', kuhn({ initial: () => own as never })],
  [
    'length',
    'goes on for ever, as it says',
    { ...nim, facets: { ...nim.facets, maxMoves: 1e9 }, apply: (state) => state },
  ],
  ['length', 'runs longer than it says', facets({ maxMoves: 2 })],
  [
    'length',
    'shuffles for ever',
    kuhn({
      actor: () => 'chance',
      chance: () => [{ action: 0, probability: 1 }],
      apply: (state) => state,
      legal: () => [],
    }),
  ],
]

describe('a planted fault is named', () => {
  test.each(mutants)('%s: a game that %s', (rule, _fault, game) => {
    expect(checkGame(game).map((violation) => violation.rule)).toContain(rule)
  })

  test('for every rule there is one', () => {
    expect(new Set(mutants.map(([rule]) => rule))).toEqual(new Set(Object.keys(GAME_RULES)))
  })
})

test('a violation carries the actions that show it', () => {
  const game = kuhn({ returns: (state) => (state.moves.length === 3 ? [1, 1] : kuhnPoker.returns(state)) })
  expect(checkGame(game)).toEqual([
    { rule: 'utility', message: 'returns 1, 1 of a zero-sum game sum to 2', actions: [0, 1, 0, 1, 0] },
  ])
})

test('games without a fault have no violation', () => {
  for (const game of [kuhnPoker, ticTacToe, matchingPennies, nim] as Game[])
    expect(checkGame(game)).toEqual([])
})

test('the order in which keys are written is no fault', () => {
  const hidden = { names: null, left: 7, done: false, turn: 0 }
  const game = defineGame<Nim>({
    ...nim,
    initial: () => hidden,
    apply: (state, action) => ({ ...state, ...nim.apply(state, action), last: 0 }),
  })
  expect(checkGame(game)).toEqual([])
})

test('a look of a moment finds what a game does wrong at every turn, and ends soon', () => {
  const long = {
    ...nim,
    facets: { ...nim.facets, maxMoves: 1e6 },
    apply: (state: Nim) => ({ ...state, n: 1 }),
  }
  for (const game of [long, facets({ maxMoves: 2 }), kuhn({ returns: () => [1, 1] })] as Game[])
    expect(checkGame(game, MOMENT)).not.toEqual([])
  for (const game of [kuhnPoker, ticTacToe, limitHoldem] as Game[])
    expect(checkGame(game, MOMENT)).toEqual([])
})

test('a method that fails is named, with the actions that lead there', () => {
  expect(checkGame(kuhn({ label: () => undefined as never }))[0]).toEqual({
    rule: 'exceptions',
    message: 'label of 0 gives undefined, not a text',
    actions: [0, 1],
  })
})

test('random games reach what the exhaustive part does not', () => {
  const game = {
    ...ticTacToe,
    label: (state, action) =>
      state.cells[8] === 'x' && state.cells[0] === '' && action === 0
        ? 'zero'
        : ticTacToe.label(state, action),
  } as typeof ticTacToe
  expect(checkGame(game, { visits: 20, playouts: 0 })).toEqual([])
  expect(checkGame(game, { visits: 20 }).map(({ rule }) => rule)).toEqual(['vocabulary'])
})

describe('in a game too large to visit, what a hidden card changes is found', () => {
  const large: Game<HoldemState> = limitHoldem
  const higher = ({ cards, moves }: HoldemState, player: number) =>
    moves.length > 2 && cards[3 - 2 * player]! > 25

  test.each<[GameRule, string, Game<HoldemState>]>([
    [
      'observations',
      'the text',
      {
        ...large,
        informationState: (state, player) => large.observation(state, player),
        observation: (state, player) =>
          large.observation(state, player) + (higher(state, player) ? ' none' : ''),
      },
    ],
    [
      'information-states',
      'the actions',
      {
        ...large,
        legal: (state) => large.legal(state).slice(higher(state, Number(large.actor(state))) ? -1 : 0),
      },
    ],
  ])('%s: %s', (rule, _, game) => {
    expect(checkGame(game).map((violation) => violation.rule)).toContain(rule)
  })
})

test('the global generator and the clock are themselves again afterwards', () => {
  const { random } = Math
  const { now } = Date
  checkGame(mutants.find(([, fault]) => fault === 'cannot start')![2])
  expect(Math.random).toBe(random)
  expect(Date.now).toBe(now)
})
