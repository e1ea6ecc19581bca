import { boardText, defineGameFamily, END, squareNames, type GameRules, type Simulator } from 'coevo/game'
import { z } from 'zod'

/** Cells row by row from the top: 'b', 'w' or '' where empty, and whose turn it is. */
export type OthelloState = { readonly cells: readonly string[]; readonly turn: number }

const MARKS = ['b', 'w']
const SIDES = ['black', 'white']
const STEPS = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [down, right] as const))

const parameters = z.object({
  size: z
    .int()
    .multipleOf(2)
    .min(4)
    .max(10)
    .default(8)
    .describe('rows and columns of the board, an even number'),
})

/** Lists the cells that a disc in an empty cell turns. */
function turned(cells: readonly string[], size: number, cell: number, player: number): number[] {
  const [row, column] = [Math.floor(cell / size), cell % size]
  return STEPS.flatMap(([down, right]) => {
    const line: number[] = []
    for (let i = 1; ; i++) {
      const [r, c] = [row + i * down, column + i * right]
      const there = r >= 0 && r < size && c >= 0 && c < size ? cells[r * size + c] : ''
      if (there === MARKS[player]) return line
      if (there !== MARKS[1 - player]) return []
      line.push(r * size + c)
    }
  })
}

function placements(cells: readonly string[], size: number, player: number): number[] {
  const isPlace = (cell: number) => cells[cell] === '' && turned(cells, size, cell, player).length > 0
  return Array.from(cells.keys()).filter(isPlace)
}

/** What a cell of the simulator's board holds, beside a player's number. */
const [EMPTY, WALL] = [2, 3]

/** Keeps the board with a wall around it, and the list of possible moves. */
class OthelloSimulator implements Simulator<OthelloState> {
  actor = 0
  count = 0
  #turn = 0
  readonly #start: OthelloState
  readonly #size: number
  /** The wall at the right of a row is also the one at the left of the next. */
  readonly #board: Uint8Array
  readonly #steps: Int32Array
  /** Where each cell is on the board. */
  readonly #places: Int32Array
  readonly #cells: Int32Array
  readonly #actions: Int32Array

  constructor(start: OthelloState, size: number) {
    const width = size + 1
    this.#start = start
    this.#size = size
    this.#board = new Uint8Array(width * (size + 2) + 1).fill(WALL)
    this.#steps = Int32Array.from([-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1])
    this.#places = Int32Array.from(
      start.cells,
      (_, cell) => width * (1 + Math.floor(cell / size)) + (cell % size),
    )
    this.#cells = new Int32Array(this.#board.length)
    for (const [cell, place] of this.#places.entries()) this.#cells[place] = cell
    this.#actions = new Int32Array(size * size)
    this.reset()
  }

