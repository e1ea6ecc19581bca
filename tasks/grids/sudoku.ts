import type { Random } from 'coevo/core'

/** Cells of a row, a column or a box, and so the digits. */
const SIDE = 4
export const CELLS = SIDE * SIDE
/** No digit yet. */
export const EMPTY = 0

/** 16 cells row by row: 1 … 4, or 0 where a cell is empty. */
export type Grid = readonly number[]

/** The cells that share a row, a column or a box of 2 × 2 with a cell. */
const PEERS: readonly (readonly number[])[] = Array.from({ length: CELLS }, (_, cell) =>
  Array.from({ length: CELLS }, (_, other) => other).filter(
    (other) => other !== cell && unitsOf(cell).some((unit, kind) => unit === unitsOf(other)[kind]),
  ),
)

function unitsOf(cell: number): number[] {
  const [row, column] = [Math.floor(cell / SIDE), cell % SIDE]
  return [row, column, 2 * Math.floor(row / 2) + Math.floor(column / 2)]
}

const candidates = (grid: Grid, cell: number) =>
  [1, 2, 3, 4].filter((digit) => PEERS[cell]!.every((peer) => grid[peer] !== digit))

/** Whether no row, column or box has a digit twice. */
export function isConsistent(grid: Grid): boolean {
  return grid.every((digit, cell) => digit === EMPTY || candidates(grid, cell).includes(digit))
}

/**
 * Finds solutions of a consistent grid, `most` at most: each fills the cells in which fewest digits can stand
 * first, in the order in which `sort` puts the digits.
 */
export function solutionsOf(grid: Grid, most: number, sort = (digits: number[]) => digits): Grid[] {
  const found: Grid[] = []
  const search = (state: Grid) => {
    const open = state.flatMap((digit, cell) =>
      digit === EMPTY ? [{ cell, digits: candidates(state, cell) }] : [],
    )
    if (open.length === 0) return void found.push(state)
    const { cell, digits } = open.reduce((best, next) =>
      next.digits.length < best.digits.length ? next : best,
    )
    for (const digit of sort(digits)) if (found.length < most) search(state.with(cell, digit))
  }
  search(grid)
  return found
}

/** Draws the order of a list. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const left = [...list]
  return list.map(() => left.splice(random.int(left.length), 1)[0]!)
}

/**
 * Draws a full grid and empties so many of its cells that it has one solution still.
 *
 * @param empty 0 … 10: a grid of which no more cells can be emptied has four to six digits left.
 */
export function drawGrid(empty: number, random: Random): Grid {
  let grid = solutionsOf(
    Array.from({ length: CELLS }, () => EMPTY),
    1,
    (digits) => shuffled(digits, random),
  )[0]!
  let left = empty
  for (const cell of shuffled([...grid.keys()], random)) {
    if (left === 0) break
    const emptier = grid.with(cell, EMPTY)
    if (solutionsOf(emptier, 2).length > 1) continue
    grid = emptier
    left--
  }
  return grid
}
