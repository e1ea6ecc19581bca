import { boardText, defineGameFamily, END, squareNames, type GameRules, type Simulator } from 'coevo/game'
import { z } from 'zod'

/** Cells row by row from the top: 'w', 'b' or '' where empty, and whose turn it is. */
export type BreakthroughState = { readonly cells: readonly string[]; readonly turn: number }

const MARKS = ['w', 'b']
const SIDES = ['white', 'black']

const parameters = z.object({
  rows: z.int().min(4).max(10).default(8).describe('rows of the board'),
  columns: z.int().min(2).max(10).default(8).describe('columns of the board'),
})

/** Writes a step from a cell ahead and −1, 0 or 1 columns aside as an action. */
const step = (from: number, player: number, aside: number, captures: boolean) =>
  (from * 6 + player * 3 + aside + 1) * 2 + Number(captures)

const fromOf = (action: number) => Math.floor(action / 12)
const asideOf = (action: number) => ((action >> 1) % 3) - 1

/** The player who has won: it stands on the far row, or the other has nothing left. */
function winnerOf(cells: readonly string[], columns: number): number | undefined {
  const [white, black] = MARKS as [string, string]
  if (cells.slice(0, columns).includes(white) || !cells.includes(black)) return 0
  if (cells.slice(-columns).includes(black) || !cells.includes(white)) return 1
  return undefined
}

function legalMoves({ cells, turn }: BreakthroughState, columns: number): number[] {
  if (winnerOf(cells, columns) !== undefined) return []
  const ahead = turn === 0 ? -columns : columns
  return cells.flatMap((mark, from) => {
    if (mark !== MARKS[turn]) return []
    return [-1, 0, 1].flatMap((aside) => {
      const column = (from % columns) + aside
      const there = cells[from + ahead + aside]
      const isOpen = there === '' || (there !== mark && aside !== 0)
      return column >= 0 && column < columns && isOpen ? [step(from, turn, aside, there !== '')] : []
    })
  })
}

/** Keeps the board as numbers (0 empty, 1 white, 2 black) and the list of possible moves. */
class BreakthroughSimulator implements Simulator<BreakthroughState> {
  actor = 0
  count = 0
  #turn = 0
  readonly #start: BreakthroughState
  readonly #columns: number
  readonly #board: Uint8Array
  readonly #pieces = new Int32Array(2)
  readonly #actions: Int32Array

  constructor(start: BreakthroughState, columns: number) {
    this.#start = start
    this.#columns = columns
    this.#board = new Uint8Array(start.cells.length)
    this.#actions = new Int32Array(2 * columns * 3)
    this.reset()
  }

