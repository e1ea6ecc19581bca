import { UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Account } from 'coevo/population'
import type { Policy } from '../policy/policy.ts'

/** A match from one of its seats. */
export interface Seated {
  readonly game: Game
  readonly seat: number
  /** Who sits where. */
  readonly names: readonly string[]
}

/** Someone who takes part in tournaments. */
export interface Entrant {
  /** Unique in a tournament: 'uniform', 'cfr+:1000', 'checkpoint:runs/spiral-1'. */
  readonly name: string
  /** True for one that may never answer, such as a server: its matches are played in real time. */
  readonly live?: boolean
  /** True for a person, who plays one match at a time and thinks as long as they like. */
  readonly person?: boolean
  /** True for one that can be held to legal moves: it is, whatever becomes of the illegal moves of others. */
  readonly constrainable?: boolean
  /** What becomes of its illegal moves, where that is its own matter: 'constrain', 'forfeit', 'retry:N' or 'spiral'. */
  readonly rule?: string
  /** What it was opened by; left out for one of a program's own. */
  readonly source?: string
  /** The hash of the files that it comes from; left out for one that ships, and for a program's own. */
  readonly code?: string
  /** Finds out whether it answers at all, before anything is played. @throws UserError when it does not. */
  check?(): Promise<void>
  /**
   * Makes its policy for a game. constrain: it may choose among legal moves only.
   *
   * @throws UserError when it cannot play the game.
   */
  seat(game: Game, options: { readonly constrain: boolean }): Policy
  /** What its answers took so far; left out for one that counts nothing. */
  account?(): Account
  /** Lets go of what it holds: a process, say. It may be asked again afterwards. */
  close?(): void
  /** Is told that a match of a person's begins. */
  begins?(match: Seated): void
  /** Is told how a match of a person's ended. returns: by seat. */
  ends?(match: Seated, returns: readonly number[]): void
}

/** What a policy throws that gives a match up. */
export class Resignation extends Error {
  constructor() {
    super('it resigned')
  }
}

/** What a policy throws that cannot be asked now: its match is not lost, but left for later. */
export class Unavailable extends UserError {}

/** How to talk with a person. */
export interface Conversation {
  readonly tell: (text: string) => void
  /** Asks for a line; null when none will come. */
  readonly ask: () => Promise<string | null>
}
