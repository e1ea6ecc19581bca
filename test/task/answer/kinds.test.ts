import type { Json } from 'coevo/core'
import { parseAction, replay, type Game } from 'coevo/game'
import { chess } from 'coevo/games/chess'
import { connectFour } from 'coevo/games/connect-four'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { simpleNegotiation } from 'coevo/games/simple-negotiation'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { twentyQuestions } from 'coevo/games/twenty-questions'
import { judge } from 'coevo/task'
import { describe, expect, test } from 'vitest'
import { around } from './kinds/around.ts'
import { characters } from './kinds/characters.ts'
import type { Kind } from './kinds/kind.ts'
import { moves } from './kinds/moves.ts'
import { numbers } from './kinds/numbers.ts'
import { structures } from './kinds/structures.ts'
import { texts } from './kinds/texts.ts'
import { units } from './kinds/units.ts'
import { values } from './kinds/values.ts'

const kinds: readonly Kind[] = [
  ...around,
  ...numbers,
  ...characters,
  ...values,
  ...structures,
  ...units,
  ...texts,
  ...moves,
]

/** Right answers that are refused, each with the reason. */
const REFUSED: Readonly<Record<string, string>> = {}

/** Reads a move where a game stands and gives its label; null for none. */
const reader =
  <State extends Json>(game: Game<State>, state: State) =>
  (written: string) => {
    const action = parseAction(game, state, written)
    return action === null ? null : game.label(state, action)
  }

/** Where moves are made, by the first word of a pair. */
const POSITIONS: Readonly<Record<string, (written: string) => string | null>> = {
  kuhn: reader(kuhnPoker, replay(kuhnPoker, [2, 1])),
  chess: reader(chess, chess.initial()),
  endgame: reader(chess, { position: 'r3k2r/1P6/8/2b5/8/1b1p4/2P5/R3K2R w KQkq -', clock: 0, past: [] }),
  'connect-four': reader(connectFour, connectFour.initial()),
  'tic-tac-toe': reader(ticTacToe, ticTacToe.initial()),
  trade: reader(simpleNegotiation, simpleNegotiation.initial()),
  'twenty-questions': reader(twentyQuestions, replay(twentyQuestions, [0])),
}

function isAccepted(via: Kind['via'], pair: string): boolean {
  const [right, written] = pair.split(' ← ') as [string, string]
  if (via !== 'move') return judge(via, right, written).score === 1
  const position = right.split(' ', 1)[0]!
  return POSITIONS[position]!(written) === right.slice(position.length + 1)
}

test('there are at least 80 kinds, each with its source and as many wrong answers as right ones', () => {
  expect(kinds.length).toBeGreaterThanOrEqual(80)
  expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length)
  for (const { kind, source, right, wrong } of kinds) {
    expect(source, kind).toMatch(/^(?:https:\/\/github\.com\/\S+|\S+\/\S+ \S+\/?\S*\.py)/)
    expect([right.length, right.length > 0 && right.length <= 5], kind).toEqual([wrong.length, true])
  }
})

describe.each(kinds)('$kind', ({ via, right, wrong }) => {
  test.each(right.filter((pair) => !Object.hasOwn(REFUSED, pair)))('%s', (pair) => {
    expect(isAccepted(via, pair)).toBe(true)
  })

  test.each(wrong)('wrong: %s', (pair) => {
    expect(isAccepted(via, pair)).toBe(false)
  })
})

test('of right answers at most one in a hundred is refused, and each is one that is listed', () => {
  const pairs = kinds.flatMap(({ via, right }) => right.map((pair) => ({ via, pair })))
  const refused = pairs.filter(({ via, pair }) => !isAccepted(via, pair)).map(({ pair }) => pair)
  expect(refused).toEqual(Object.keys(REFUSED))
  expect(refused.length).toBeLessThanOrEqual(pairs.length / 100)
})
