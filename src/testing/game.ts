import { describe, expect, test } from 'vitest'
import type { Json } from '../core/index.ts'
import { checkGame, formatGameViolation, GAME_RULES, type CheckOptions, type Game } from '../game/index.ts'

/** Declares the conformance tests of a game: one a rule of the contract. */
export function describeGame<State extends Json>(game: Game<State>, options?: CheckOptions): void {
  describe(`${game.name} conforms`, () => {
    const violations = checkGame(game, options)
    for (const [rule, law] of Object.entries(GAME_RULES))
      test(law, () => {
        const violation = violations.find((each) => each.rule === rule)
        if (violation !== undefined) expect.fail(formatGameViolation(violation))
      })
  })
}
