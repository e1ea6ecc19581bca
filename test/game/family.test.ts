import { defineGameFamily, enumerate, gameNamed, parametersOf, type Game, type GameRules } from 'coevo/game'
import { UserError } from 'coevo/core'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { describeGame } from 'coevo/testing'
import { fc, test as fcTest } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { nim, type Nim } from './nim.ts'

/** Nim with a choice of pile: what a user's family looks like. */
const piles = defineGameFamily({
  name: 'piles',
  title: 'Piles',
  parameters: z.object({
    stones: z.int().min(1).max(9).default(7).describe('stones in the pile'),
    last: z.enum(['wins', 'loses']).default('wins').describe('what taking the last stone does'),
  }),
  make: ({ stones, last }): GameRules<Nim> => ({
    ...nim,
    facets: { ...nim.facets, maxMoves: stones },
    vocabulary: [
      ...nim.vocabulary.filter((word) => !/\d/.test(word)),
      ...Array.from({ length: 10 }, (_, i) => `${i}`),
      'take-1',
      'take-2',
      'take-3',
    ],
    initial: () => ({ left: stones, turn: 0 }),
    returns: (state) => nim.returns(state).map((value) => (last === 'wins' ? value : 0 - value)),
  }),
})

const games: readonly Game[] = [kuhnPoker, piles, ticTacToe]
const messageOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
  return 'no error'
}

describeGame(piles.with({ stones: 5, last: 'loses' }))

describe('a family', () => {
  it('is the game of its defaults', () => {
    expect(piles.name).toBe('piles')
    expect(piles.initial()).toEqual({ left: 7, turn: 0 })
    expect(piles.with({})).toBe(piles)
    expect(piles.with({ stones: 7, last: 'wins' })).toBe(piles)
  })

  it('names a game after what differs, in the order of declaration', () => {
    expect(piles.with({ stones: 3 }).name).toBe('piles:stones=3')
    const both = piles.with({ last: 'loses', stones: 3 })
    expect(both.name).toBe('piles:stones=3,last=loses')
    expect(both.title).toBe('Piles (stones 3, last loses)')
    expect(both.initial()).toEqual({ left: 3, turn: 0 })
  })

  it.each([
    [{ stones: 99 }, "Parameter 'stones' of game 'piles' cannot be 99: Too big: expected number to be <=9."],
    [{ last: 'looses' }, "Did you mean 'loses'?"],
    [
      { stonse: 3 },
      "Game 'piles' has no parameter 'stonse'; did you mean 'stones'? Its parameters: stones, last.",
    ],
  ])('refuses %j in one sentence', (set, message) => {
    expect(messageOf(() => piles.with(set as never))).toContain(message)
  })

  it('lists its parameters', () => {
    expect(parametersOf(piles)).toEqual([
      { name: 'stones', default: 7, description: 'stones in the pile', values: '1 … 9' },
      {
        name: 'last',
        default: 'wins',
        description: 'what taking the last stone does',
        values: 'wins, loses',
      },
    ])
    expect(parametersOf(ticTacToe)).toEqual([])
  })
})

describe('gameNamed', () => {
  it('finds a game by its name, and one with parameters', () => {
    expect(gameNamed('tic-tac-toe', games)).toBe(ticTacToe)
    expect(gameNamed('piles:stones=7', games)).toBe(piles)
    expect(gameNamed('piles:last=loses,stones=4', games).name).toBe('piles:stones=4,last=loses')
  })

  it('takes the name of the game that it gives', () => {
    const game = gameNamed('kuhn-poker:players=3', games)
    expect(enumerate(gameNamed(game.name, games)).actor).toEqual(enumerate(game).actor)
  })

  fcTest.prop([fc.constantFrom('piles:', 'piles:stones=', 'kuhn-poker:players=', ''), fc.string()])(
    'gives a game or one sentence, whatever is typed',
    (start, rest) => {
      try {
        expect(gameNamed(start + rest, games).facets.players).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
      }
    },
  )

  it.each([
    [
      'kuhn-pocker',
      "There is no game 'kuhn-pocker'; did you mean 'kuhn-poker'? Known: kuhn-poker, piles, tic-tac-toe.",
    ],
    ['__proto__', "There is no game '__proto__'."],
    ['', "There is no game ''."],
    ['tic-tac-toe:size=4', "Game 'tic-tac-toe' has no parameters; write 'tic-tac-toe'."],
    ['piles:', "'' is no parameter of game 'piles'; write name=value, with commas between several."],
    ['piles:5', "'5' is no parameter of game 'piles'; write name=value"],
    ['piles:stones=5,', "'' is no parameter of game 'piles'"],
    ['piles:stones=', "Parameter 'stones' of game 'piles' cannot be : Invalid input: expected number"],
    ['piles:stones=4,stones=5', "'piles:stones=4,stones=5' sets parameter 'stones' twice."],
    ['piles:stnoes=4', "Game 'piles' has no parameter 'stnoes'; did you mean 'stones'?"],
    [
      'piles:stones=four',
      "Parameter 'stones' of game 'piles' cannot be four: Invalid input: expected number",
    ],
  ])("refuses '%s' in one sentence", (text, message) => {
    expect(messageOf(() => gameNamed(text, games))).toContain(`UserError: ${message}`)
  })
})
