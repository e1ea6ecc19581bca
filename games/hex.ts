import { boardText, defineGameFamily, squareNames, type GameRules } from 'coevo/game'
import { z } from 'zod'

/** Cells row by row from the top: 'r', 'b' or '' where empty. Players alternate, red first. */
export type HexState = { readonly cells: readonly string[] }

const MARKS = ['r', 'b']
const SIDES = ['red', 'blue']
const NEIGHBOURS = [
  [-1, 0],
  [-1, 1],
  [0, -1],
  [0, 1],
  [1, -1],
  [1, 0],
] as const

const parameters = z.object({
  size: z.int().min(2).max(19).default(11).describe('rows and columns of the board'),
})

const stones = (cells: readonly string[]) => cells.filter(Boolean).length

/** Whether a player's stones join its two sides: top and bottom for red (0), left and right for blue (1). */
function joins(cells: readonly string[], size: number, player: number): boolean {
  const mark = MARKS[player]!
  const cellAt = (row: number, column: number) => row * size + column
  const start = Array.from({ length: size }, (_, i) => (player === 0 ? cellAt(0, i) : cellAt(i, 0)))
  const open = start.filter((cell) => cells[cell] === mark)
  const reached = new Set(open)
  for (const cell of open) {
    const [row, column] = [Math.floor(cell / size), cell % size]
    if ((player === 0 ? row : column) === size - 1) return true
    for (const [down, right] of NEIGHBOURS) {
      const [r, c] = [row + down, column + right]
      const next = cellAt(r, c)
      if (r < 0 || r >= size || c < 0 || c >= size || cells[next] !== mark || reached.has(next)) continue
      reached.add(next)
      open.push(next)
    }
  }
  return false
}

/**
 * Hex: players take turns to put a stone on an empty cell of a rhombus of hexagons. Red moves first and wins
 * by joining top and bottom, blue by joining left and right: 1, and −1 for the other. A game never ends in a
 * draw, and the first player can win on any board; there is no swap here to make up for it.
 *
 * Action k puts a stone on cell k, row by row from the top. A cell touches the two beside it, those above it
 * and above to the right, those below it and below to the left.
 *
 * Source: P. Hein (1942); J. Nash, "Some games and machines for playing them", RAND D-1164 (1952).
 */
export const hex = defineGameFamily({
  name: 'hex',
  title: 'Hex',
  parameters,
  make({ size }): GameRules<HexState> {
    const squares = squareNames(size, size, 'top')
    /** Only who has moved last can have won. */
    const isOver = ({ cells }: HexState) => joins(cells, size, (stones(cells) + 1) % 2)
    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'perfect',
        chance: 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: size * size,
        actions: size * size,
      },
      vocabulary: ['you', ...SIDES, 'board', ...MARKS, '.', '/', ...squares],
      rules:
        `Hex on a rhombus of ${size} rows, numbered from the top, and columns a to ${squares[size - 1]![0]}. Each ` +
        'row lies half a cell to the right of the one above. A cell touches six others: to its left and right, the ' +
        'same column and the next to the right in the row above, the same column and the next to the left in the ' +
        'row below. Two players take turns to put a stone on an empty cell, red (r) first. Red wins by a chain of ' +
        'touching stones from the top row to the bottom row, blue (b) by one from the first column to the last.',
      initial: () => ({ cells: squares.map(() => '') }),
      actor: (state) => (isOver(state) ? 'nobody' : stones(state.cells) % 2),
      legal: (state) =>
        isOver(state) ? [] : state.cells.flatMap((mark, cell) => (mark === '' ? [cell] : [])),
      apply: ({ cells }, cell) => ({ cells: cells.with(cell, MARKS[stones(cells) % 2]!) }),
      returns: ({ cells }) => (stones(cells) % 2 === 1 ? [1, -1] : [-1, 1]),
      label: (_state, cell) => squares[cell]!,
      observation: ({ cells }, player) => `you ${SIDES[player]} board ${boardText(cells, size)}`,
    }
  },
})

export default hex
