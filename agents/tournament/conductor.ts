import type { Game } from 'coevo/game'
import {
  dealTally,
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
  type DealTally,
  type Encounter,
  type PlayedMatch,
  type Tally,
  type TournamentResult,
} from 'coevo/population'
import type { RunStore } from 'coevo/store'
import { BATCH, openLedger, type Ledger, type Pace } from './ledger.ts'
import { readTournament, type TournamentHeader, type TournamentState } from './tournament-record.ts'
import type { Venue } from './venue.ts'

/** What a tournament is played at and with. */
export interface Stage extends Pace {
  readonly games: readonly Game[]
  readonly venue: Venue
}

/** Of how many pairs of agents a match is shown, at each game. */
const SAMPLES = 3

/** Plays what is missing of a tournament until its rounds, its precision or a signal end it, and sums up. */
export async function conduct(
  store: RunStore,
  state: TournamentState,
  stage: Stage,
): Promise<TournamentResult> {
  const { agents, rounds, precision } = state
  const { onEvent: tell = () => {} } = stage
  const header = readTournament(store)
  const open = isOpen(header.format)
  const ledger = openLedger(store, state, stage.venue, stage)
  const matchesOf = scheduleOf(header, state)
  const perRound = matchesOf(0, []).length
  // Where pairings follow results, a round must end before the next begins.
  const block = open ? Math.max(1, Math.floor(BATCH / Math.max(1, perRound))) : 1
  tell({
    type: 'start',
    run: store.folder,
    seed: store.header.seed,
    format: header.format,
    games: header.games,
    agents,
    played: ledger.played.size,
    matches: open ? perRound * rounds : sum(range(0, rounds).map((each) => matchesOf(each, []).length)),
  })

  const past: Encounter[] = []
  const tallies: Tally[] = []
  const deals: DealTally[] = []
  let ended: TournamentResult['ended'] = 'rounds'
  let round = 0
  while (round < rounds) {
    const next = Math.min(round + block, rounds)
    const numbers = range(round, next).flatMap((each) => matchesOf(each, past))
    const playedOf = () => numbers.flatMap((number) => ledger.played.get(number) ?? [])
    const ratings = () =>
      rate([...tallies, ...tally(playedOf())], { deals: [...deals, ...dealTally(playedOf())] }).agents
    const stopped = await ledger.play(numbers, () =>
      tell({ type: 'ratings', rounds: round, ratings: ratings() }),
    )
    if (stopped !== null) {
      ended = stopped
      break
    }
    round = next
    tallies.push(...tally(playedOf()))
    deals.push(...dealTally(playedOf()))
    if (!open) past.push(...encountersOf(playedOf()))
    if (
      precision !== null &&
      rate(tallies, { deals }).agents.every((rating) => margin(rating) <= precision)
    ) {
      ended = 'precision'
      break
    }
  }
  const result = { ...resultOf(store, state, ledger, stage), rounds: round, ended }
  store.finish(JSON.parse(JSON.stringify(result)))
  tell({ type: 'end', result })
  return result
}

/** Returns what lists the numbers of a round's matches, given how earlier rounds ended. */
function scheduleOf({ format, games }: TournamentHeader, { agents, absent }: TournamentState) {
  const away = new Set(absent.map(({ agent, game }) => `${games.indexOf(game)} ${agents.indexOf(agent)}`))
  return (round: number, past: readonly Encounter[]): number[] =>
    formats[format](agents.length, round, past)
      .flatMap((pairing) => fixtures(round, pairing, games.length))
      .filter(({ game, seats }) => !seats.some((agent) => away.has(`${game} ${agent}`)))
      .map(matchNumber)
}

function resultOf(
  store: RunStore,
  { agents, absent, sources }: TournamentState,
  { played, suspended, accounts }: Ledger,
  { games, venue }: Stage,
): Omit<TournamentResult, 'rounds' | 'ended'> {
  const { format, rule } = readTournament(store)
  const { seed } = store.header
  const matches = [...played.values()]
  const ranges = Object.fromEntries(games.map(({ name, facets }) => [name, facets.utilityRange]))
  const table = standings(matches, { ranges })
  const taken = accounts()
  const ranking = table.agents.map(({ agent }) => agent)
  return {
    seed,
    format,
    rule,
    matches: matches.length,
    ...table,
    samples: samples(matches, ranking, SAMPLES),
    digest: tournamentDigest({ seed, rule, agents }, matches),
    absent,
    entries: agents.map((agent, number) => ({
      agent,
      source: sources[agent] ?? null,
      rule: venue.ruleOf(number),
      account: taken[agent] ?? null,
    })),
    suspended: [...suspended].map(([agent, reason]) => ({ agent: agents[agent]!, reason })),
    run: store.folder,
  }
}

/** Sums the matches of whole rounds up by who met whom. */
function encountersOf(matches: readonly PlayedMatch[]): Encounter[] {
  const groups = Map.groupBy(matches, ({ number, round }) => {
    const { seats } = fixtureOf(number)
    return `${round} ${Math.min(...seats)} ${Math.max(...seats)}`
  })
  return [...groups].map(([key, group]) => {
    const [round, a, b] = key.split(' ').map(Number) as [number, number, number]
    const scores = group.map((match) => points(match, fixtureOf(match.number).seats[0] === a ? 0 : 1))
    return { round, pairing: [a, b], score: sum(scores) / group.length }
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
