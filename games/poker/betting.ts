/** The actions of limit poker. A call without a bet to match is a check. */
export const FOLD = 0
export const CALL = 1
export const RAISE = 2

/** What a move is called. */
export const MOVES = ['check', 'call', 'bet', 'raise', 'fold']

/** How two players may bet. Every list has an entry a round. */
export interface Limits {
  /** What each has paid before the first round. */
  readonly blinds: readonly [number, number]
  /** What a raise adds to the bet. */
  readonly raise: readonly number[]
  /** How many raises (the first bet among them) there may be. */
  readonly cap: readonly number[]
  /** Who moves first. */
  readonly opener: readonly number[]
}

/** Where the betting stands. */
export interface Standing {
  /** The round under way, from 0; the number of rounds when all are over. */
  readonly round: number
  /** Who is to move, or would be first in a round that waits for its cards. */
  readonly player: number
  /** Who has folded; −1 for nobody. */
  readonly folded: number
  /** By player, since the deal. */
  readonly paid: readonly number[]
  /** How many raises there were in the round. */
  readonly raises: number
}

/** The betting of a deal under way: a round ends with a call, or with the second of two checks. */
export class Betting implements Standing {
  round = 0
  player = 0
  folded = -1
  raises = 0
  readonly paid: [number, number] = [0, 0]
  readonly #limits: Limits
  #opening = true

  constructor(limits: Limits) {
    this.#limits = limits
    this.reset()
  }

  /** Goes back to the deal. */
  reset(): void {
    const { blinds, opener } = this.#limits
    this.round = 0
    this.player = opener[0]!
    this.folded = -1
    this.raises = 0
    this.paid[0] = blinds[0]
    this.paid[1] = blinds[1]
    this.#opening = true
  }

  make(move: number): void {
    const { player, round } = this
    if (move === FOLD) {
      this.folded = player
      return
    }
    const { raise, opener } = this.#limits
    const other = 1 - player
    this.paid[player] = this.paid[other]! + (move === RAISE ? raise[round]! : 0)
    if (move === RAISE) this.raises++
    if (move === RAISE || this.#opening) {
      this.player = other
      this.#opening = false
    } else {
      this.round = round + 1
      this.player = opener[this.round] ?? 0
      this.raises = 0
      this.#opening = true
    }
  }
}

/** Follows the moves of a deal. */
export function follow(limits: Limits, moves: readonly number[]): Standing {
  const betting = new Betting(limits)
  for (const move of moves) betting.make(move)
  return betting
}

/** Lists what the player to move may do: fold a bet, call, raise up to the cap. */
export function legalMoves({ cap }: Limits, { round, player, paid, raises }: Standing): number[] {
  const faces = paid[1 - player]! > paid[player]!
  return [...(faces ? [FOLD] : []), CALL, ...(raises < cap[round]! ? [RAISE] : [])]
}

/** Names a move. Blinds are bets, so with unequal ones the first round has raises only. */
export function labelMove(
  { blinds }: Limits,
  { round, player, paid, raises }: Standing,
  move: number,
): string {
  if (move === FOLD) return 'fold'
  if (move === CALL) return paid[1 - player]! > paid[player]! ? 'call' : 'check'
  return raises > 0 || (round === 0 && blinds[0] !== blinds[1]) ? 'raise' : 'bet'
}

/** Tells the moves round by round, and before each round but the first the cards laid on the board for it. */
export function tellRounds(
  limits: Limits,
  moves: readonly number[],
  boards: readonly (readonly string[])[],
): string[] {
  const rounds: string[][] = []
  const betting = new Betting(limits)
  for (const move of moves) {
    ;(rounds[betting.round] ??= []).push(labelMove(limits, betting, move))
    betting.make(move)
  }
  return [[], ...boards].flatMap((board, round) => [
    ...(round === 0 ? [] : ['board', ...board]),
    'moves',
    ...(rounds[round] ?? ['none']),
  ])
}
