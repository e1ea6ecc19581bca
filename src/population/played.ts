import { digest } from '../core/index.ts'
import type { Episode } from '../learn/experience.ts'

/** A match that was played, by the names of its agents. */
export interface PlayedMatch {
  /** Its number in the tournament: the two matches over one deal differ in the last bit. */
  readonly number: number
  readonly game: string
  readonly round: number
  /** By seat. */
  readonly agents: readonly [first: string, second: string]
  /** By seat. */
  readonly returns: readonly [first: number, second: number]
  /** Rejected moves by seat. */
  readonly illegal: readonly [first: number, second: number]
  readonly end: Episode['end']
  /** Rejected answers by seat that were cut off before their end; left out where none was. */
  readonly cutOff?: readonly [first: number, second: number]
  /** Rejected answers by seat that held nothing; left out where none did. */
  readonly empty?: readonly [first: number, second: number]
  /** The seat whose illegal move or silence ended it, where that is known. */
  readonly forfeited?: 0 | 1
}

/** Returns the seat that lost a match by an illegal move or by not answering; null where it was played to its end. */
export function offender({ end, forfeited, returns: [first, second] }: PlayedMatch): 0 | 1 | null {
  if (end === 'finished') return null
  // Version 0.1 did not write it down.
  return forfeited ?? (first < second ? 0 : 1)
}

/** Returns a match's points for a seat: 1 for a win, ½ for a draw, 0 for a loss. */
export function points({ returns }: PlayedMatch, seat: 0 | 1): number {
  const ahead = returns[seat] - returns[1 - seat]!
  return ahead > 0 ? 1 : ahead < 0 ? 0 : 0.5
}

/**
 * Returns the digest of a tournament: SHA-256 over what it is and how every match ended, as 64 hexadecimal
 * digits. In what order the matches were played, and how many at once, is no part of it.
 */
export function tournamentDigest(
  what: { readonly seed: number; readonly rule: string; readonly agents: readonly string[] },
  matches: readonly PlayedMatch[],
): string {
  const lines = matches
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, game, returns, illegal, end }) => [number, game, returns, illegal, end])
  return digest([{ seed: what.seed, rule: what.rule, agents: what.agents }, ...lines])
}

/** Sorts matches as they would be played one after the other: round by round. */
export function inOrder(matches: readonly PlayedMatch[]): PlayedMatch[] {
  return matches.toSorted((a, b) => a.round - b.round || a.number - b.number)
}
