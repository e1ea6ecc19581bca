import { UserError } from 'coevo/core'
import type { Episode } from 'coevo/learn'
import { fixtureOf, formats, type Format, type PlayedMatch } from 'coevo/population'
import type { RunHeader, RunStore } from 'coevo/store'
import { z } from 'zod'

/** What the folders of tournaments are named after, and their headers name as scenario. */
export const TOURNAMENT = 'tournament'

const names = z.array(z.string())
const absence = z.strictObject({ agent: z.string(), game: z.string(), reason: z.string() })
const plan = {
  /** In the order they came: their places number them. */
  agents: names,
  rounds: z.int(),
  /** In Elo; null where only the rounds end the tournament. */
  precision: z.number().nullable(),
}
const headerSchema = z.strictObject({
  games: names,
  format: z.enum(Object.keys(formats) as Format[]),
  rule: z.string(),
  ...plan,
})
const account = z.strictObject({
  calls: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  uncounted: z.int(),
})
/** What each agent was opened by; null for one of a program's own. Version 0.1 wrote none down. */
const sources = z.record(z.string(), z.string().nullable())
const stateSchema = z.strictObject({
  ...plan,
  absent: z.array(absence),
  sources: sources.default({}),
  /** The hashes of the files that agents come from. */
  codes: z.record(z.string(), z.string()).default({}),
  /** What the agents that count had taken when it was written. */
  accounts: z.record(z.string(), account).default({}),
})

/** What a tournament is from its beginning. */
export type TournamentHeader = z.output<typeof headerSchema>

/** What of a tournament may change when it is taken up again; it lives in the checkpoints. */
export type TournamentState = z.output<typeof stateSchema>

/** Reads what a tournament is. @throws UserError for the folder of anything else. */
export function readTournament({ header, folder }: { header: RunHeader; folder: string }): TournamentHeader {
  const options = headerSchema.safeParse(header.options)
  if (header.scenario === TOURNAMENT && options.success) return options.data
  throw new UserError(`'${folder}' is a run of '${header.scenario}', not a tournament.`)
}

/** Reads where a tournament stands: as the last checkpoint left it, or at its beginning. */
export function readState(store: RunStore, { agents, rounds, precision }: TournamentHeader): TournamentState {
  if (store.checkpoint === null) {
    const { settings } = store.header
    return stateSchema.parse({
      agents,
      rounds,
      precision,
      absent: [],
      sources: settings['agents'],
      codes: settings['codes'],
    })
  }
  const state = stateSchema.safeParse(store.checkpoint.state)
  if (state.success) return state.data
  throw new UserError(
    `The last checkpoint of '${store.folder}' holds no state of a tournament: restore it from a copy, or start the tournament again.`,
  )
}

/** Reads a match from its episode. */
export function playedMatch({ session, game, roles, end }: Episode, agents: readonly string[]): PlayedMatch {
  const { round, seats } = fixtureOf(session)
  const [first, second] = roles as [(typeof roles)[number], (typeof roles)[number]]
  const cutOff = pair(first.cutOff, second.cutOff)
  const empty = pair(first.empty, second.empty)
  return {
    number: session,
    game,
    round,
    agents: [agents[seats[0]]!, agents[seats[1]]!],
    returns: [first.return, second.return],
    illegal: [first.illegal, second.illegal],
    end,
    ...(cutOff && { cutOff }),
    ...(empty && { empty }),
    ...(first.forfeited === true && { forfeited: 0 }),
    ...(second.forfeited === true && { forfeited: 1 }),
  }
}

/** Counts by seat; undefined where there are none. */
function pair(first = 0, second = 0): readonly [number, number] | undefined {
  return first + second === 0 ? undefined : [first, second]
}
