/**
 * Names the squares of a board row by row from the top: a letter for the column, a number for the row.
 *
 * @param columns 1 … 26
 * @param first where row 1 is: at the bottom, as in chess (a2 b2 a1 b1), or at the top, as in othello.
 */
export function squareNames(rows: number, columns: number, first: 'bottom' | 'top' = 'bottom'): string[] {
  return Array.from({ length: rows * columns }, (_, cell) => {
    const row = Math.floor(cell / columns)
    return String.fromCodePoint(97 + (cell % columns)) + (first === 'top' ? row + 1 : rows - row)
  })
}

/** Writes a board as words, row by row from the top, with '/' between rows. An empty cell ('') is a '.'. */
export function boardText(cells: readonly string[], columns: number): string {
  let text = cells[0] || '.'
  for (let cell = 1; cell < cells.length; cell++)
    text += (cell % columns === 0 ? ' / ' : ' ') + (cells[cell] || '.')
  return text
}
