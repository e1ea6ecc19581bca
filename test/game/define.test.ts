import { defineGame, type Game } from 'coevo/game'
import { describe, expect, test } from 'vitest'
import { shippedGames } from '../../src/cli/shipped.ts'
import { nim } from './nim.ts'

const define = (change: object) => () => defineGame({ ...nim, ...change })

describe('a definition that lacks a part is refused with its place', () => {
  test.each<[object, string]>([
    [{ name: 'My Game' }, `Game "My Game": name: must be kebab-case: 'my-game'.`],
    [{ name: '<b>nim</b>' }, `Game "<b>nim</b>": name: must be kebab-case: 'my-game'.`],
    [{ title: 'Nim\u001b[31m' }, 'Game "nim": title: must be one line.'],
    [{ legal: undefined }, 'Game "nim": legal: must be a function.'],
    [
      { facets: { ...nim.facets, maxMoves: undefined, maxmoves: 7 } },
      "Game \"nim\": facets.maxMoves: Invalid input: expected number, received undefined ('maxmoves' is there; is 'maxMoves' meant?).",
    ],
    [{ facets: undefined }, 'Game "nim": facets: Invalid input: expected object, received undefined.'],
    [
      { facets: { ...nim.facets, players: 0 } },
      'Game "nim": facets.players: Too small: expected number to be >=1.',
    ],
    [
      { facets: { ...nim.facets, utilityRange: [1, -1] } },
      'Game "nim": facets.utilityRange: the least return comes first.',
    ],
    [
      { facets: { ...nim.facets, utilityRange: [-Infinity, 1] } },
      'Game "nim": facets.utilityRange.0: Invalid input: expected number, received -Infinity.',
    ],
    [{ facets: { ...nim.facets, dynamics: undefined } }, 'Game "nim": facets.dynamics: Invalid option'],
    [
      { facets: { ...nim.facets, dynamic: 'sequential' } },
      'Game "nim": facets: Unrecognized key: "dynamic".',
    ],
    [
      { facets: { ...nim.facets, answers: 'open' } },
      'Game "nim": its answers are open, so it needs read; write it, or list the answers.',
    ],
  ])('%o', (change, message) => {
    expect(define(change)).toThrow(message)
  })
})

describe('in every game that ships', async () => {
  test.each((await shippedGames()).map((game) => [game.name, game] as const))('%s', (_name, game: Game) => {
    const state = game.initial()
    expect(() => game.returns(state)).toThrow(`${game.name}: there are no returns before the end`)
    for (const player of [-1, 0.5, game.facets.players, NaN, undefined as never])
      for (const method of ['observation', 'informationState'] as const)
        expect(() => game[method](state, player)).toThrow(`${game.name} has the players 0 to `)
    expect(() => game.apply(state, 0n as never)).toThrow(`${game.name}: 0 is not possible here`)
    expect(() => game.apply(state, null as never)).toThrow(`${game.name}: null is not possible here`)
  })
})
