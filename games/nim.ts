import { defineGameFamily, type GameRules } from 'coevo/game'
import { z } from 'zod'

/** What is left in each pile, and whose turn it is. */
export type NimState = { readonly piles: readonly number[]; readonly turn: number }

const SEATS = ['first', 'second']

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

const parameters = z.object({
  piles: z
    .string()
    .regex(/^([1-9]|1\d|20)(-([1-9]|1\d|20)){0,7}$/, 'must be one to eight sizes from 1 to 20, as in 1-3-5-7')
    .default('1-3-5-7')
    .describe('the size of each pile at the start, with hyphens between them'),
  rule: z
    .enum(['misere', 'normal'])
    .default('misere')
    .describe('whether who takes the last object loses (misere) or wins (normal)'),
})

/**
 * Nim: players take turns to take any number of objects from one pile. Under the misère rule whoever takes
 * the last object loses, under the normal rule it wins. A win returns 1, a loss −1.
 *
 * With p piles, action (k − 1) · p + i takes k objects from pile i, counted from 0; in words piles count
 * from 1. The player to move wins where the sizes' exclusive or is not zero; under the misère rule, if all
 * are at most one, where an even number is left.
 *
 * Source: C. L. Bouton, "Nim, a game with a complete mathematical theory", Annals of Mathematics 3 (1901).
 */
export const nim = defineGameFamily({
  name: 'nim',
  title: 'Nim',
  parameters,
  make({ piles: sizes, rule }): GameRules<NimState> {
    const start = sizes.split('-').map(Number)
    const largest = Math.max(...start)
    const take = (action: number) => Math.floor(action / start.length) + 1
    const isOver = ({ piles }: NimState) => piles.every((size) => size === 0)
    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'perfect',
        chance: 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: start.reduce((sum, size) => sum + size, 0),
        actions: largest * start.length,
      },
      vocabulary: ['you', ...SEATS, 'turn', 'piles', 'take', 'from', 'pile', '0'].concat(
        numbers(Math.max(largest, start.length)).map(String),
      ),
      rules:
        `Nim. There are piles of ${start.join(', ')} objects. Two players take turns to take one or more objects ` +
        `from one pile. Whoever takes the last object of all ${rule === 'misere' ? 'loses' : 'wins'}.`,
      initial: () => ({ piles: start, turn: 0 }),
      actor: (state) => (isOver(state) ? 'nobody' : state.turn),
      legal: ({ piles }) =>
        numbers(largest).flatMap((count) =>
          piles.flatMap((size, pile) => (size >= count ? [(count - 1) * piles.length + pile] : [])),
        ),
      apply({ piles, turn }, action) {
        const pile = action % piles.length
        return { piles: piles.with(pile, piles[pile]! - take(action)), turn: 1 - turn }
      },
      returns({ turn }) {
        const winner = rule === 'misere' ? turn : 1 - turn
        return winner === 0 ? [1, -1] : [-1, 1]
      },
      label: (_state, action) => `take ${take(action)} from pile ${(action % start.length) + 1}`,
      observation: ({ piles, turn }, player) =>
        `you ${SEATS[player]} turn ${SEATS[turn]} piles ${piles.join(' ')}`,
    }
  },
})

export default nim
