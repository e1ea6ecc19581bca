import { Chess, DEFAULT_POSITION, type PieceSymbol } from 'chess.js'
import { boardText, defineGame, squareNames } from 'coevo/game'

/** A position, and what the draws by fifty moves and by repetition need. */
export type ChessState = {
  /** The first four fields of FEN: pieces, side to move, castling rights, square to capture in passing. */
  readonly position: string
  /** Half-moves since a pawn moved or a piece was captured. */
  readonly clock: number
  /** The positions since then, this one not among them. */
  readonly past: readonly string[]
}

const SIZE = 8
const SIDES = ['white', 'black']
const PIECES = 'KQRBNPkqrbnp'.split('')
const SQUARES = squareNames(SIZE, SIZE)
const PROMOTIONS = ['knight', 'bishop', 'rook', 'queen']
const CLOCK_LIMIT = 100

/** From here on, actions promote to less than a queen: by file, side step and piece. */
const UNDERPROMOTION = 64 * 64

/** A move, its squares counted row by row from a8. */
interface Step {
  readonly start: number
  readonly end: number
  readonly promotion: PieceSymbol | undefined
}

/**
 * Lists the legal moves as chess.js keeps them to itself (hence its version in package.json is fixed to 1.4). What it
 * tells others has the name of every move and the positions before and after it: a game takes eight times as long.
 */
function stepsOf(board: Chess): Step[] {
  const moves = board['_moves']() as readonly { from: number; to: number; promotion?: PieceSymbol }[]
  // In that list a row takes sixteen numbers, of which eight are squares.
  const square = (at: number) => (at >> 4) * SIZE + (at & 15)
  return moves.map(({ from, to, promotion }) => ({ start: square(from), end: square(to), promotion }))
}

function actionOf({ start, end, promotion }: Step): number {
  const piece = 'nbr'.indexOf(promotion ?? 'q')
  if (piece < 0) return start * 64 + end
  const file = start % SIZE
  return UNDERPROMOTION + (file * 3 + (end % SIZE) - file + 1) * 3 + piece
}

const turnOf = ({ position }: ChessState) => (position.split(' ')[1] === 'w' ? 0 : 1)

const open = ({ position, clock }: ChessState) =>
  new Chess(`${position} ${clock} 1`, { skipValidation: true })

const timesSeen = ({ position, past }: ChessState) => past.filter((other) => other === position).length

/** What the rules say of a state. */
interface Verdict {
  /** By action, sorted; none when the game is over. */
  readonly moves: ReadonlyMap<number, Step>
  readonly isCheckmate: boolean
}

/** States are immutable, so a verdict holds as long as the state lives. */
const verdicts = new WeakMap<ChessState, Verdict>()

function judge(state: ChessState): Verdict {
  const known = verdicts.get(state)
  if (known !== undefined) return known
  const board = open(state)
  const possible = stepsOf(board).map((move) => [actionOf(move), move] as const)
  const isDrawn = state.clock >= CLOCK_LIMIT || timesSeen(state) >= 2 || board.isInsufficientMaterial()
  const verdict = {
    moves: new Map(isDrawn ? [] : possible.toSorted(([a], [b]) => a - b)),
    isCheckmate: board.isCheckmate(),
  }
  verdicts.set(state, verdict)
  return verdict
}

/** Splits a position as chess.js writes it into what a state keeps. */
function readFen(fen: string): { position: string; clock: number } {
  const fields = fen.split(' ')
  return { position: fields.slice(0, 4).join(' '), clock: Number(fields[4]) }
}

/** Lists the 64 cells row by row from the top. */
function cellsOf({ position }: ChessState): string[] {
  return position
    .split(' ')[0]!
    .replaceAll('/', '')
    .split('')
    .flatMap((mark) => (PIECES.includes(mark) ? [mark] : Array.from({ length: Number(mark) }, () => '')))
}

/** Writes an action as squares: 'e2 e4', 'e7 e8 queen'. */
function label(state: ChessState, action: number): string {
  const move = judge(state).moves.get(action)!
  const promotion = PROMOTIONS.find((name) =>
    name.startsWith(move.promotion === 'n' ? 'k' : (move.promotion ?? '-')),
  )
  return [SQUARES[move.start], SQUARES[move.end], ...(promotion === undefined ? [] : [promotion])].join(' ')
}

