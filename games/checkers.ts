import { boardText, defineGame, END, squareNames, type Simulator } from 'coevo/game'

/** A position of English draughts. */
export type CheckersState = {
  /** Row by row from the top: men 'b' and 'w', kings 'B' and 'W', '' where empty. */
  readonly cells: readonly string[]
  readonly turn: number
  /** The cell of a piece that has captured and must go on; null between turns. */
  readonly jumping: number | null
  /** Moves since a man moved or a piece was captured. */
  readonly quiet: number
  /** The positions since then, this one not among them: the dark cells, '.' where empty, and who was to move. */
  readonly past: readonly string[]
}

const SIZE = 8
const MEN = ['b', 'w']
const KINGS = ['B', 'W']
const SIDES = ['black', 'white']
const SQUARES = squareNames(SIZE, SIZE)
/** Up left, up right, down left, down right: rows and columns. */
const STEPS = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const

/** Forty moves of each player. */
const QUIET_LIMIT = 80

/** How often a position may come up. */
const OCCURRENCES = 3

/** The dark cells, on which alone there are pieces. */
const DARK = Array.from(SQUARES.keys()).filter((cell) => (Math.floor(cell / SIZE) + cell) % 2 === 1)

/** An action is (dark cell · 4 + direction) · 2, plus 1 for a capture; dark cells count from 0 to 31. */
function readAction(action: number) {
  const from = DARK[Math.floor(action / 8)]!
  const step = STEPS[Math.floor(action / 2) % 4]!
  const captures = action % 2 === 1
  return { from, over: cellFrom(from, step, 1), to: cellFrom(from, step, captures ? 2 : 1), captures }
}

/** The cell some steps away; -1 beyond the board. */
function cellFrom(cell: number, [down, right]: readonly [number, number], steps: number): number {
  const [row, column] = [Math.floor(cell / SIZE) + steps * down, (cell % SIZE) + steps * right]
  return row >= 0 && row < SIZE && column >= 0 && column < SIZE ? row * SIZE + column : -1
}

const owner = (piece: string | undefined) => MEN.indexOf(piece?.toLowerCase() ?? '')

/** Lists the directions in which a piece goes: a man towards the other side, black down. */
function directionsOf(piece: string): readonly number[] {
  return KINGS.includes(piece) ? [0, 1, 2, 3] : piece === 'b' ? [2, 3] : [0, 1]
}

/** Lists the moves of the piece on a cell, of one kind. */
function movesFrom(cells: readonly string[], from: number, captures: boolean): number[] {
  const piece = cells[from]!
  return directionsOf(piece).flatMap((direction) => {
    const [over, beyond] = [1, 2].map((steps) => cellFrom(from, STEPS[direction]!, steps)) as [number, number]
    const isPossible = captures
      ? owner(cells[over]) === 1 - owner(piece) && cells[beyond] === ''
      : cells[over] === ''
    return isPossible ? [(Math.floor(from / 2) * 4 + direction) * 2 + Number(captures)] : []
  })
}

function positionOf({ cells, turn }: Pick<CheckersState, 'cells' | 'turn'>): string {
  return DARK.map((cell) => cells[cell] || '.').join('') + turn
}

/** Counts how often the position came up before. */
function timesSeen(state: CheckersState): number {
  if (state.past.length === 0) return 0
  const position = positionOf(state)
  return state.past.filter((other) => other === position).length
}

const isDrawn = (state: CheckersState) => state.quiet >= QUIET_LIMIT || timesSeen(state) + 1 >= OCCURRENCES

function legal(state: CheckersState): number[] {
  const { cells, turn, jumping } = state
  if (isDrawn(state)) return []
  if (jumping !== null) return movesFrom(cells, jumping, true)
  const mine = Array.from(cells.keys()).filter((cell) => owner(cells[cell]) === turn)
  const captures = mine.flatMap((cell) => movesFrom(cells, cell, true))
  return captures.length > 0 ? captures : mine.flatMap((cell) => movesFrom(cells, cell, false))
}

function apply({ cells, turn, quiet, past }: CheckersState, action: number): CheckersState {
  const { from, over, to, captures } = readAction(action)
  const piece = cells[from]!
  const isMan = MEN.includes(piece)
  const isCrowned = isMan && Math.floor(to / SIZE) === (turn === 0 ? SIZE - 1 : 0)
  const moved = cells.with(from, '').with(to, isCrowned ? KINGS[turn]! : piece)
  const next = captures ? moved.with(over, '') : moved
  const goesOn = captures && !isCrowned && movesFrom(next, to, true).length > 0
  return {
    cells: next,
    turn: goesOn ? turn : 1 - turn,
    jumping: goesOn ? to : null,
    quiet: captures || isMan ? 0 : quiet + 1,
    past: captures || isMan ? [] : [...past, positionOf({ cells, turn })],
  }
}

