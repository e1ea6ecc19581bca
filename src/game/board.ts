/** Names the squares of a board as chess players do, row by row from the top: a2 b2 a1 b1. columns: 1 … 26 */
export function squareNames(rows: number, columns: number): string[] {
  return Array.from(
    { length: rows * columns },
    (_, cell) => String.fromCodePoint(97 + (cell % columns)) + (rows - Math.floor(cell / columns)),
  )
}

/** Writes a board as words, row by row from the top, with '/' between rows. An empty cell ('') is a '.'. */
export function boardText(cells: readonly string[], columns: number): string {
  return cells.map((mark, cell) => (cell > 0 && cell % columns === 0 ? '/ ' : '') + (mark || '.')).join(' ')
}
