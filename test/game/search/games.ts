import { fc } from '@fast-check/vitest'
import { stream } from 'coevo/core'
import { defineGame, type Game } from 'coevo/game'

/** How many moves were made, and where they led. */
export type Place = readonly [step: number, place: number]

const PLACES = 5

/**
 * Draws small games in which nothing is hidden: who moves at each place (chance too, where it is wanted), where
 * moves lead and what the ends pay are random. Different ways lead to one place. Two players have opposite returns,
 * three have unrelated ones.
 */
export function openGame(steps: number, chance: boolean, players: 2 | 3 = 2): fc.Arbitrary<Game<Place>> {
  return fc.nat().map((seed) => {
    const draw = (...name: (string | number)[]) => stream(seed, ...name)
    const range = (n: number) => Array.from({ length: n }, (_, i) => i)
    const places = range(steps).map((step) =>
      range(PLACES).map((place) => ({
        mover: draw('mover', step, place).int(chance ? players + 1 : players),
        next: range(2 + draw('actions', step, place).int(2)).map((action) =>
          draw('next', step, place, action).int(PLACES),
        ),
      })),
    )
    // No player of three likes two places as well.
    const liking = range(PLACES).map((place) =>
      range(players).map((player) => draw('pay', place, player).uniform()),
    )
    const pays = range(PLACES).map((place) => {
      const first = draw('pay', place).int(9) / 4 - 1
      if (players === 2) return [first, -first]
      return liking[place]!.map(
        (own, player) => liking.filter((other) => other[player]! < own).length / 2 - 1,
      )
    })
    const actor = ([step, place]: Place) => {
      if (step === steps) return 'nobody'
      const { mover } = places[step]![place]!
      return mover === players && step > 0 ? 'chance' : mover % players
    }
    const actions = ([step, place]: Place) => places[step]![place]!.next.map((_, action) => action)
    return defineGame<Place>({
      name: `open-${seed}`,
      facets: {
        players,
        utility: players === 2 ? 'zero-sum' : 'general-sum',
        information: 'perfect',
        chance: chance ? 'sampled' : 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: steps,
        actions: 3,
      },
      vocabulary: [],
      rules: 'None that a player could guess.',
      initial: () => [0, 0],
      actor,
      chance: (state) =>
        actor(state) === 'chance'
          ? actions(state).map((action, _, { length }) => ({ action, probability: 1 / length }))
          : [],
      legal: (state) => (typeof actor(state) === 'number' ? actions(state) : []),
      apply: ([step, place], action) => [step + 1, places[step]![place]!.next[action]!],
      returns: ([, place]) => pays[place]!,
      label: (_, action) => String(action),
      observation: (state, player) => `${player} at ${state.join(' ')}`,
    })
  })
}

/** The same game with its seats given to others: player p of the one is player (p + by) mod n of the other. */
export function turned(game: Game, by: number): Game {
  const rules = { ...game }
  delete rules.simulate
  const { players } = game.facets
  const there = (player: number) => (player + by) % players
  const back = (player: number) => (player - by + players) % players
  return {
    ...rules,
    actor(state) {
      const actor = game.actor(state)
      return typeof actor === 'number' ? there(actor) : actor
    },
    returns(state) {
      const returns = game.returns(state)
      return returns.map((_, player) => returns[back(player)]!)
    },
    observation: (state, player) => game.observation(state, back(player)),
    informationState: (state, player) => game.informationState(state, back(player)),
  }
}
