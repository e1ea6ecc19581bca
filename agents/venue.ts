import type { Message } from 'coevo/bus'
import { oneLine, stream, UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Episode } from 'coevo/learn'
import { dealOf, fixtureOf } from 'coevo/population'
import type { Clock } from 'coevo/protocol'
import type { Entrant } from './entrant.ts'
import { openHall, type Hall, type HallOptions } from './hall.ts'
import { parseIllegalRule } from './illegal-rule.ts'
import type { Policy } from './policy.ts'

/** What a tournament is played with. */
export interface VenueOptions {
  readonly games: readonly Game[]
  readonly entrants: readonly Entrant[]
  readonly seed: number
  readonly rule: string
  /** Matches under way at once, at most. Default 256. */
  readonly concurrency?: number
  /** Real time, for entrants that are live. */
  readonly clock?: Clock
  readonly timeouts?: HallOptions['timeouts']
}

/** What a batch of matches leaves. */
export interface Batch {
  /** By number. */
  readonly episodes: readonly Episode[]
  /** The messages of all matches, each match's in order. */
  readonly journal: readonly Message[]
  /** The numbers of agents whose every match here, three at least, they lost for want of an answer; and why. */
  readonly silent: ReadonlyMap<number, string>
}

/** Where matches are played: a hall a game, another for matches in real time. */
export interface Venue {
  /** Lets an agent play a match with itself. Returns why it cannot play that game, or null. */
  tryOut(agent: number, game: number): Promise<string | null>
  /** Plays the matches with these numbers; `ended` is called after each. @throws what a game threw. */
  play(numbers: readonly number[], ended: () => void): Promise<Batch>
}

/** No match has this number. */
const TRIAL = Number.MAX_SAFE_INTEGER
/** An agent that fails so often, and never answers, is silent. */
const PATIENCE = 3

/** Opens a venue. Chance draws by deal, so that the two matches of a pair over one deal share its outcomes. */
export function openVenue(options: VenueOptions): Venue {
  const { games, entrants, seed, concurrency = 256, clock, timeouts } = options
  const rule = parseIllegalRule(options.rule)
  const constrain = rule.kind === 'constrain'
  const halls = new Map<string, Hall>()
  const policies = new Map<string, Policy>()
  let failures = new Map<string, unknown>()
  let onMatch = () => {}

  function hallOf(game: number, live: boolean): Hall {
    const key = `${game} ${live}`
    let hall = halls.get(key)
    if (hall === undefined) {
      hall = openHall({
        game: games[game]!,
        rule,
        ...(timeouts && { timeouts }),
        ...(live && clock && { clock }),
        chance: ({ number }, draw) => stream(seed, 'deal', dealOf(number), 'chance', draw),
        forgive: ({ session, seat, error }) => failures.set(`${session} ${seat}`, error),
      })
      hall.bus.on('close', () => onMatch())
      halls.set(key, hall)
    }
    return hall
  }

  function policyOf(agent: number, game: number): Policy {
    const key = `${game} ${agent}`
    let policy = policies.get(key)
    if (policy === undefined)
      policies.set(key, (policy = readable(entrants[agent]!.seat(games[game]!, { constrain }))))
    return policy
  }

  const isLive = (number: number) => fixtureOf(number).seats.some((agent) => entrants[agent]!.live === true)

  return {
    async tryOut(agent, game) {
      try {
        const policy = policyOf(agent, game)
        if (entrants[agent]!.live === true) return null
        const seats = [policy, policy]
        const hall = openHall({ game: games[game]!, rule })
        await hall.play({ seats, seed, sessions: [TRIAL], concurrency: 1 })
        return null
      } catch (error) {
        // Any other failure may pass; if not, its matches are forfeited.
        return error instanceof UserError ? error.message : null
      }
    },
    async play(numbers, ended) {
      onMatch = ended
      const messages: Message[] = []
      const episodes: Episode[] = []
      failures = new Map()
      const journal = {
        append: ({ message, refused }: { message: Message; refused: unknown }) =>
          void (refused === null && messages.push(message)),
      }
      for (const game of games.keys())
        for (const live of [false, true]) {
          const sessions = numbers.filter((n) => fixtureOf(n).game === game && isLive(n) === live)
          if (sessions.length === 0) continue
          const seats = (n: number) => fixtureOf(n).seats.map((agent) => policyOf(agent, game))
          episodes.push(...(await hallOf(game, live).play({ seats, seed, sessions, concurrency, journal })))
        }
      episodes.sort((a, b) => a.session - b.session)
      return { episodes, journal: messages, silent: silentAgents(episodes, failures) }
    },
  }
}

/** Finds the agents that lost every match for want of an answer. */
function silentAgents(
  episodes: readonly Episode[],
  failures: ReadonlyMap<string, unknown>,
): Map<number, string> {
  const seen = new Map<number, { matches: number; lost: number; reason: string }>()
  for (const { session, end, roles } of episodes)
    for (const [seat, agent] of fixtureOf(session).seats.entries()) {
      const record = seen.get(agent) ?? { matches: 0, lost: 0, reason: 'it does not answer in time' }
      const error = failures.get(`${session} ${seat}`)
      record.matches++
      if (end === 'timeout' && roles[seat]!.return < roles[1 - seat]!.return) record.lost++
      if (error !== undefined) record.reason = oneLine(error instanceof Error ? error.message : 'it fails')
      seen.set(agent, record)
    }
  return new Map(
    [...seen]
      .filter(([, { matches, lost }]) => lost === matches && lost >= PATIENCE)
      .map(([agent, { reason }]) => [agent, reason]),
  )
}

/** Takes an answer that is no text for a failure of the agent's, which costs it the match and nobody else. */
function readable(policy: Policy): Policy {
  const checked = (decision: Awaited<ReturnType<Policy['decide']>>) => {
    if (typeof decision?.text === 'string') return decision
    throw new TypeError(`'${policy.name}' answered with ${typeof decision?.text}, not with a text`)
  }
  return {
    ...policy,
    decide(...asked) {
      const decision = policy.decide(...asked)
      return decision instanceof Promise ? decision.then(checked) : checked(decision)
    },
  }
}
