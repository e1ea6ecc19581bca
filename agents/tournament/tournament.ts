import { lookUp, UserError, type Code } from 'coevo/core'
import type { Game } from 'coevo/game'
import {
  formats,
  isOpen,
  LIMITS,
  type Format,
  type TournamentEvent,
  type TournamentResult,
} from 'coevo/population'
import type { Clock } from 'coevo/protocol'
import { checkCode, computing } from 'coevo/scenario'
import { createRun, openRun, type RunStore } from 'coevo/store'
import type { Failure } from './absence.ts'
import { conduct, type Stage } from './conductor.ts'
import type { Conversation, Entrant } from './entrant.ts'
import type { HallOptions } from '../match/hall.ts'
import { parseIllegalRule } from '../match/illegal-rule.ts'
import { openAgain } from './open-again.ts'
import { openAll, type Opened } from './open-all.ts'
import type { Premises } from './open-entrant.ts'
import { readState, readTournament, TOURNAMENT, type TournamentState } from './tournament-record.ts'
import { tryOut } from './try-out.ts'
import { openVenue } from './venue.ts'
import { writeReport } from './write-report.ts'

/** What changes how a tournament is watched and how fast it goes, never its result. */
export interface TournamentSettings {
  /** Matches under way at once, at most. Default 256. */
  readonly concurrency?: number
  /** Stops the tournament once the matches under way are recorded. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: TournamentEvent) => void
  /** Milliseconds: with it, matches are recorded every two seconds or so, however slow the agents. */
  readonly now?: () => number
  /** Real time, for entrants that are live. */
  readonly clock?: Clock
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: HallOptions['timeouts']
  /** What becomes of a match in which an agent fails or falls silent: it loses (the default), or plays it later. */
  readonly failure?: Failure
  /** Where 'human' is asked. */
  readonly conversation?: Conversation
}

/** A new tournament. */
export interface TournamentOptions extends TournamentSettings {
  /** Of two players each, no two of one name. */
  readonly games: readonly Game[]
  /** Names as for `openEntrant`, or agents of your own; no two of one name. A gauntlet is run by the first. */
  readonly agents: readonly (string | Entrant)[]
  readonly seed: number
  /** Default: 'round-robin'. */
  readonly format?: Format
  /** In each, those who meet play every game over one deal, from both seats. */
  readonly rounds: number
  /**
   * What becomes of illegal moves: 'constrain' (the default), 'forfeit', 'retry:N' or 'spiral'. Agents that have a rule
   * of their own keep to that, and models that can be constrained are.
   */
  readonly rule?: string
  /** Stops earlier, once every rating is known to this many points of Elo, up or down. */
  readonly precision?: number
  /** Where the tournament's folder `tournament-<seed>` is made. */
  readonly out: string
  /** How the command line finds each game again; left out by programs. */
  readonly sources?: readonly string[]
  /** Of the files that the games come from. */
  readonly code?: Code | undefined
}

/** A tournament that is taken up again. */
export interface ResumeOptions extends TournamentSettings {
  readonly folder: string
  /** The games it is played at. */
  readonly games: readonly Game[]
  /** Agents that join, and agents of your own that take part already. */
  readonly agents?: readonly (string | Entrant)[]
  /** If more than it had. */
  readonly rounds?: number
  readonly precision?: number
  /** Of the files that the games come from; without it nothing is said of them. */
  readonly code?: Code | undefined
  /** Goes on although they have changed. */
  readonly changed?: boolean
}

/**
 * Plays a tournament in a new folder, and writes what came of it there: result.json, report.html and tables.
 *
 * The same seed, games and agents give the same digest, whatever the concurrency and however often the
 * tournament is killed and taken up again.
 *
 * @throws UserError for two agents or games of one name, an unknown agent, a game that is not for two, an
 * agent that can play no game, a number out of range.
 */
export async function tournament(options: TournamentOptions): Promise<TournamentResult> {
  const { seed, rounds, format = 'round-robin', rule = 'constrain', precision = null } = options
  lookUp('format', format, formats)
  parseIllegalRule(rule)
  const games = options.games.map(({ name }) => name)
  checkGames(options.games)
  const { entrants, close } = await openAll(options.agents, premisesOf(options))
  try {
    const agents = entrants.map(({ name }) => name)
    const sources = sourcesOf(entrants)
    checkNumbers(agents, rounds, precision)
    const venue = openVenue({ ...options, entrants, rule, mayWait: isOpen(format) })
    // Before the folder is made, so that a tournament that cannot be played leaves none.
    const absent = await tryOut(venue, { games, agents, format, onEvent: options.onEvent })
    const store = createRun(options.out, {
      scenario: TOURNAMENT,
      source: null,
      seed,
      options: { games, agents, format, rule, rounds, precision },
      ...computing(options.code),
      settings: {
        made: options.sources === undefined ? 'by a program' : 'on the command line',
        sources: options.sources ?? games,
        agents: sources,
        codes: codesOf(entrants),
      },
    })
    const state = { agents, rounds, precision, absent, sources, codes: codesOf(entrants), accounts: {} }
    return await playIn(store, state, { ...options, venue })
  } finally {
    close()
  }
}

