import { fc, test } from '@fast-check/vitest'
import { fromGamePolicy, uniform } from 'coevo/agents/policy/game-policy'
import { openHall } from 'coevo/agents/match/hall'
import type { Policy } from 'coevo/agents/policy/policy'
import { viewOf, type View } from 'coevo/agents/match/view'
import { canonicalJson, stream, type Json } from 'coevo/core'
import { defineGame, playout, replay, type Game } from 'coevo/game'
import { blotto } from 'coevo/games/blotto'
import { goofspiel } from 'coevo/games/goofspiel'
import { iteratedRockPaperScissors } from 'coevo/games/iterated'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { liarsDice } from 'coevo/games/liars-dice'
import { limitHoldem } from 'coevo/games/limit-holdem'
import { phantomTicTacToe } from 'coevo/games/phantom-tic-tac-toe'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { uniform as uniformly } from 'coevo/game'
import { describe, expect } from 'vitest'

/** Takes from a game what draws its states, so that they must be searched for. */
function searched(game: Game): Game {
  const rest = { ...game }
  delete rest.resample
  return rest
}

const drawing = [
  blotto,
  goofspiel.with({ order: 'random', cards: 5 }),
  goofspiel.with({ information: 'perfect' }),
  iteratedRockPaperScissors,
  kuhnPoker,
  kuhnPoker.with({ players: 3 }),
  leducPoker,
  liarsDice.with({ dice: 2 }),
  limitHoldem.with({ ranks: 4, suits: 2, rounds: 2 }),
  phantomTicTacToe,
] as Game[]

const small = [kuhnPoker, leducPoker, goofspiel, liarsDice.with({ faces: 3 }), phantomTicTacToe] as Game[]

/** Looks at the match whenever it is asked, and plays at random. */
function onlooker(look: (view: View, informationState: string) => void): Policy {
  return {
    name: 'onlooker',
    model: null,
    decide(ask, random, view) {
      look(view, ask.informationState)
      return uniform.decide(ask, random, view)
    },
  }
}

async function watch(game: Game, seed: number, look: (view: View, informationState: string) => void) {
  const hall = openHall({ game, rule: { kind: 'forfeit' } })
  const seats = Array.from({ length: game.facets.players }, () => onlooker(look))
  await hall.play({ seats, seed, sessions: [0, 1, 2], concurrency: 2 })
}

describe.for([...drawing, ...small.map(searched)])('a view of $name', (game) => {
  test.prop([fc.nat()], { numRuns: 15 })(
    'draws what the player cannot tell apart, wherever a match stands',
    async (seed) => {
      let looks = 0
      await watch(game, seed, (view, informationState) => {
        looks++
        const state = view.sample(stream(seed, looks))
        const player = game.actor(state) as number
        expect(game.informationState(state, player)).toBe(informationState)
        expect(() => view.state()).toThrow('hides information: its state can only be sampled')
      })
      expect(looks).toBeGreaterThan(2)
    },
  )
})

describe.for([...small, ...small.slice(0, 4).map(searched)])('a view of $name', (game) => {
  test('shows the same of two states that the player cannot tell apart', () => {
    const views = new Map<string, { readonly text: string; readonly real: Set<string> }>()
    for (let i = 0; i < 300; i++) {
      const { actions } = playout(game, uniformly, stream('view', i))
      const pasts = new Map<number, Map<string, string>>()
      for (let n = 0; n < actions.length; n++) {
        const state = replay(game, actions.slice(0, n))
        const player = game.actor(state)
        if (typeof player !== 'number') continue
        const key = game.informationState(state, player)
        const past = pasts.get(player) ?? new Map<string, string>()
        pasts.set(player, past)
        const text = canonicalJson(
          [0, 1, 2].map((draw) => viewOf(game, { state }, past).sample(stream(key, draw))),
        )
        const known = views.get(key) ?? { text, real: new Set() }
        views.set(key, known)
        known.real.add(canonicalJson(state))
        expect(text).toBe(known.text)
        past.set(key, game.label(state, actions[n]!))
      }
    }
    expect([...views.values()].some(({ real }) => real.size > 1)).toBe(true)
  })
})

