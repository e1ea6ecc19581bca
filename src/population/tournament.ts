import type { PlayedMatch } from './played.ts'
import type { Format } from './pairings.ts'
import type { Rating } from './ratings.ts'
import type { Standings } from './standings.ts'

/** An agent that does not take part in a game, or no longer in anything, and why. */
export interface Absence {
  readonly agent: string
  readonly reason: string
}

/** What an agent's answers took, as far as it counts that. */
export type Account = {
  /** Questions that were answered. */
  readonly calls: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** Of the calls, those whose tokens nobody counted. */
  readonly uncounted: number
}

/** How an agent took part. */
export interface Entry {
  readonly agent: string
  /** What it was named by on the command line, where that is not its name; null for one of a program's own. */
  readonly source: string | null
  /** What became of its illegal moves. */
  readonly rule: string
  /** Null for an agent that counts nothing. */
  readonly account: Account | null
}

/** What a tournament tells whoever watches it. */
export type TournamentEvent =
  | {
      readonly type: 'start'
      /** The tournament's folder. */
      readonly run: string
      readonly seed: number
      readonly format: Format
      readonly games: readonly string[]
      readonly agents: readonly string[]
      /** Matches played already: above 0 when the tournament is taken up again. */
      readonly played: number
      /** Matches to be played in all, if no rule stops it before; an estimate where pairings follow results. */
      readonly matches: number
    }
  /** An agent is tried at a game: whatever it solves, it solves now. */
  | { readonly type: 'trial'; readonly agent: string; readonly game: string }
  | ({ readonly type: 'absent'; readonly game: string } & Absence)
  | ({ readonly type: 'suspended' } & Absence)
  /** A match has ended; `played` counts it, though it is not recorded yet. */
  | { readonly type: 'match'; readonly played: number }
  /** Matches have been recorded: what the ratings are now. */
  | { readonly type: 'ratings'; readonly rounds: number; readonly ratings: readonly Rating[] }
  | { readonly type: 'end'; readonly result: TournamentResult }

/** What a tournament, finished or stopped, comes to. */
export interface TournamentResult extends Standings {
  readonly seed: number
  readonly format: Format
  readonly rule: string
  /** Rounds that were played to their end. */
  readonly rounds: number
  readonly matches: number
  /** SHA-256 over seed, rule, agents, games and every match's result: 64 hexadecimal digits. */
  readonly digest: string
  /** Some matches to look at; the journal has them all, by number. */
  readonly samples: readonly PlayedMatch[]
  readonly absent: readonly ({ readonly game: string } & Absence)[]
  /** By the order in which they came. */
  readonly entries: readonly Entry[]
  /** Agents that stopped answering: their other matches are played when the tournament is taken up again. */
  readonly suspended: readonly Absence[]
  /** The tournament's folder. */
  readonly run: string
  /**
   * What ended it: all rounds, ratings as precise as wanted, a signal, or, where pairings follow results, an
   * agent that is suspended.
   */
  readonly ended: 'rounds' | 'precision' | 'signal' | 'suspended'
}
