import { extname } from 'node:path'
import type { Code } from '../../core/index.ts'
import type { Game } from '../../game/index.ts'
import type { Format, TournamentEvent, TournamentResult } from '../../population/index.ts'
import type { Clock } from '../../protocol/index.ts'
import type { Conversation } from '../conversation.ts'

/** What changes how a tournament is watched and how fast it goes. */
export interface PlaySettings {
  readonly concurrency?: number
  readonly signal?: AbortSignal
  readonly onEvent?: (event: TournamentEvent) => void
  /** Milliseconds: matches are recorded every two seconds or so. */
  readonly now?: () => number
  readonly clock?: Clock
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: { readonly move: number; readonly decision: number; readonly referee: number }
  readonly failure?: 'forfeit' | 'suspend'
  /** Where 'human' is asked. */
  readonly conversation?: Conversation
}

/** What plays tournaments: agents/tournament/tournament.ts, which nothing in src may import by name. */
export interface TournamentPlayer {
  tournament(
    options: PlaySettings & {
      readonly games: readonly Game[]
      readonly agents: readonly string[]
      readonly seed: number
      readonly format?: Format
      readonly rounds: number
      readonly rule?: string
      readonly precision?: number
      readonly out: string
      readonly sources?: readonly string[]
      readonly code?: Code | undefined
    },
  ): Promise<TournamentResult>
  resumeTournament(
    options: PlaySettings & {
      readonly folder: string
      readonly games: readonly Game[]
      readonly agents?: readonly string[]
      readonly rounds?: number
      readonly precision?: number
      readonly code?: Code | undefined
      readonly changed?: boolean
    },
  ): Promise<TournamentResult>
}

/** Loads what plays tournaments. */
export async function loadPlayer(): Promise<TournamentPlayer> {
  const url = new URL(`../../../agents/tournament/tournament${extname(import.meta.url)}`, import.meta.url)
  return (await import(url.href)) as TournamentPlayer
}