  reset(): void {
    this.load(this.#start)
  }

  load({ cells, turn }: OthelloState): void {
    for (const [cell, mark] of cells.entries())
      this.#board[this.#places[cell]!] = mark === '' ? EMPTY : MARKS.indexOf(mark)
    this.#passTo(turn)
  }

  state(): OthelloState {
    return { cells: Array.from(this.#places, (place) => MARKS[this.#board[place]!] ?? ''), turn: this.#turn }
  }

  action(i: number): number {
    return this.#actions[i]!
  }

  probability(): number {
    return 0
  }

  apply(action: number): void {
    const player = this.#turn
    if (action < this.#places.length) this.#place(this.#places[action]!, player)
    this.#passTo(1 - player)
  }

  returnOf(player: number): number {
    let lead = 0
    for (const place of this.#places) {
      const disc = this.#board[place]!
      if (disc !== EMPTY) lead += disc === player ? 1 : -1
    }
    return Math.sign(lead)
  }

  #place(place: number, player: number): void {
    const board = this.#board
    const other = 1 - player
    board[place] = player
    for (const step of this.#steps) {
      let end = place + step
      while (board[end] === other) end += step
      if (board[end] !== player) continue
      for (end -= step; end !== place; end -= step) board[end] = player
    }
  }

  #passTo(player: number): void {
    this.#turn = this.actor = player
    this.count = this.#listPlacements(player)
    if (this.count > 0) return
    if (this.#listPlacements(1 - player) === 0) {
      this.actor = END
    } else {
      this.count = 1
      this.#actions[0] = this.#size * this.#size
    }
  }

  /** Lists where a player can place a disc and returns how many places there are. */
  #listPlacements(player: number): number {
    const board = this.#board
    const places = this.#places
    const steps = this.#steps
    const other = 1 - player
    let count = 0
    for (let cell = 0; cell < places.length; cell++) {
      const place = places[cell]!
      if (board[place] !== EMPTY) continue
      for (let i = 0; i < 8; i++) {
        const step = steps[i]!
        let end = place + step
        if (board[end] !== other) continue
        do end += step
        while (board[end] === other)
        if (board[end] !== player) continue
        this.#actions[count++] = cell
        break
      }
    }
    return count
  }
}

/**
 * Othello: a disc is placed where it encloses others in a straight line with one's own, and turns them. Black
 * moves first. Who cannot place must pass; when neither can, more discs win: 1, −1 for the other, 0 if equal.
 *
 * Action k places on cell k, row by row from the top; the last action is a pass. Rows are numbered from the
 * top, as in othello's notation.
 *
 * Source: World Othello Federation, rules of the game; the bound on moves, passes included, is OpenSpiel's.
 */
export const othello = defineGameFamily({
  name: 'othello',
  title: 'Othello',
  parameters,
  make({ size }): GameRules<OthelloState> {
    const squares = squareNames(size, size, 'top')
    const pass = size * size
    const half = size / 2
    const middle = new Map(
      [half - 1, half].flatMap((r) => [half - 1, half].map((c) => [r * size + c, r === c])),
    )
    const start: OthelloState = {
      cells: squares.map((_, cell) => (middle.has(cell) ? (middle.get(cell) ? 'w' : 'b') : '')),
      turn: 0,
    }
    const legal = ({ cells, turn }: OthelloState) => {
      const places = placements(cells, size, turn)
      if (places.length > 0) return places
      return placements(cells, size, 1 - turn).length > 0 ? [pass] : []
    }
    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'perfect',
        chance: 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: 2 * size * size,
        actions: size * size + 1,
      },
      vocabulary: ['you', ...SIDES, 'turn', 'board', ...MARKS, '.', '/', 'pass', ...squares],
      rules:
        `Othello on ${size} rows, numbered from the top, and columns a to ${squares[size - 1]![0]}. Black (b) moves ` +
        'first. A player places a disc on an empty cell so that one or more discs of the other lie in a straight ' +
        'line, in any of the eight directions, between it and another disc of its own; all discs so enclosed turn ' +
        'to its colour. Who has no such cell passes. When neither player has one, whoever has more discs wins.',
      initial: () => start,
      actor: (state) => (legal(state).length === 0 ? 'nobody' : state.turn),
      legal,
      apply({ cells, turn }, action) {
        if (action === pass) return { cells, turn: 1 - turn }
        const mine = new Set([action, ...turned(cells, size, action, turn)])
        return { cells: cells.map((mark, cell) => (mine.has(cell) ? MARKS[turn]! : mark)), turn: 1 - turn }
      },
      returns({ cells }) {
        const lead = cells.reduce((sum, mark) => sum + Number(mark === 'b') - Number(mark === 'w'), 0)
        return lead === 0 ? [0, 0] : lead > 0 ? [1, -1] : [-1, 1]
      },
      label: (_state, action) => (action === pass ? 'pass' : squares[action]!),
      observation: ({ cells, turn }, player) =>
        `you ${SIDES[player]} turn ${SIDES[turn]} board ${boardText(cells, size)}`,
      simulate: () => new OthelloSimulator(start, size),
    }
  },
})

export default othello
