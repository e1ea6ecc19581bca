import { informationSets, tablePolicy, type Game, type GamePolicy } from 'coevo/game'
import { fc } from '@fast-check/vitest'

/** Draws a policy of a game: in each information set any distribution, pure ones and zeros included. */
export function randomTable(game: Game): fc.Arbitrary<GamePolicy> {
  const sets = informationSets(game)
  const weights = sets.map(({ actions }) =>
    fc.array(fc.nat({ max: 5 }), { minLength: actions.length, maxLength: actions.length }),
  )
  return fc.tuple(...weights).map((drawn) => {
    const rows = sets.map(({ key }, i): [string, number[]] => {
      const total = drawn[i]!.reduce((sum, weight) => sum + weight, 0)
      return [key, drawn[i]!.map((weight) => (total === 0 ? 1 / drawn[i]!.length : weight / total))]
    })
    return tablePolicy('random', new Map(rows))
  })
}
