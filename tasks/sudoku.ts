import { defineTask } from 'coevo/task'
import { CELLS, drawGrid, EMPTY, isConsistent, solutionsOf, type Grid } from './grids/sudoku.ts'
import { listWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

/** A grid with one solution. */
export type Sudoku = { readonly grid: Grid }

const MOST_EMPTY = 10

/** Writes a grid row by row, '.' for an empty cell. */
function spellGrid(grid: Grid): string {
  const words = grid.map((digit) => (digit === EMPTY ? '.' : `${digit}`))
  return [0, 4, 8, 12].map((start) => words.slice(start, start + 4).join(' ')).join(' / ')
}

/** Reads 16 cells, with or without '/' between the rows; null where they are none. */
function readGrid(words: readonly string[]): Grid | null {
  if (words.includes('/') && !isRowed(words)) return null
  const cells = words.filter((word) => word !== '/')
  if (cells.length !== CELLS || !cells.every((word) => /^[.1-4]$/.test(word))) return null
  return cells.map((word) => (word === '.' ? EMPTY : Number(word)))
}

const isRowed = (words: readonly string[]) =>
  words.length === CELLS + 3 && [4, 9, 14].every((at) => words[at] === '/')

/**
 * Sudoku of 4 × 4: every row, column and box of 2 × 2 holds 1, 2, 3 and 4.
 * '1 2 3 4 / 3 4 . 2 / 2 1 4 3 / 4 3 2 . =' is answered '1 2 3 4 / 3 4 1 2 / 2 1 4 3 / 4 3 2 1'.
 *
 * The dial `empty` counts the empty cells. A problem has exactly one solution.
 */
export const sudoku = defineTask<Sudoku, 'empty'>({
  name: 'sudoku',
  title: 'Sudoku 4 × 4',
  rules:
    'Fill the empty cells, each written as a dot, so that every row, every column and every box of two by two ' +
    "holds 1, 2, 3 and 4. Write the whole grid row by row, with '/' between the rows.",
  dials: {
    empty: { min: 1, max: MOST_EMPTY, kind: 'whole', default: 4, description: 'empty cells' },
  },
  vocabulary: ['.', '1', '2', '3', '4', '/', '='],
  maxWords: CELLS + 3,
  generate: ({ empty }, random) => ({ grid: drawGrid(empty, random) }),
  difficulty: ({ grid }) => ({ empty: grid.filter((digit) => digit === EMPTY).length }),
  prompt: ({ grid }) => `${spellGrid(grid)} =`,
  solve: ({ grid }) => spellGrid(solutionsOf(grid, 1)[0]!),
  verify({ grid }, answer) {
    const filled = readGrid(listWords(answer))
    if (filled === null || filled.includes(EMPTY)) return UNREADABLE
    return verdict(isConsistent(filled) && grid.every((digit, i) => digit === EMPTY || digit === filled[i]))
  },
  parse(prompt) {
    const words = wordsOf(prompt)
    const grid = words.at(-1) === '=' ? readGrid(words.slice(0, -1)) : null
    if (grid === null || !isConsistent(grid)) return null
    const empty = grid.filter((digit) => digit === EMPTY).length
    return empty < 1 || empty > MOST_EMPTY || solutionsOf(grid, 2).length !== 1 ? null : { grid }
  },
})
