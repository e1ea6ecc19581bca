import { boardText, defineGame, END, memberOf, sizeOf, squareNames, type Simulator } from 'coevo/game'

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

/** Half the board, rows 0 … 2 or 3 … 5, as bits. */
const HALF = SQUARES.length / 2
const FULL_HALF = (1 << HALF) - 1

/** Each line as bits of the upper and of the lower half. */
const [UPPER, LOWER] = [0, 1].map((half) =>
  Int32Array.from(LINES, (line) =>
    line.reduce((bits, cell) => bits | (Math.floor(cell / HALF) === half ? 1 << (cell % HALF) : 0), 0),
  ),
) as [Int32Array, Int32Array]

/** Gathers the three by three cells of a quarter, whose first is cell `left` of its half, to nine bits. */
const gather = (half: number, left: number) => {
  const rows = half >> left
  return (rows & 7) | ((rows >> 3) & 56) | ((rows >> 6) & 448)
}

/** Puts nine bits back where they came from. */
const scatter = (quarter: number, left: number) =>
  ((quarter & 7) | ((quarter & 56) << 3) | ((quarter & 448) << 6)) << left

/** By turn, then by quarter: the quarter turned. */
const TURNED = TURNS.map((_, turn) =>
  Int32Array.from({ length: 512 }, (_, quarter) => {
    const half = scatter(quarter, 0)
    return [0, 1, 2, 6, 7, 8, 12, 13, 14].reduce(
      (bits, cell, i) => bits | (((half >> TWISTS[turn]![cell]!) & 1) << i),
      0,
    )
  }),
)

/** Keeps each player's marbles as bits, the upper half of the board and the lower: player · 2 + half. */
class PentagoSimulator implements Simulator<PentagoState> {
  actor = 0
  count = 0
  readonly #marbles = new Int32Array(4)

  constructor() {
    this.reset()
  }

  reset(): void {
    this.#marbles.fill(0)
    this.actor = 0
    this.count = SQUARES.length * TWISTS.length
  }

  load(state: PentagoState): void {
    this.#marbles.fill(0)
    for (const [cell, mark] of state.cells.entries())
      if (mark !== '') this.#marbles[MARKS.indexOf(mark) * 2 + Math.floor(cell / HALF)]! |= 1 << (cell % HALF)
    this.actor = isOver(state) ? END : marbles(state.cells) % 2
    this.count = isOver(state) ? 0 : (SQUARES.length - marbles(state.cells)) * TWISTS.length
  }

  state(): PentagoState {
    const has = (player: number, cell: number) =>
      (this.#marbles[player * 2 + Math.floor(cell / HALF)]! >> (cell % HALF)) & 1
    return { cells: SQUARES.map((_, cell) => MARKS.find((_, player) => has(player, cell)) ?? '') }
  }

  action(i: number): number {
    const place = i >> 3
    const upper = this.#free(0)
    const above = sizeOf(upper)
    const cell = place < above ? memberOf(upper, place) : HALF + memberOf(this.#free(1), place - above)
    return cell * TWISTS.length + (i & 7)
  }

  probability(): number {
    return 0
  }

  apply(action: number): void {
    const player = this.actor
    const cell = action >> 3
    const marbles = this.#marbles
    marbles[player * 2 + (cell < HALF ? 0 : 1)]! |= 1 << (cell % HALF)
    this.count -= TWISTS.length
    let isOver = this.#hasFive(player)
    if (!isOver) {
      const half = (action >> 2) & 1
      const left = action & 2 ? 3 : 0
      this.#turn(half, left, action & 1)
      this.#turn(2 + half, left, action & 1)
      isOver = this.count === 0 || this.#hasFive(0) || this.#hasFive(1)
    }
    if (isOver) this.count = 0
    this.actor = isOver ? END : 1 - player
  }

  returnOf(player: number): number {
    return Number(this.#hasFive(player)) - Number(this.#hasFive(1 - player))
  }

  #free(half: number): number {
    return FULL_HALF & ~(this.#marbles[half]! | this.#marbles[2 + half]!)
  }

  #turn(at: number, left: number, turn: number): void {
    const half = this.#marbles[at]!
    const turned = scatter(TURNED[turn]![gather(half, left)]!, left)
    this.#marbles[at] = (half & ~scatter(511, left)) | turned
  }

  #hasFive(player: number): boolean {
    const upper = this.#marbles[player * 2]!
    const lower = this.#marbles[player * 2 + 1]!
    for (let line = 0; line < UPPER.length; line++) {
      const above = UPPER[line]!
      const below = LOWER[line]!
      if ((upper & above) === above && (lower & below) === below) return true
    }
    return false
  }
}

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
  simulate: () => new PentagoSimulator(),
})

export default pentago