  reset(): void {
    this.load(this.#start)
  }

  load({ cells, turn }: BreakthroughState): void {
    for (const [cell, mark] of cells.entries()) this.#board[cell] = MARKS.indexOf(mark) + 1
    for (const [player, mark] of MARKS.entries())
      this.#pieces[player] = cells.filter((other) => other === mark).length
    this.#passTo(turn, winnerOf(cells, this.#columns) !== undefined)
  }

  state(): BreakthroughState {
    return { cells: Array.from(this.#board, (piece) => MARKS[piece - 1] ?? ''), turn: this.#turn }
  }

  action(i: number): number {
    return this.#actions[i]!
  }

  probability(): number {
    return 0
  }

  apply(action: number): void {
    const player = this.#turn
    const from = (action / 12) | 0
    const ahead = player === 0 ? -this.#columns : this.#columns
    const to = from + ahead + asideOf(action)
    this.#board[from] = 0
    this.#board[to] = player + 1
    const rivals = this.#pieces[1 - player]! - (action & 1)
    this.#pieces[1 - player] = rivals
    const beyond = to + ahead
    this.#passTo(1 - player, rivals === 0 || beyond < 0 || beyond >= this.#board.length)
  }

  /** The game ends with the winner's move: the loser's turn comes, and it cannot move. */
  returnOf(player: number): number {
    return player === this.#turn ? -1 : 1
  }

  #passTo(player: number, isOver: boolean): void {
    this.#turn = player
    this.actor = isOver ? END : player
    this.count = isOver ? 0 : this.#listMoves(player)
  }

  /** Lists the moves of a player and returns how many there are. */
  #listMoves(player: number): number {
    const board = this.#board
    const columns = this.#columns
    const actions = this.#actions
    const mine = player + 1
    const ahead = player === 0 ? -columns : columns
    let count = 0
    let column = 0
    for (let from = 0; from < board.length; from++) {
      if (board[from] === mine) {
        const to = from + ahead
        const base = (from * 6 + player * 3) * 2
        const left = board[to - 1]!
        const right = board[to + 1]!
        if (column > 0 && left !== mine) actions[count++] = base + Number(left !== 0)
        if (board[to] === 0) actions[count++] = base + 2
        if (column < columns - 1 && right !== mine) actions[count++] = base + 4 + Number(right !== 0)
      }
      if (++column === columns) column = 0
    }
    return count
  }
}

/**
 * Breakthrough: pieces step ahead, straight or diagonally, and capture diagonally. White moves first, from
 * the bottom. Whoever reaches the far row or captures everything wins: 1, and −1 for the other.
 *
 * A state's cell, the player and the direction make an action: ((cell · 6 + player · 3 + column step + 1) · 2,
 * plus 1 for a capture. A player always has a move: its foremost piece has a diagonal.
 *
 * Source: D. Troyka (2000); the bound on moves is OpenSpiel's.
 */
export const breakthrough = defineGameFamily({
  name: 'breakthrough',
  title: 'Breakthrough',
  parameters,
  make({ rows, columns }): GameRules<BreakthroughState> {
    const squares = squareNames(rows, columns)
    const start: BreakthroughState = {
      cells: squares.map((_, cell) => (cell < 2 * columns ? 'b' : cell >= (rows - 2) * columns ? 'w' : '')),
      turn: 0,
    }
    const toOf = (action: number, player: number) =>
      fromOf(action) + (player === 0 ? -columns : columns) + asideOf(action)
    const legal = (state: BreakthroughState) => legalMoves(state, columns)
    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'perfect',
        chance: 'deterministic',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        // Every piece walks to the far row but one.
        maxMoves: 2 * columns * (2 * rows - 3) + 1,
        actions: rows * columns * 12,
      },
      vocabulary: ['you', ...SIDES, 'turn', 'board', ...MARKS, '.', '/', ...squares],
      rules:
        `Breakthrough. The board has ${rows} rows and columns a to ${squares[columns - 1]![0]}. Each player has ` +
        'two rows of pieces: white (w) at the bottom, black (b) at the top. White moves first. A piece steps one ' +
        'cell ahead, straight or diagonally, to an empty cell; diagonally it may also capture. A move is written ' +
        'as the cell it leaves and the cell it goes to. Whoever reaches the far row or captures all pieces wins.',
      initial: () => start,
      actor: ({ cells, turn }) => (winnerOf(cells, columns) === undefined ? turn : 'nobody'),
      legal,
      apply: ({ cells, turn }, action) => ({
        cells: cells.with(fromOf(action), '').with(toOf(action, turn), MARKS[turn]!),
        turn: 1 - turn,
      }),
      returns: ({ cells }) => (winnerOf(cells, columns) === 0 ? [1, -1] : [-1, 1]),
      label: ({ turn }, action) => `${squares[fromOf(action)]} ${squares[toOf(action, turn)]}`,
      observation: ({ cells, turn }, player) =>
        `you ${SIDES[player]} turn ${SIDES[turn]} board ${boardText(cells, columns)}`,
      simulate: () => new BreakthroughSimulator(start, columns),
    }
  },
})

export default breakthrough