/** By dark cell and direction: the dark cell so many steps away; −1 beyond the board. */
const [NEXT, BEYOND] = [1, 2].map((steps) =>
  Int8Array.from(DARK.flatMap((cell) => STEPS.map((step) => DARK.indexOf(cellFrom(cell, step, steps))))),
) as [Int8Array, Int8Array]

/** What a dark cell holds: nothing (−1), or a piece by its place here, its player by the lowest bit. */
const HELD = [...MEN, ...KINGS]

/** Keeps the dark cells, those of the positions that may come again, and the list of possible moves. */
class CheckersSimulator implements Simulator<CheckersState> {
  actor = 0
  count = 0
  #turn = 0
  #quiet = 0
  #jumping = -1
  #isDrawn = false
  /** How many quiet moves there had been in the first position that is kept. */
  #first = 0
  readonly #cells = new Int8Array(DARK.length)
  /** By quiet moves so far: the cells of the position. */
  readonly #past = new Int8Array(QUIET_LIMIT * DARK.length)
  /** Twelve pieces with four directions. */
  readonly #actions = new Int32Array(48)

  constructor() {
    this.reset()
  }

  reset(): void {
    this.load(START)
  }

  load({ cells, turn, jumping, quiet, past }: CheckersState): void {
    for (const [i, cell] of DARK.entries()) this.#cells[i] = HELD.indexOf(cells[cell]!)
    this.#quiet = quiet
    this.#first = quiet - past.length
    for (const [n, position] of past.entries())
      for (let i = 0; i < DARK.length; i++)
        this.#past[(this.#first + n) * DARK.length + i] = HELD.indexOf(position[i]!)
    this.#isDrawn = this.#comesToADraw()
    this.#jumping = jumping === null ? -1 : DARK.indexOf(jumping)
    if (this.#jumping < 0) this.#passTo(turn)
    else {
      this.#turn = this.actor = turn
      this.count = this.#list(this.#jumping, 1, 0)
    }
  }

  state(): CheckersState {
    const cells = SQUARES.map(() => '')
    for (const [i, cell] of DARK.entries()) cells[cell] = HELD[this.#cells[i]!] ?? ''
    const jumping = this.#jumping < 0 ? null : DARK[this.#jumping]!
    const past = Array.from({ length: this.#quiet - this.#first }, (_, n) => {
      const from = (this.#first + n) * DARK.length
      const held = Array.from(this.#past.subarray(from, from + DARK.length), (piece) => HELD[piece] ?? '.')
      return held.join('') + ((this.#turn + this.#quiet - this.#first - n) & 1)
    })
    return { cells, turn: this.#turn, jumping, quiet: this.#quiet, past }
  }

  action(i: number): number {
    return this.#actions[i]!
  }

  probability(): number {
    return 0
  }

  apply(action: number): void {
    const cells = this.#cells
    const [from, way, captures] = [action >> 3, action >> 1, action & 1]
    const to = captures ? BEYOND[way]! : NEXT[way]!
    const piece = cells[from]!
    const isQuiet = captures === 0 && piece >= 2
    if (isQuiet) this.#past.set(cells, this.#quiet * DARK.length)
    const isCrowned = piece < 2 && to >> 2 === (piece === 0 ? SIZE - 1 : 0)
    cells[from] = -1
    cells[to] = isCrowned ? piece + 2 : piece
    if (captures) cells[NEXT[way]!] = -1
    this.#quiet = isQuiet ? this.#quiet + 1 : 0
    if (!isQuiet) this.#first = 0
    this.#isDrawn = isQuiet && this.#comesToADraw()
    this.#jumping = -1
    if (captures && !isCrowned) {
      this.count = this.#list(to, 1, 0)
      if (this.count > 0) {
        this.#jumping = to
        return
      }
    }
    this.#passTo(1 - this.#turn)
  }

  returnOf(player: number): number {
    if (this.#isDrawn) return 0
    return player === this.#turn ? -1 : 1
  }

  #passTo(player: number): void {
    this.#turn = player
    this.count = this.#isDrawn ? 0 : this.#listAll(1) || this.#listAll(0)
    this.actor = this.count === 0 ? END : player
  }

  #comesToADraw(): boolean {
    if (this.#quiet >= QUIET_LIMIT) return true
    let times = 1
    // The same player was to move an even number of moves ago, and two moves change too much.
    for (let n = this.#quiet - 4; n >= this.#first; n -= 2) if (this.#isLike(n)) times++
    return times >= OCCURRENCES
  }

  /** Tells whether the cells are those after so many quiet moves. */
  #isLike(n: number): boolean {
    const from = n * DARK.length
    for (let i = 0; i < DARK.length; i++) if (this.#past[from + i] !== this.#cells[i]) return false
    return true
  }

  #listAll(captures: number): number {
    let count = 0
    for (let from = 0; from < this.#cells.length; from++) {
      const piece = this.#cells[from]!
      if (piece >= 0 && (piece & 1) === this.#turn) count = this.#list(from, captures, count)
    }
    return count
  }

  /** Adds the moves of one piece, of one kind, to the list and returns how long that is now. */
  #list(from: number, captures: number, length: number): number {
    const cells = this.#cells
    const piece = cells[from]!
    const end = piece === 1 ? 2 : 4
    let count = length
    for (let direction = piece === 0 ? 2 : 0; direction < end; direction++) {
      const way = from * 4 + direction
      const next = NEXT[way]!
      if (next < 0) continue
      const there = cells[next]!
      if (captures) {
        const beyond = BEYOND[way]!
        if (there < 0 || (there & 1) === (piece & 1) || beyond < 0 || cells[beyond]! >= 0) continue
      } else if (there >= 0) continue
      this.#actions[count++] = way * 2 + captures
    }
    return count
  }
}

const START: CheckersState = {
  cells: SQUARES.map((_, cell) => {
    const row = Math.floor(cell / SIZE)
    return DARK.includes(cell) ? (row < 3 ? 'b' : row > 4 ? 'w' : '') : ''
  }),
  turn: 0,
  jumping: null,
  quiet: 0,
  past: [],
}

function observe(state: CheckersState, player: number): string {
  const { cells, turn, jumping, quiet } = state
  return (
    `you ${SIDES[player]} turn ${SIDES[turn]} jumping ${jumping === null ? 'none' : SQUARES[jumping]} ` +
    `quiet ${quiet} seen ${timesSeen(state)} board ${boardText(cells, SIZE)}`
  )
}

/**
 * Checkers (English draughts) on eight by eight cells. Black moves first, from the top. Captures are forced;
 * a capture of several pieces is made jump by jump, the player staying to move. A man that is crowned ends
 * its turn. Who cannot move has lost: −1, and 1 for the other.
 *
 * The game is drawn (0) when a position comes up for the third time, the same player to move, and when in
 * forty moves of each player no man has moved and nothing was captured; the rule book lets a player claim both.
 *
 * Source: World Checkers/Draughts Federation, rules of draughts (2012), 1.1–1.32.
 */
export const checkers = defineGame<CheckersState>({
  name: 'checkers',
  title: 'Checkers',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    // Men have 144 steps to go and 23 pieces can be captured: so many moves, with 79 quiet ones before each.
    maxMoves: (144 + 23 + 1) * QUIET_LIMIT,
    actions: 32 * STEPS.length * 2,
  },
  vocabulary: [
    'you',
    ...SIDES,
    'turn',
    'jumping',
    'none',
    'quiet',
    'seen',
    'board',
    ...MEN,
    ...KINGS,
    '.',
    '/',
  ]
    .concat(SQUARES)
    .concat(Array.from({ length: QUIET_LIMIT + 1 }, (_, i) => String(i))),
  rules:
    'Checkers, or English draughts. The board has columns a to h and rows 1 to 8, row 8 at the top. Black men (b) ' +
    'start in the top three rows, white men (w) in the bottom three, on the dark cells. Black moves first. A man ' +
    'steps diagonally ahead to an empty cell, or jumps over a piece of the other to the empty cell behind it and ' +
    'captures it. Who can capture must. A piece that can capture again with its next jump must go on. A man that ' +
    'reaches the far row becomes a king (B or W), which also goes backward, and its turn ends. Each step or jump is ' +
    'written as the cell it leaves and the cell it goes to. Who cannot move loses. A position that was ' +
    'seen twice before, with the same player to move, is a draw, and so are forty moves of each player without a ' +
    'capture or a move of a man (quiet 80).',
  initial: () => START,
  actor: (state) => (legal(state).length === 0 ? 'nobody' : state.turn),
  legal,
  apply,
  returns(state) {
    if (isDrawn(state)) return [0, 0]
    return state.turn === 0 ? [-1, 1] : [1, -1]
  },
  label(_state, action) {
    const { from, to } = readAction(action)
    return `${SQUARES[from]} ${SQUARES[to]}`
  },
  observation: observe,
  informationState: (state, player) => [observe(state, player), ...state.past].join(' | '),
  simulate: () => new CheckersSimulator(),
})

export default checkers