test('draws the cards of the others as a fair deal would', () => {
  const state = { cards: [2, 0, 3], moves: [0] }
  const game = kuhnPoker.with({ players: 3 })
  for (const one of [game, searched(game)]) {
    const counts = new Map<string, number>()
    for (let i = 0; i < 3000; i++) {
      const { cards } = viewOf(one, { state }, new Map()).sample(stream('deal', i)) as typeof state
      expect(cards[1]).toBe(0)
      counts.set(cards.join(''), (counts.get(cards.join('')) ?? 0) + 1)
    }
    // Six deals, and four standard deviations.
    expect(counts.size).toBe(6)
    for (const count of counts.values())
      expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt((3000 * 5) / 36))
  }
})

describe('hidden moves are drawn as often as uniform play makes them', () => {
  test('in goofspiel, which tells who won', () => {
    // Cards below 4 and then below 3, in four ways; drawn one after the other, 1 2 would come more often.
    const game = goofspiel.with({ cards: 5 })
    const state = { prizes: [5, 4, 3, 2, 1], bids: [4, 3, 3, 1] }
    const counts = new Map<string, number>()
    for (let i = 0; i < 4000; i++) {
      const { bids } = game.resample!(state, stream('bids', i))
      expect([bids[0], bids[2]]).toEqual([4, 3])
      counts.set(`${bids[1]} ${bids[3]}`, (counts.get(`${bids[1]} ${bids[3]}`) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted()).toEqual(['1 2', '2 1', '3 1', '3 2'])
    for (const count of counts.values())
      expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt((4000 * 3) / 16))
  })

  test('in phantom tic-tac-toe, vain tries among them', () => {
    // o holds the middle; x has two marks, and tried the middle before the second in one of eight cases.
    let vain = 0
    for (let i = 0; i < 4000; i++) {
      const tries = phantomTicTacToe.resample!([0, 4, 1], stream('tries', i))
      expect(tries[1]).toBe(4)
      if (tries.length === 4) expect(tries[2]).toBe(4)
      vain += tries.length - 3
    }
    expect(Math.abs(vain / 4000 - 1 / 8)).toBeLessThan(4 * Math.sqrt(7 / 64 / 4000))
  })
})

test('is the state itself where nothing is hidden', async () => {
  await watch(ticTacToe, 1, (view, informationState) => {
    const state = view.state()
    expect(view.sample(stream('any'))).toBe(state)
    expect(ticTacToe.informationState(state as never, ticTacToe.actor(state as never) as number)).toBe(
      informationState,
    )
  })
})

test('says what a game needs whose states cannot be found', async () => {
  const digits = Array.from({ length: 10 }, (_, digit) => digit)
  // A number of six digits is drawn, and the player is told it when the last one falls.
  const lottery = defineGame<readonly number[]>({
    name: 'lottery',
    facets: {
      players: 1,
      utility: 'general-sum',
      information: 'imperfect',
      chance: 'sampled',
      dynamics: 'sequential',
      utilityRange: [0, 1],
      maxMoves: 1,
      actions: 2,
    },
    vocabulary: ['number', ...digits.map(String)],
    rules: '',
    initial: () => [],
    actor: ({ length }) => (length < 6 ? 'chance' : length === 6 ? 0 : 'nobody'),
    chance: ({ length }) => (length < 6 ? digits.map((action) => ({ action, probability: 0.1 })) : []),
    legal: ({ length }) => (length === 6 ? [0, 1] : []),
    apply: (state, action) => [...state, action],
    returns: () => [0],
    label: (_, action) => `${action}`,
    observation: (state) => (state.length < 6 ? 'number' : `number ${state.slice(0, 6).join(' ')}`),
  })
  const state: Json = [1, 2, 3, 4, 5, 6]
  expect(() => viewOf(lottery, { state }, new Map()).sample(stream('draw'))).toThrow(
    "lottery: no state was found that fits what player 0 knows; give the game a 'resample' method.",
  )
})

test('lets a policy over states decide in a game that cannot be listed', async () => {
  const bold = fromGamePolicy(limitHoldem, {
    name: 'bold',
    probabilities: (game, state) => game.legal(state).map((_, i, { length }) => (i === length - 1 ? 1 : 0)),
  })
  const hall = openHall({ game: limitHoldem, rule: { kind: 'forfeit' } })
  const [episode] = await hall.play({ seats: [bold, bold], seed: 1, sessions: [0], concurrency: 1 })
  // Both put in all they may.
  expect(episode!.roles.map((role) => Math.abs(role.return) % 48)).toEqual([0, 0])
})
