import type { Game } from 'coevo/game'
import {
  fixtureOf,
  fixtures,
  formats,
  isOpen,
  margin,
  matchNumber,
  points,
  rate,
  samples,
  standings,
  tally,
  tournamentDigest,
  type Encounter,
  type PlayedMatch,
  type Tally,
  type TournamentEvent,
  type TournamentResult,
} from 'coevo/population'
import type { RunStore } from 'coevo/store'
import { playedMatch, readTournament, type TournamentState } from './tournament-record.ts'
import type { Venue } from './venue.ts'

/** What a tournament is played at and with. */
export interface Stage {
  readonly games: readonly Game[]
  readonly venue: Venue
  /** Stops the tournament once the matches under way are recorded. */
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: ((event: TournamentEvent) => void) | undefined
}

/** How many matches are recorded together. */
const BATCH = 1024
/** Of how many pairs of agents a match is shown, at each game. */
const SAMPLES = 3

/** Plays what is missing of a tournament, records it batch by batch, and sums up. */
export async function conduct(
  store: RunStore,
  state: TournamentState,
  stage: Stage,
): Promise<TournamentResult> {
  const { games, venue } = stage
  const { agents, rounds, precision, absent } = state
  const { format, rule } = readTournament(store)
  const { seed } = store.header
  const { signal, onEvent: tell = () => {} } = stage
  const played = new Map<number, PlayedMatch>()
  const suspended = new Map<number, string>()
  let step = store.checkpoint?.step ?? -1
  for (const episode of store.episodes()) played.set(episode.session, playedMatch(episode, agents))
  let ended = played.size

  /** Returns the numbers of a round's matches, given those of earlier rounds. */
  function matchesOf(round: number, past: readonly Encounter[]): number[] {
    const isAbsent = (agent: number, game: number) =>
      absent.some((each) => each.agent === agents[agent] && each.game === games[game]!.name)
    return formats[format](agents.length, round, past)
      .flatMap((pairing) => fixtures(round, pairing, games.length))
      .filter(({ game, seats }) => !seats.some((agent) => isAbsent(agent, game)))
      .map(matchNumber)
  }

  /** Plays matches and records them; false when a signal came before all of them were. */
  async function playMissing(numbers: readonly number[]): Promise<boolean> {
    const missing = numbers.filter((number) => !played.has(number))
    for (let at = 0; at < missing.length; at += BATCH) {
      if (signal?.aborted === true) return false
      const due = missing
        .slice(at, at + BATCH)
        .filter((number) => !fixtureOf(number).seats.some((agent) => suspended.has(agent)))
      if (due.length === 0) continue
      const { episodes, journal, silent } = await venue.play(due, () =>
        tell({ type: 'match', played: ++ended }),
      )
      store.commitStep({ step: ++step, episodes, journal })
      await store.commitCheckpoint({ step, state, write: () => Promise.resolve() })
      for (const episode of episodes) played.set(episode.session, playedMatch(episode, agents))
      for (const [agent, reason] of isOpen(format) ? silent : []) {
        if (suspended.has(agent)) continue
        suspended.set(agent, reason)
        tell({ type: 'suspended', agent: agents[agent]!, reason })
      }
    }
    return true
  }

  const perRound = matchesOf(0, []).length
  // Where pairings follow results, a round must end before the next begins.
  const block = isOpen(format) ? Math.max(1, Math.floor(BATCH / Math.max(1, perRound))) : 1
  tell({
    type: 'start',
    run: store.folder,
    seed,
    format,
    games: games.map(({ name }) => name),
    agents,
    played: played.size,
    matches: isOpen(format)
      ? perRound * rounds
      : range(0, rounds).reduce((sum, each) => sum + matchesOf(each, []).length, 0),
  })

  const past: Encounter[] = []
  const tallies: Tally[] = []
  let reason: TournamentResult['ended'] = 'rounds'
  let round = 0
  while (round < rounds) {
    const next = Math.min(round + block, rounds)
    const numbers = range(round, next).flatMap((each) => matchesOf(each, past))
    if (!(await playMissing(numbers))) {
      reason = 'signal'
      break
    }
    round = next
    const matches = numbers.flatMap((number) => played.get(number) ?? [])
    past.push(...encountersOf(matches))
    tallies.push(...tally(matches))
    const ratings = rate(tallies).agents
    tell({ type: 'ratings', rounds: round, ratings })
    if (precision !== null && ratings.length > 0 && ratings.every((each) => margin(each) <= precision)) {
      reason = 'precision'
      break
    }
  }
  const matches = [...played.values()]
  const ranges = Object.fromEntries(games.map(({ name, facets }) => [name, facets.utilityRange]))
  const table = standings(matches, { ranges })
  const ranking = table.agents.map(({ agent }) => agent)
  const result: TournamentResult = {
    seed,
    format,
    rule,
    rounds: round,
    matches: matches.length,
    ...table,
    samples: samples(matches, ranking, SAMPLES),
    digest: tournamentDigest({ seed, rule, agents }, matches),
    absent,
    suspended: [...suspended].map(([agent, why]) => ({ agent: agents[agent]!, reason: why })),
    run: store.folder,
    ended: reason,
  }
  store.finish(JSON.parse(JSON.stringify(result)))
  tell({ type: 'end', result })
  return result
}

/** Sums the matches of whole rounds up by who met whom. */
function encountersOf(matches: readonly PlayedMatch[]): Encounter[] {
  const groups = Map.groupBy(matches, ({ number, round }) => {
    const { seats } = fixtureOf(number)
    return `${round} ${Math.min(...seats)} ${Math.max(...seats)}`
  })
  return [...groups].map(([key, group]) => {
    const [round, a, b] = key.split(' ').map(Number) as [number, number, number]
    const score = group.reduce(
      (sum, match) => sum + points(match, fixtureOf(match.number).seats[0] === a ? 0 : 1),
      0,
    )
    return { round, pairing: [a, b], score: score / group.length }
  })
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
