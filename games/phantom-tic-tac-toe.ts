import type { Random } from 'coevo/core'
import { defineGame, END, memberOf, type Simulator } from 'coevo/game'

/** The cells tried so far, in order. A try of a cell that is taken leaves the turn where it is. */
export type PhantomTicTacToeState = readonly number[]

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

/** Where a game stands: who has marked each cell (0, 1; −1 nobody), and who is to try next. */
interface Standing {
  readonly owners: readonly number[]
  readonly player: number
  /** By player: the cells it tried, and whether each was free. */
  readonly tries: readonly (readonly { readonly cell: number; readonly free: boolean }[])[]
}

function follow(state: PhantomTicTacToeState): Standing {
  const owners: number[] = Array(9).fill(-1)
  const tries: { cell: number; free: boolean }[][] = [[], []]
  let player = 0
  for (const cell of state) {
    const free = owners[cell] === -1
    tries[player]!.push({ cell, free })
    if (!free) continue
    owners[cell] = player
    player = 1 - player
  }
  return { owners, player, tries }
}

const hasLine = (owners: readonly number[], player: number) =>
  LINES.some((line) => line.every((cell) => owners[cell] === player))

/** Only whoever has just marked a cell, who is not to try next, can have a new line. */
const isOver = ({ owners, player }: Standing) => hasLine(owners, 1 - player) || !owners.includes(-1)

/** Draws the other's tries beside a player's own; null where they contradict what the player has seen. */
function imagine(own: Standing['tries'][number], player: number, random: Random) {
  const state: number[] = []
  const owners: number[] = Array(9).fill(-1)
  const untried = [...owners.keys()]
  const answers = own.values()
  for (let mover = 0; ;) {
    let cell: number
    if (mover === player) {
      const known = answers.next().value
      if (known === undefined) return state
      cell = known.cell
      if ((owners[cell] === -1) !== known.free) return null
    } else {
      cell = untried.splice(random.int(untried.length), 1)[0]!
    }
    state.push(cell)
    if (owners[cell] !== -1) continue
    owners[cell] = mover
    if (hasLine(owners, mover)) return null
    mover = 1 - mover
  }
}

const FULL = 0b111_111_111
const LINE_MASKS = LINES.map((line) => line.reduce((mask, cell) => mask | (1 << cell), 0))

/** By the set of cells with a player's mark: whether they hold a line. */
const HAS_LINE = Uint8Array.from({ length: FULL + 1 }, (_, cells) =>
  Number(LINE_MASKS.some((line) => (cells & line) === line)),
)

/** Keeps for each player the cells it has marked and those it has not tried, a bit a cell. */
class PhantomTicTacToeSimulator implements Simulator<PhantomTicTacToeState> {
  actor = 0
  count = 9
  #made = 0
  readonly #tries = new Int32Array(17)
  readonly #marks = new Int32Array(2)
  readonly #untried = new Int32Array(2)
  /** By player: how many cells it has not tried. */
  readonly #left = new Int32Array(2)

  constructor() {
    this.reset()
  }

  reset(): void {
    this.actor = 0
    this.count = 9
    this.#made = 0
    this.#marks.fill(0)
    this.#untried.fill(FULL)
    this.#left.fill(9)
  }

  load(state: PhantomTicTacToeState): void {
    this.reset()
    for (const cell of state) this.apply(cell)
  }

  state(): PhantomTicTacToeState {
    return [...this.#tries.subarray(0, this.#made)]
  }

  action(i: number): number {
    return memberOf(this.#untried[this.actor]!, i)
  }

  probability(): number {
    return 0
  }

  apply(cell: number): void {
    const player = this.actor
    const bit = 1 << cell
    this.#tries[this.#made++] = cell
    this.#untried[player]! &= ~bit
    this.#left[player]!--
    if ((this.#marks[1 - player]! & bit) === 0) {
      const marks = this.#marks[player]! | bit
      this.#marks[player] = marks
      const isOver = HAS_LINE[marks] === 1 || (marks | this.#marks[1 - player]!) === FULL
      this.actor = isOver ? END : 1 - player
    }
    this.count = this.actor === END ? 0 : this.#left[this.actor]!
  }

  returnOf(player: number): number {
    return HAS_LINE[this.#marks[player]!]! - HAS_LINE[this.#marks[1 - player]!]!
  }
}

/**
 * Tic-tac-toe in which nobody sees the other's marks: who tries a cell that is taken learns that, and tries
 * another.
 *
 * Action k tries cell k; a player does not try a cell twice. How often the other tried in vain is not told.
 * A win returns 1, a loss −1, a full board 0.
 *
 * Source: M. Lanctot et al., "No-regret learning in extensive-form games with imperfect recall", ICML (2012).
 */
export const phantomTicTacToe = defineGame<PhantomTicTacToeState>({
  name: 'phantom-tic-tac-toe',
  title: 'Phantom tic-tac-toe',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'imperfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: 17,
    actions: 9,
  },
  vocabulary: ['you', ...MARKS, 'board', ...CELLS, 'tried', 'none', 'free', 'taken'],
  rules:
    'Phantom tic-tac-toe. Two players, x and o, take turns to mark an empty cell of a board of three by three ' +
    'cells, numbered 0 to 8 row by row from the top left, without seeing what the other has marked. Whoever ' +
    'tries a cell that the other has marked is told that it is taken, and tries another one. x moves first. ' +
    'Whoever first has three marks in a row, a column or a diagonal wins. A full board without such a line is a ' +
    'draw.',
  initial: () => [],
  actor(state) {
    const standing = follow(state)
    return isOver(standing) ? 'nobody' : standing.player
  },
  legal(state) {
    const standing = follow(state)
    if (isOver(standing)) return []
    const tried = standing.tries[standing.player]!.map(({ cell }) => cell)
    return CELLS.flatMap((_, cell) => (tried.includes(cell) ? [] : [cell]))
  },
  apply: (state, cell) => [...state, cell],
  returns(state) {
    const { owners } = follow(state)
    return hasLine(owners, 0) ? [1, -1] : hasLine(owners, 1) ? [-1, 1] : [0, 0]
  },
  label: (_state, cell) => CELLS[cell]!,
  observation(state, player) {
    const tries = follow(state).tries[player]!
    const board = CELLS.map((name, cell) => {
      const found = tries.find((one) => one.cell === cell)
      return found === undefined ? name : MARKS[found.free ? player : 1 - player]!
    })
    const told = tries.flatMap(({ cell, free }) => [CELLS[cell]!, free ? 'free' : 'taken'])
    return ['you', MARKS[player]!, 'board', ...board, 'tried', ...(told.length === 0 ? ['none'] : told)].join(
      ' ',
    )
  },
  simulate: () => new PhantomTicTacToeSimulator(),
  resample(state, random) {
    const { player, tries } = follow(state)
    for (;;) {
      const drawn = imagine(tries[player]!, player, random)
      if (drawn !== null) return drawn
    }
  },
})

export default phantomTicTacToe
