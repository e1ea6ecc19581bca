import { forfeitReturns, parseIllegalRule } from 'coevo/agents/match/illegal-rule'
import { describe, expect, test } from 'vitest'
import { shippedGames } from '../../../src/cli/shipped.ts'

const games = await shippedGames()

test('reads every rule', () => {
  expect(parseIllegalRule('constrain')).toEqual({ kind: 'constrain' })
  expect(parseIllegalRule('forfeit')).toEqual({ kind: 'forfeit' })
  expect(parseIllegalRule('spiral')).toEqual({ kind: 'spiral' })
  expect(parseIllegalRule('retry:2')).toEqual({ kind: 'retry', times: 2 })
})

test.for(['', 'retry', 'retry:', 'retry:0', 'retry:-1', 'retry:1.5', 'retry:1e3', 'spiral:2', 'Forfeit'])(
  "refuses '%s' in one sentence that says what there is",
  (text) => {
    expect(() => parseIllegalRule(text)).toThrow(
      `There is no illegal-move rule '${text}'. Known: constrain, forfeit, retry:N (N: 1 … 999), spiral.`,
    )
  },
)

describe('a forfeit', () => {
  test.for<[facets: Parameters<typeof forfeitReturns>[0], forfeit: number[], spiral: number[]]>([
    // What offender 1 and the others get. Games won and lost, as SPIRAL's are:
    [{ players: 2, utility: 'zero-sum', utilityRange: [-1, 1] }, [1, -1], [0.5, -1.5]],
    [{ players: 3, utility: 'zero-sum', utilityRange: [-1, 1] }, [0.5, -1, 0.5], [0.25, -1.5, 0.25]],
    // Kuhn, Leduc and limit hold'em: what is lost at most.
    [{ players: 2, utility: 'zero-sum', utilityRange: [-2, 2] }, [2, -2], [1, -3]],
    [{ players: 3, utility: 'zero-sum', utilityRange: [-2, 4] }, [1, -2, 1], [0.5, -3, 0.5]],
    [{ players: 2, utility: 'zero-sum', utilityRange: [-13, 13] }, [13, -13], [6.5, -19.5]],
    [{ players: 2, utility: 'constant-sum', utilityRange: [0, 10] }, [10, 0], [7.5, -2.5]],
    [{ players: 2, utility: 'general-sum', utilityRange: [0, 5] }, [5, 0], [3.75, -1.25]],
    [{ players: 2, utility: 'identical', utilityRange: [0, 1] }, [0, 0], [-0.25, -0.25]],
  ])('costs what the game can cost: %j', ([facets, forfeit, spiral]) => {
    expect(forfeitReturns(facets, 1)).toEqual(forfeit)
    expect(forfeitReturns(facets, 1, 'spiral')).toEqual(spiral)
  })

  test('of a player alone costs that player', () => {
    expect(forfeitReturns({ players: 1, utility: 'general-sum', utilityRange: [0, 1] }, 0)).toEqual([0])
  })

  test.for(games)('of $name is no better than the worst end, and fits its facets', (game) => {
    const { players, utility, utilityRange } = game.facets
    for (let offender = 0; offender < players; offender++) {
      const returns = forfeitReturns(game.facets, offender)
      expect(returns[offender]).toBeLessThanOrEqual(utilityRange[0])
      if (utility === 'zero-sum') expect(returns.reduce((sum, each) => sum + each, 0)).toBe(0)
      else for (const each of returns) expect(each).toBeLessThanOrEqual(utilityRange[1])
    }
  })
})
