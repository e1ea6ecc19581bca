import { fc, test } from '@fast-check/vitest'
import {
  bestResponse,
  checkGame,
  informationSets,
  nashConv,
  solveByCfr,
  uniform,
  type Game,
  type GamePolicy,
} from 'coevo/game'
import { expect } from 'vitest'
import { randomGame } from './random-game.ts'
import { randomTable } from './random-table.ts'

const fixed = { seed: 1, numRuns: 60 }
const anyGame = fc.oneof(randomGame(2, 3), randomGame(2, 4), randomGame(3, 4))
const gameAndPolicy = anyGame.chain((game) => fc.tuple(fc.constant(game), randomTable(game)))

/** The expected returns, straight from the rules and by another road than the solvers'. */
function expected(game: Game, seats: readonly GamePolicy[], state = game.initial()): number[] {
  const actor = game.actor(state)
  if (actor === 'nobody') return [...game.returns(state)]
  const branches =
    actor === 'chance'
      ? game.chance(state).map(({ action, probability }) => [action, probability] as const)
      : game.legal(state).map((action, i) => [action, seats[actor]!.probabilities(game, state)[i]!] as const)
  return branches
    .map(([action, probability]) =>
      expected(game, seats, game.apply(state, action)).map((value) => value * probability),
    )
    .reduce((sum, values) => sum.map((value, player) => value + values[player]!))
}

/** Every way in which a player could play: one action in each of its information sets. */
function* pureStrategies(game: Game, player: number): Generator<GamePolicy> {
  const sets = informationSets(game).filter((set) => set.player === player)
  const counts = sets.map(({ actions }) => actions.length)
  const total = counts.reduce((product, count) => product * count, 1)
  for (let index = 0; index < total; index++) {
    let rest = index
    const choices = new Map<string, number>()
    for (const [i, { key }] of sets.entries()) {
      choices.set(key, rest % counts[i]!)
      rest = Math.floor(rest / counts[i]!)
    }
    yield {
      name: `pure-${index}`,
      probabilities: (game, state) =>
        game.legal(state).map((_, i) => (i === choices.get(game.informationState(state, player)) ? 1 : 0)),
    }
  }
}

test.prop([anyGame], fixed)('random games conform', (game) => {
  fc.pre(informationSets(game).length > 0)
  expect(checkGame(game)).toEqual([])
})

test.prop([gameAndPolicy], fixed)('values are those of the rules', ([game, policy]) => {
  const seats = Array<GamePolicy>(game.facets.players).fill(policy)
  const values = expected(game, seats)
  for (const [player, value] of nashConv(game, policy).values.entries())
    expect(value).toBeCloseTo(values[player]!, 12)
})

test.prop([gameAndPolicy], fixed)('a best response is the best of all pure strategies', ([game, policy]) => {
  for (let player = 0; player < game.facets.players; player++) {
    const sets = informationSets(game).filter((set) => set.player === player)
    if (sets.reduce((product, { actions }) => product * actions.length, 1) > 300) continue
    const values = Array.from(pureStrategies(game, player), (pure) => {
      const seats = Array<GamePolicy>(game.facets.players).fill(policy).with(player, pure)
      return expected(game, seats)[player]!
    })
    expect(bestResponse(game, policy, player).value).toBeCloseTo(Math.max(...values), 12)
  }
})

test.prop([gameAndPolicy], fixed)('NashConv is not negative', ([game, policy]) => {
  const { nashConv: distance, values, bestResponses } = nashConv(game, policy)
  expect(distance).toBeGreaterThan(-1e-12)
  for (const [player, value] of values.entries()) expect(bestResponses[player]).toBeGreaterThan(value - 1e-12)
})

test.prop([randomGame(2, 4), fc.constantFrom('cfr', 'cfr+', 'linear-cfr', 'dcfr')], fixed)(
  'CFR comes to rest at equilibrium',
  (game, variant) => {
    const start = nashConv(game, uniform).nashConv
    const end = nashConv(game, solveByCfr(game, 400, { variant })).nashConv
    expect(end).toBeLessThan(Math.max(0.02, start / 20))
  },
)
