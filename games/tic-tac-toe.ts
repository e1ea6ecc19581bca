import { defineGame, END, memberOf, type Simulator } from 'coevo/game'

/** Cells 0 … 8, row by row: 'x', 'o' or '' where empty. */
export type TicTacToeState = { readonly cells: readonly string[] }

const MARKS = ['x', 'o']
const CELLS = ['0', '1', '2', '3', '4', '5', '6', '7', '8']
const LINES = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
]

const freeCells = (cells: readonly string[]) =>
  CELLS.map((_, cell) => cell).filter((cell) => cells[cell] === '')

/** Whether who moved last has a line; nobody else can. */
function isWon(cells: readonly string[]): boolean {
  const mark = MARKS[freeCells(cells).length % 2]
  return LINES.some((line) => line.every((cell) => cells[cell] === mark))
}

const legal = ({ cells }: TicTacToeState) => (isWon(cells) ? [] : freeCells(cells))

function actor({ cells }: TicTacToeState) {
  const free = freeCells(cells).length
  return free === 0 || isWon(cells) ? 'nobody' : (9 - free) % 2
}

const FULL = 0b111_111_111
const LINE_MASKS = LINES.map((line) => line.reduce((mask, cell) => mask | (1 << cell), 0))

/** By the set of cells with a mark: whether they hold a line. */
const HAS_LINE = Uint8Array.from({ length: FULL + 1 }, (_, cells) =>
  Number(LINE_MASKS.some((line) => (cells & line) === line)),
)

/** Keeps a bit a cell for each player. */
class TicTacToeSimulator implements Simulator<TicTacToeState> {
  actor = 0
  count = 9
  #marks = new Int32Array(2)

  reset(): void {
    this.#marks.fill(0)
    this.actor = 0
    this.count = 9
  }

  load(state: TicTacToeState): void {
    this.#marks.fill(0)
    for (const [cell, mark] of state.cells.entries())
      if (mark !== '') this.#marks[MARKS.indexOf(mark)]! |= 1 << cell
    const who = actor(state)
    this.actor = typeof who === 'number' ? who : END
    this.count = legal(state).length
  }

  state(): TicTacToeState {
    const [x, o] = [this.#marks[0]!, this.#marks[1]!]
    return { cells: CELLS.map((_, cell) => ((x >> cell) & 1 ? 'x' : (o >> cell) & 1 ? 'o' : '')) }
  }

  action(i: number): number {
    return memberOf(FULL & ~(this.#marks[0]! | this.#marks[1]!), i)
  }

  probability(): number {
    return 0
  }

  apply(cell: number): void {
    const player = this.actor
    const marks = this.#marks[player]! | (1 << cell)
    this.#marks[player] = marks
    this.count = HAS_LINE[marks] ? 0 : this.count - 1
    this.actor = this.count === 0 ? END : 1 - player
  }

  returnOf(player: number): number {
    return HAS_LINE[this.#marks[player]!]! - HAS_LINE[this.#marks[1 - player]!]!
  }
}

/**
 * Tic-tac-toe on three by three cells; x moves first. A win returns 1, a loss −1, a full board 0.
 *
 * Action k marks cell k, counted row by row from the top left. With best play it is a draw. A
 * player sees the board, empty cells by their number.
 */
export const ticTacToe = defineGame<TicTacToeState>({
  name: 'tic-tac-toe',
  title: 'Tic-tac-toe',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: 9,
    actions: 9,
  },
  vocabulary: ['you', ...MARKS, 'board', ...CELLS],
  rules:
    'Tic-tac-toe. Two players, x and o, take turns to mark an empty cell of a board of three by three cells, ' +
    'numbered 0 to 8 row by row from the top left. x moves first. Whoever first has three marks in a row, a ' +
    'column or a diagonal wins. A full board without such a line is a draw.',
  initial: () => ({ cells: CELLS.map(() => '') }),
  actor,
  legal,
  apply: (state, action) => ({ cells: state.cells.with(action, MARKS[Number(actor(state))]!) }),
  returns({ cells }) {
    if (!isWon(cells)) return [0, 0]
    return freeCells(cells).length % 2 === 0 ? [1, -1] : [-1, 1]
  },
  label: (_state, action) => CELLS[action]!,
  observation: ({ cells }, player) =>
    `you ${MARKS[player]} board ${cells.map((mark, cell) => mark || CELLS[cell]).join(' ')}`,
  simulate: () => new TicTacToeSimulator(),
})

export default ticTacToe