/**
 * Goes on with a tournament: only what is missing is played. Agents that join play their own matches only;
 * agents that had stopped answering are asked again.
 *
 * @throws UserError when the folder holds no tournament or one of other games, where an agent of a program's own is
 * not given again, and as `tournament` does.
 */
export async function resumeTournament(options: ResumeOptions): Promise<TournamentResult> {
  const { folder, games } = options
  const store = openRun(folder)
  let opened: Opened | null = null
  try {
    const { format, ...header } = readTournament(store)
    const names = games.map(({ name }) => name)
    if (names.join() !== header.games.join())
      throw new UserError(
        `'${folder}' is a tournament at ${header.games.join(', ')}, not at ${names.join(', ')}.`,
      )
    const now = computing(options.code, store.header.code)
    if (checkCode(folder, store.header, now, options.changed ?? false) !== null) store.changeCode(now)
    const before = readState(store, { format, ...header })
    opened = await openAgain(before, options)
    const { entrants } = opened
    const agents = entrants.map(({ name }) => name)
    const joining = agents.slice(before.agents.length)
    if (joining.length > 0 && !isOpen(format))
      throw new UserError(
        `Nobody can join a ${format} tournament that has begun, because its pairings follow results: begin a new one with ${joining.join(', ')}.`,
      )
    const rounds = Math.max(before.rounds, options.rounds ?? 0)
    const precision = options.precision ?? before.precision
    checkNumbers(agents, rounds, precision)
    const { seed } = store.header
    const venue = openVenue({ ...options, entrants, seed, rule: header.rule, mayWait: isOpen(format) })
    const from = store.checkpoint === null ? 0 : before.agents.length
    const found = await tryOut(venue, { games: names, agents, from, format, onEvent: options.onEvent })
    const absent = [...before.absent, ...found]
    const sources = { ...before.sources, ...sourcesOf(entrants.slice(before.agents.length)) }
    const codes = { ...before.codes, ...codesOf(entrants) }
    const state = { ...before, agents, rounds, precision, absent, sources, codes }
    return await playIn(store, state, { ...options, venue })
  } finally {
    opened?.close()
    store.close()
  }
}

/** Plays what is missing, lets go of the folder and writes the reports there. */
async function playIn(store: RunStore, state: TournamentState, stage: Stage): Promise<TournamentResult> {
  let result: TournamentResult
  try {
    result = await conduct(store, state, stage)
  } finally {
    store.close()
  }
  writeReport(result)
  return result
}

function premisesOf({ conversation, timeouts }: TournamentSettings): Premises {
  return { conversation, decision: timeouts?.decision }
}

/** The hashes of the files that agents come from. */
function codesOf(entrants: readonly Entrant[]): Record<string, string> {
  return Object.fromEntries(entrants.flatMap(({ name, code }) => (code === undefined ? [] : [[name, code]])))
}

/** What each agent was opened by; null for one of a program's own. */
function sourcesOf(entrants: readonly Entrant[]): Record<string, string | null> {
  return Object.fromEntries(entrants.map(({ name, source = null }) => [name, source]))
}

function checkGames(games: readonly Game[]): void {
  if (games.length === 0 || games.length > LIMITS.games)
    throw new UserError(`A tournament is played at 1 to ${LIMITS.games} games, not ${games.length}.`)
  const names = games.map(({ name }) => name)
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) throw new UserError(`The game '${twice}' is named twice: name it once.`)
  for (const { name, facets } of games)
    if (facets.players !== 2)
      throw new UserError(
        `A tournament is played at games for two, and ${name} has ${facets.players} players: play it with 'coevo play', or name another.`,
      )
}

function checkNumbers(agents: readonly string[], rounds: number, precision: number | null): void {
  if (agents.length < 2 || agents.length > LIMITS.agents)
    throw new UserError(`A tournament needs 2 to ${LIMITS.agents} agents, not ${agents.length}.`)
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= LIMITS.rounds))
    throw new UserError(`A tournament has 1 to ${LIMITS.rounds} rounds, not ${rounds}.`)
  if (precision !== null && !(precision > 0 && Number.isFinite(precision)))
    throw new UserError(`The precision of ratings is a number of Elo above 0, not ${precision}.`)
}
