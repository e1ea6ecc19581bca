import {
  boardText,
  defineGameFamily,
  END,
  memberOf,
  sizeOf,
  squareNames,
  type GameRules,
  type Simulator,
} from 'coevo/game'
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

/** Keeps the chains of touching stones, a player's sides among them, as disjoint sets. */
class HexSimulator implements Simulator<HexState> {
  actor = 0
  count = 0
  readonly #size: number
  /** By cell: 0 or 1 for the player whose stone is there, -1 where empty. */
  readonly #owner: Int8Array
  /** By cell, then by side (top, bottom, left, right): another member of its set, or itself. */
  readonly #parent: Int16Array
  /** By cell: those that it touches, six places each, −1 where there are fewer. */
  readonly #touching: Int16Array
  /** The empty cells, 32 a word. */
  readonly #free: Int32Array

  constructor(size: number) {
    const cells = size * size
    this.#size = size
    this.#owner = new Int8Array(cells)
    this.#parent = new Int16Array(cells + 4)
    this.#free = new Int32Array(Math.ceil(cells / 32))
    this.#touching = Int16Array.from({ length: 6 * cells }, (_, i) => {
      const [down, right] = NEIGHBOURS[i % 6]!
      const cell = Math.floor(i / 6)
      const [row, column] = [Math.floor(cell / size) + down, (cell % size) + right]
      return row >= 0 && row < size && column >= 0 && column < size ? row * size + column : -1
    })
    this.reset()
  }

  reset(): void {
    const cells = this.#owner.length
    this.#owner.fill(-1)
    for (let i = 0; i < this.#parent.length; i++) this.#parent[i] = i
    this.#free.fill(-1)
    if (cells % 32 > 0) this.#free[this.#free.length - 1] = (1 << (cells % 32)) - 1
    this.actor = 0
    this.count = cells
  }

  load({ cells }: HexState): void {
    this.reset()
    for (const [cell, mark] of cells.entries()) if (mark !== '') this.#put(cell, MARKS.indexOf(mark))
    const isOver = this.#hasWon(0) || this.#hasWon(1)
    this.actor = isOver ? END : stones(cells) % 2
    this.count = isOver ? 0 : cells.length - stones(cells)
  }

  state(): HexState {
    return { cells: Array.from(this.#owner, (player) => MARKS[player] ?? '') }
  }

  action(i: number): number {
    let left = i
    for (let word = 0; ; word++) {
      const free = this.#free[word]!
      const size = sizeOf(free)
      if (left < size) return 32 * word + memberOf(free, left)
      left -= size
    }
  }

  probability(): number {
    return 0
  }

  apply(cell: number): void {
    const player = this.actor
    this.#put(cell, player)
    const isOver = this.#hasWon(player)
    this.actor = isOver ? END : 1 - player
    this.count = isOver ? 0 : this.count - 1
  }

  returnOf(player: number): number {
    return this.#hasWon(player) ? 1 : -1
  }

  #put(cell: number, player: number): void {
    const cells = this.#owner.length
    this.#owner[cell] = player
    this.#free[cell >> 5]! &= ~(1 << (cell & 31))
    for (let i = 6 * cell; i < 6 * cell + 6; i++) {
      const other = this.#touching[i]!
      if (other >= 0 && this.#owner[other] === player) this.#join(cell, other)
    }
    const along = player === 0 ? Math.floor(cell / this.#size) : cell % this.#size
    if (along === 0) this.#join(cell, cells + 2 * player)
    if (along === this.#size - 1) this.#join(cell, cells + 2 * player + 1)
  }

  #hasWon(player: number): boolean {
    const side = this.#owner.length + 2 * player
    return this.#rootOf(side) === this.#rootOf(side + 1)
  }

  #join(a: number, b: number): void {
    this.#parent[this.#rootOf(a)] = this.#rootOf(b)
  }

  /** Finds what stands for the set of a cell, halving the way there for the next time. */
  #rootOf(member: number): number {
    const parent = this.#parent
    let at = member
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!
    return at
  }
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
      simulate: () => new HexSimulator(size),
    }
  },
})

export default hex
