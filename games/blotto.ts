import { z } from 'zod'
import { defineGameFamily, type GameRules } from 'coevo/game'

/** The actions taken: none, the first player's, both. */
export type BlottoState = readonly number[]

const SEATS = ['first', 'second']

/** Lists the ways to place all coins on fields, in lexical order. */
function placements(coins: number, fields: number): number[][] {
  if (fields === 1) return [[coins]]
  return Array.from({ length: coins + 1 }, (_, here) => here).flatMap((here) =>
    placements(coins - here, fields - 1).map((rest) => [here, ...rest]),
  )
}

/**
 * Colonel Blotto: both place all their coins on fields at once; more coins win a field, more fields the game.
 *
 * Action k is the k-th placement in lexical order: '0 0 10', '0 1 9', … A return is 1, 0 or −1; by symmetry
 * the value is 0.
 *
 * Source: É. Borel, "La théorie du jeu et les équations intégrales à noyau symétrique" (1921).
 */
export const blotto = defineGameFamily({
  name: 'blotto',
  title: 'Colonel Blotto',
  parameters: z.object({
    coins: z.int().min(1).max(20).default(10).describe('coins of each player'),
    fields: z.int().min(2).max(5).default(3).describe('fields to place them on'),
  }),
  make({ coins, fields }): GameRules<BlottoState> {
    const all = placements(coins, fields)
    const names = all.map((placement) => placement.join(' '))
    const actions = all.map((_, action) => action)
    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: 'deterministic',
        dynamics: 'simultaneous',
        utilityRange: [-1, 1],
        maxMoves: 2,
        actions: all.length,
      },
      vocabulary: [
        'seat',
        ...SEATS,
        'placed',
        'none',
        'against',
        ...Array.from({ length: coins + 1 }, (_, n) => `${n}`),
      ],
      rules:
        `Colonel Blotto. Both players place ${coins} coins on ${fields} fields at once, without seeing the ` +
        "other's: a number for each field, all of which add up to the coins. More coins than the other win a field; " +
        'equal numbers win nothing. Whoever wins more fields wins the game; as many are a draw.',
      initial: () => [],
      actor: (placed) => (placed.length === 2 ? 'nobody' : placed.length),
      legal: (placed) => (placed.length === 2 ? [] : actions),
      apply: (placed, action) => [...placed, action],
      returns([first, second]) {
        const other = all[second!]!
        const lead = all[first!]!.reduce((sum, n, field) => sum + Math.sign(n - other[field]!), 0)
        return lead > 0 ? [1, -1] : lead < 0 ? [-1, 1] : [0, 0]
      },
      resample: (placed, random) => placed.map(() => random.int(all.length)),
      label: (_placed, action) => names[action]!,
      observation(placed, player) {
        const own = placed[player]
        const words = `seat ${SEATS[player]} placed ${own === undefined ? 'none' : names[own]}`
        return placed.length === 2 ? `${words} against ${names[placed[1 - player]!]}` : words
      },
    }
  },
})

export default blotto
