import { replay } from 'coevo/game'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import game from './game.ts'

describeGame(game)

test('whoever takes the last stone wins', () => {
  const [ONE, TWO] = [0, 1]
  expect(game.returns(replay(game, [TWO, TWO, TWO, TWO, ONE]))).toEqual([1, -1])
})
