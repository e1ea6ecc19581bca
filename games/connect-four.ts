import { boardText, defineGame, END, type Simulator } from 'coevo/game'

/** Cells 0 … 41, row by row from the top: 'x', 'o' or '' where empty. */
export type ConnectFourState = { readonly cells: readonly string[] }

const ROWS = 6
const COLUMNS = 7
const MARKS = ['x', 'o']
const COLUMN_NUMBERS = [0, 1, 2, 3, 4, 5, 6]
const LABELS = COLUMN_NUMBERS.map(String)
const COLUMN_TEXT = LABELS.join(' ')

/** Every four cells in a row, a column or a diagonal: the first, and the step to the next. */
const LINES = Array.from({ length: ROWS * COLUMNS }, (_, cell) => cell).flatMap((cell) => {
  const [row, column] = [Math.floor(cell / COLUMNS), cell % COLUMNS]
  const right = column + 3 < COLUMNS
  const [down, left] = [row + 3 < ROWS, column >= 3]
  const steps = [right && 1, down && COLUMNS, right && down && COLUMNS + 1, left && down && COLUMNS - 1]
  return steps.filter((step) => step !== false).map((step) => ({ cell, step }))
})

function turn({ cells }: ConnectFourState): number {
  let moves = 0
  for (const mark of cells) if (mark !== '') moves++
  return moves % 2
}

/** Whether who moved last has four; nobody else can. */
function isWon(state: ConnectFourState): boolean {
  const { cells } = state
  const mark = MARKS[1 - turn(state)]
  for (const { cell, step } of LINES)
    if (
      cells[cell] === mark &&
      cells[cell + step] === mark &&
      cells[cell + 2 * step] === mark &&
      cells[cell + 3 * step] === mark
    )
      return true
  return false
}

const legal = (state: ConnectFourState) =>
  isWon(state) ? [] : COLUMN_NUMBERS.filter((column) => state.cells[column] === '')

const actor = (state: ConnectFourState) => (legal(state).length === 0 ? 'nobody' : turn(state))

/** By the set of a player's marks in one line of the board: whether four of them adjoin. */
const HAS_FOUR = Uint8Array.from({ length: 1 << COLUMNS }, (_, marks) =>
  Number((marks & (marks >> 1) & (marks >> 2) & (marks >> 3)) !== 0),
)

/** Where rows, columns, diagonals and anti-diagonals start among the lines of one player's board. */
const [ROW, COLUMN, DIAGONAL, ANTI] = [0, ROWS, ROWS + COLUMNS, 2 * (ROWS + COLUMNS) - 1] as const
const LINES_EACH = 3 * (ROWS + COLUMNS) - 2

/** Keeps each player's marks in every line of the board as a set of bits. Rows count from the bottom. */
class ConnectFourSimulator implements Simulator<ConnectFourState> {
  actor = 0
  count = COLUMNS
  #winner = -1
  /** Columns that are not full. */
  #open = COLUMNS
  readonly #heights = new Int32Array(COLUMNS)
  readonly #lines = new Uint8Array(2 * LINES_EACH)

  reset(): void {
    this.actor = 0
    this.count = this.#open = COLUMNS
    this.#winner = -1
    this.#heights.fill(0)
    this.#lines.fill(0)
  }

  load(state: ConnectFourState): void {
    this.reset()
    for (let cell = ROWS * COLUMNS - 1; cell >= 0; cell--) {
      const player = MARKS.indexOf(state.cells[cell]!)
      if (player >= 0) this.#drop(cell % COLUMNS, player)
    }
    if (this.actor !== END) this.actor = turn(state)
  }

  state(): ConnectFourState {
    const bit = (player: number, row: number, column: number) =>
      (this.#lines[player * LINES_EACH + ROW + row]! >> column) & 1
    const mark = (cell: number) => {
      const [row, column] = [ROWS - 1 - Math.floor(cell / COLUMNS), cell % COLUMNS]
      return MARKS.find((_, player) => bit(player, row, column)) ?? ''
    }
    return { cells: Array.from({ length: ROWS * COLUMNS }, (_, cell) => mark(cell)) }
  }

  action(i: number): number {
    for (let column = 0; ; column++) if (this.#heights[column]! < ROWS && i-- === 0) return column
  }

  probability(): number {
    return 0
  }

  apply(column: number): void {
    this.#drop(column, this.actor)
  }

  returnOf(player: number): number {
    return this.#winner < 0 ? 0 : this.#winner === player ? 1 : -1
  }

  #drop(column: number, player: number): void {
    const row = this.#heights[column]!
    this.#heights[column] = row + 1
    if (row + 1 === ROWS) this.#open--
    const four =
      this.#mark(player, ROW + row, column) |
      this.#mark(player, COLUMN + column, row) |
      this.#mark(player, DIAGONAL + row + column, row) |
      this.#mark(player, ANTI + row - column + COLUMNS - 1, row)
    if (four !== 0) this.#winner = player
    this.count = this.#winner < 0 ? this.#open : 0
    this.actor = this.count === 0 ? END : 1 - player
  }

  /** Adds a mark to a line and returns whether the line now has four. */
  #mark(player: number, line: number, place: number): number {
    const at = player * LINES_EACH + line
    const marks = this.#lines[at]! | (1 << place)
    this.#lines[at] = marks
    return HAS_FOUR[marks]!
  }
}

/**
 * Connect four: seven columns of six cells; x drops first. A win returns 1, a loss −1, a full board 0.
 *
 * Action k drops into column k, from the left. With best play x wins, in the middle column. A player sees
 * the board from the top row down.
 *
 * Source: Milton Bradley's rules (1974); J. Allis, "A knowledge-based approach of Connect-Four" (1988).
 */
export const connectFour = defineGame<ConnectFourState>({
  name: 'connect-four',
  title: 'Connect four',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: ROWS * COLUMNS,
    actions: COLUMNS,
  },
  vocabulary: ['you', ...MARKS, 'columns', ...LABELS, 'board', '.', '/'],
  rules:
    'Connect four. Two players, x and o, take turns to drop a disc into one of seven columns, numbered 0 to 6 ' +
    'from the left, where it falls to the lowest empty of six cells. x drops first. Whoever first has four discs ' +
    'side by side in a row, a column or a diagonal wins. A full board without such a line is a draw.',
  initial: () => ({ cells: Array.from({ length: ROWS * COLUMNS }, () => '') }),
  actor,
  legal,
  apply(state, column) {
    let cell = column
    while (state.cells[cell + COLUMNS] === '') cell += COLUMNS
    return { cells: state.cells.with(cell, MARKS[turn(state)]!) }
  },
  returns(state) {
    if (!isWon(state)) return [0, 0]
    return turn(state) === 1 ? [1, -1] : [-1, 1]
  },
  label: (_state, column) => LABELS[column]!,
  observation: ({ cells }, player) =>
    `you ${MARKS[player]} columns ${COLUMN_TEXT} board ${boardText(cells, COLUMNS)}`,
  simulate: () => new ConnectFourSimulator(),
})

export default connectFour
