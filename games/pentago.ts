import { boardText, defineGame, squareNames } from 'coevo/game'

/** Cells 0 … 35, row by row from the top: 'w', 'b' or '' where empty. Players alternate, white first. */
export type PentagoState = { readonly cells: readonly string[] }

const SIZE = 6
const MARKS = ['w', 'b']
const SIDES = ['white', 'black']
const SQUARES = squareNames(SIZE, SIZE, 'top')
const QUADRANTS = ['top-left', 'top-right', 'bottom-left', 'bottom-right']
const TURNS = ['clockwise', 'anticlockwise']

/** Every five cells in a row, a column or a diagonal: 32 lines. */
const LINES = SQUARES.flatMap((_, cell) => {
  const [row, column] = [Math.floor(cell / SIZE), cell % SIZE]
  const right = column + 4 < SIZE
  const [down, left] = [row + 4 < SIZE, column >= 4]
  const steps = [right && 1, down && SIZE, right && down && SIZE + 1, left && down && SIZE - 1]
  return steps.filter((step) => step !== false).map((step) => [0, 1, 2, 3, 4].map((i) => cell + i * step))
})

/** By twist (quadrant · 2 + turn): for each cell, the cell that its marble comes from. */
const TWISTS = QUADRANTS.flatMap((_, quadrant) =>
  TURNS.map((turn) => {
    const top = Math.floor(quadrant / 2) * 3
    const left = (quadrant % 2) * 3
    return SQUARES.map((_, cell) => {
      const [row, column] = [Math.floor(cell / SIZE) - top, (cell % SIZE) - left]
      if (row < 0 || row > 2 || column < 0 || column > 2) return cell
      const [r, c] = turn === 'clockwise' ? [2 - column, row] : [column, 2 - row]
      return (top + r) * SIZE + left + c
    })
  }),
)

const hasFive = (cells: readonly string[], mark: string) =>
  LINES.some((line) => line.every((cell) => cells[cell] === mark))

const marbles = (cells: readonly string[]) => cells.filter(Boolean).length

const isOver = ({ cells }: PentagoState) => !cells.includes('') || MARKS.some((mark) => hasFive(cells, mark))

/**
 * Pentago: a player puts a marble on an empty cell, then turns one quarter of the board by 90 degrees. White
 * moves first. Five in a line win at once, even before the turn: 1, and −1 for the other. Five for both after
 * a turn, or a full board without five, is a draw.
 *
 * Action (cell · 4 + quadrant) · 2 + turn puts and turns; cells count row by row from the top, quadrants
 * likewise, turn 0 is clockwise. A marble that makes five ends the game, whatever turn is named with it.
 *
 * Source: T. Flodén, Pentago (Mindtwister, 2005), rules of the game; G. Irving, "Pentago is a first player
 * win" (2014).
 */
export const pentago = defineGame<PentagoState>({
  name: 'pentago',
  title: 'Pentago',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: SIZE * SIZE,
    actions: SIZE * SIZE * TWISTS.length,
  },
  vocabulary: ['you', ...SIDES, 'board', ...MARKS, '.', '/', ...SQUARES, ...QUADRANTS, ...TURNS],
  rules:
    'Pentago. The board has six rows, numbered from the top, and columns a to f; it is made of four quarters of ' +
    'three by three cells. Two players take turns, white (w) first. A player puts a marble on an empty cell and ' +
    'then turns one quarter by 90 degrees, clockwise or anticlockwise. Whoever has five marbles in a row, a column ' +
    'or a diagonal wins; if the marble makes five, there is no turn. If a turn makes five for both, or the board ' +
    'is full without five, it is a draw.',
  initial: () => ({ cells: SQUARES.map(() => '') }),
  actor: (state) => (isOver(state) ? 'nobody' : marbles(state.cells) % 2),
  legal: (state) =>
    isOver(state)
      ? []
      : state.cells.flatMap((mark, cell) =>
          mark === '' ? TWISTS.map((_, twist) => cell * TWISTS.length + twist) : [],
        ),
  apply({ cells }, action) {
    const mark = MARKS[marbles(cells) % 2]!
    const put = cells.with(Math.floor(action / TWISTS.length), mark)
    return { cells: hasFive(put, mark) ? put : TWISTS[action % TWISTS.length]!.map((from) => put[from]!) }
  },
  returns({ cells }) {
    const [white, black] = MARKS.map((mark) => Number(hasFive(cells, mark))) as [number, number]
    return white === black ? [0, 0] : [white - black, black - white]
  },
  label: (_state, action) =>
    [
      SQUARES[Math.floor(action / TWISTS.length)],
      QUADRANTS[Math.floor((action % TWISTS.length) / 2)],
      TURNS[action % 2],
    ].join(' '),
  observation: ({ cells }, player) => `you ${SIDES[player]} board ${boardText(cells, SIZE)}`,
})

export default pentago