/** A move as squares, however they are parted: 'e2 e4', 'e2e4', 'e2-e4', 'e7xd8=q', 'e7 e8 queen'. */
const SQUARES_OF =
  /^(?:[kqrbnp](?=[a-h]\d[ x-]?[a-h]))?([a-h][1-8])(?: ?[-–→x] ?| to | )?([a-h][1-8])(?: ?=? ?(q|r|b|n|queen|rook|bishop|knight))?[+#]?$/

const LETTERS = { queen: 'q', rook: 'r', bishop: 'b', knight: 'n' } as const

/** Reads a move in squares or, where only one move can be meant, in algebraic notation: 'nf3', 'o-o', 'exd5+'. */
function read(state: ChessState, text: string): number | null {
  const { moves } = judge(state)
  const [, from, to, named] = SQUARES_OF.exec(text) ?? []
  if (from !== undefined) {
    const letter = LETTERS[named as keyof typeof LETTERS] ?? named
    for (const [action, { start, end, promotion }] of moves)
      if (SQUARES[start] === from && SQUARES[end] === to && promotion === letter) return action
    return null
  }
  const said = plainSan(text)
  if (!/^[a-h1-8kqrbnpo]{2,7}$/.test(said)) return null
  const meant = open(state)
    .moves({ verbose: true })
    .filter(({ san }) => plainSan(san) === said)
  const [only, other] = meant
  if (only === undefined || other !== undefined) return null
  return read(state, `${only.from} ${only.to}${only.promotion === undefined ? '' : ` ${only.promotion}`}`)
}

/** Algebraic notation in lower case without the signs that may be left out; castling with zeros or letters. */
const plainSan = (san: string) =>
  san
    .toLowerCase()
    .replace(/^(?:\d+\. ?(?:\.\. ?)?)/, '')
    .replaceAll('0', 'o')
    .replaceAll(/[-+#x=!?:]| ?e\.p\.$/g, '')

function observe(state: ChessState, player: number): string {
  const [, , castling, passing] = state.position.split(' ')
  const orNone = (text: string) => (text === '-' ? 'none' : text)
  return [
    `you ${SIDES[player]} turn ${SIDES[turnOf(state)]}`,
    `castling ${orNone(castling!).replaceAll(/(?<=[KQkq])(?=[KQkq])/g, ' ')} passing ${orNone(passing!)}`,
    `clock ${state.clock} seen ${timesSeen(state)} board ${boardText(cellsOf(state), SIZE)}`,
  ].join(' ')
}

/**
 * Chess by the laws of FIDE, through the library chess.js. A win returns 1, a loss −1, a draw 0.
 *
 * Drawn at once are stalemate, too little material to mate, a position's third occurrence, and fifty moves of
 * each player without a capture or a pawn's move (the last two a player may claim under the laws).
 *
 * Action from · 64 + to, squares from a8 row by row, moves a piece, castles with the king, and promotes to a
 * queen; 4096 + ((file · 3 + side step + 1) · 3 + piece) promotes to a knight, bishop or rook.
 *
 * Source: FIDE Laws of Chess (2023), articles 1–5 and 9; the longest game: F. Labelle, "Statistics on chess
 * games" (5,898½ moves under the fifty-move rule).
 */
export const chess = defineGame<ChessState>({
  name: 'chess',
  title: 'Chess',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: 11_797,
    actions: UNDERPROMOTION + SIZE * 3 * 3,
  },
  vocabulary: ['you', ...SIDES, 'turn', 'castling', 'none', 'passing', 'clock', 'seen', 'board', '.', '/']
    .concat(PIECES, PROMOTIONS, SQUARES)
    .concat(Array.from({ length: CLOCK_LIMIT + 1 }, (_, i) => String(i))),
  rules:
    'Chess, with white pieces as capitals (K king, Q queen, R rook, B bishop, N knight, P pawn) and black ones as ' +
    'small letters, row 8 at the top. A move is written as the square it leaves and the square it goes to; castling ' +
    'is the king’s move; a promotion adds knight, bishop, rook or queen. Castling lists who may still castle on ' +
    'which side, passing the square where a pawn can be captured in passing, clock the half-moves since a capture ' +
    'or a pawn’s move, seen how often the position occurred before. Checkmate wins. Stalemate, too little material ' +
    'to mate, a position’s third occurrence and a clock of 100 are draws.',
  initial: () => ({ ...readFen(DEFAULT_POSITION), past: [] }),
  actor: (state) => (judge(state).moves.size === 0 ? 'nobody' : turnOf(state)),
  legal: (state) => [...judge(state).moves.keys()],
  apply(state, action) {
    const { start, end, promotion } = judge(state).moves.get(action)!
    const board = open(state)
    board.move({ from: SQUARES[start]!, to: SQUARES[end]!, ...(promotion && { promotion }) })
    const next = readFen(board.fen())
    return { ...next, past: next.clock === 0 ? [] : [...state.past, state.position] }
  },
  returns(state) {
    if (!judge(state).isCheckmate) return [0, 0]
    return turnOf(state) === 0 ? [-1, 1] : [1, -1]
  },
  read,
  label,
  observation: observe,
  informationState: ({ position, clock, past }, player) =>
    [SIDES[player], position, clock, ...past].join(' | '),
})

export default chess
