import type { Message } from 'coevo/bus'
import { stream, UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Episode } from 'coevo/learn'
import { dealOf, fixtureOf, type Account } from 'coevo/population'
import type { Clock } from 'coevo/protocol'
import { absenceOf, isLater, openVigil, reasonOf, silentAgents, type Failure } from './absence.ts'
import { Unavailable, type Entrant, type Seated } from './entrant.ts'
import { GameFault } from '../match/game-fault.ts'
import { openHall, type Hall, type HallOptions } from '../match/hall.ts'
import { parseIllegalRule } from '../match/illegal-rule.ts'
import type { Policy } from '../policy/policy.ts'

/** What a tournament is played with. */
export interface VenueOptions {
  readonly games: readonly Game[]
  readonly entrants: readonly Entrant[]
  readonly seed: number
  /** What becomes of an illegal move of those whose own matter it is not, and who cannot be constrained. */
  readonly rule: string
  /** Matches under way at once, at most. Default 256. */
  readonly concurrency?: number
  /** Real time, for entrants that are live. */
  readonly clock?: Clock
  readonly timeouts?: HallOptions['timeouts']
  readonly failure?: Failure
  /** Whether a match may be played later than others: not where pairings follow results. Default true. */
  readonly mayWait?: boolean
}

/** What a batch of matches leaves. */
export interface Batch {
  /** By number, without those that are to be played later. */
  readonly episodes: readonly Episode[]
  /** The messages of these matches, each match's in order. */
  readonly journal: readonly Message[]
  /** The numbers of agents whose every match here, three at least, they lost for want of an answer; and why. */
  readonly silent: ReadonlyMap<number, string>
  /** The numbers of agents for whose want of an answer matches are to be played later, and why. */
  readonly missing: ReadonlyMap<number, string>
}

/** Where matches are played: a hall a game, another for matches in real time. */
export interface Venue {
  /**
   * Lets an agent play a match with itself. Returns why it cannot play that game, or null.
   *
   * @throws GameFault where the game itself is at fault.
   */
  tryOut(agent: number, game: number): Promise<string | null>
  /** What becomes of an agent's illegal moves. */
  ruleOf(agent: number): string
  /** What an agent's answers took since it was opened; null where it counts nothing. */
  accountOf(agent: number): Account | null
  /** Whether a person takes part in a match. */
  hasPerson(number: number): boolean
  /** Plays the matches with these numbers; `ended` is called after each. @throws what a game threw. */
  play(numbers: readonly number[], ended: () => void): Promise<Batch>
}

/** No match has this number. */
const TRIAL = Number.MAX_SAFE_INTEGER

/** Says what becomes of an agent's illegal moves: who can be constrained is, whatever the rule for others. */
function ruleFor({ rule, constrainable }: Entrant, others: string): string {
  return rule ?? (constrainable === true ? 'constrain' : others)
}

/** Opens a venue. Chance draws by deal, so that the two matches of a pair over one deal share its outcomes. */
export function openVenue(options: VenueOptions): Venue {
  const {
    games,
    entrants,
    seed,
    concurrency = 256,
    clock,
    timeouts,
    failure = 'forfeit',
    mayWait = true,
  } = options
  const ruleOf = (agent: number) => ruleFor(entrants[agent]!, options.rule)
  const rules = entrants.map((_, agent) => parseIllegalRule(ruleOf(agent)))
  const halls = new Map<string, Hall>()
  const policies = new Map<string, Policy>()
  const vigil = openVigil()
  let onMatch = () => {}

  function hallOf(game: number, live: boolean): Hall {
    const key = `${game} ${live}`
    let hall = halls.get(key)
    if (hall === undefined) {
      hall = openHall({
        game: games[game]!,
        rule: ({ number, seat }) => rules[fixtureOf(number).seats[seat as 0 | 1]]!,
        ...(timeouts && { timeouts }),
        ...(live && clock && { clock }),
        chance: ({ number }, draw) => stream(seed, 'deal', dealOf(number), 'chance', draw),
        forgive: vigil.fail,
      })
      hall.bus.on('close', () => onMatch())
      halls.set(key, hall)
    }
    return hall
  }

  function policyOf(agent: number, game: number): Policy {
    const key = `${game} ${agent}`
    let policy = policies.get(key)
    if (policy === undefined) {
      const constrain = rules[agent]!.kind === 'constrain'
      policies.set(key, (policy = guarded(agent, entrants[agent]!.seat(games[game]!, { constrain }))))
    }
    return policy
  }

  /** Asks nobody who has fallen silent, and takes an answer that is no text for a failure. */
  function guarded(agent: number, policy: Policy): Policy {
    const isLive = entrants[agent]!.live === true
    const checked = (decision: Awaited<ReturnType<Policy['decide']>>) => {
      if (typeof decision?.text === 'string') return decision
      throw new TypeError(`'${policy.name}' answered with ${typeof decision?.text}, not with a text`)
    }
    return {
      ...policy,
      decide(...asked) {
        const silence = isLive ? vigil.silence(agent) : null
        if (silence !== null) throw mayWait ? new Unavailable(silence) : new Error(silence)
        const decision = policy.decide(...asked)
        return decision instanceof Promise ? decision.then(checked) : checked(decision)
      },
    }
  }

  const has = (number: number, what: 'live' | 'person') =>
    fixtureOf(number).seats.some((agent) => entrants[agent]![what] === true)
  const hasPerson = (number: number) => has(number, 'person')
  // Whoever thinks as long as they like needs time that stands still.
  const isLive = (number: number) => has(number, 'live') && !hasPerson(number)

  /** Tells the people in a match of it. */
  function tellPeople(number: number, tell: (entrant: Entrant, match: Seated) => void): void {
    const { game, seats } = fixtureOf(number)
    const names = seats.map((agent) => entrants[agent]!.name)
    for (const [seat, agent] of seats.entries())
      if (entrants[agent]!.person === true) tell(entrants[agent]!, { game: games[game]!, seat, names })
  }

  return {
    hasPerson,
    ruleOf,
    accountOf: (agent) => entrants[agent]!.account?.() ?? null,
    async tryOut(agent, game) {
      try {
        const policy = policyOf(agent, game)
        const { live, person } = entrants[agent]!
        await entrants[agent]!.check?.()
        if (live === true || person === true) return null
        const seats = [policy, policy]
        const hall = openHall({ game: games[game]!, rule: rules[agent]! })
        await hall.play({ seats, seed, sessions: [TRIAL], concurrency: 1 })
        return null
      } catch (error) {
        if (error instanceof GameFault) throw error
        // Any other failure may pass; if not, its matches are forfeited.
        return error instanceof UserError ? error.message : null
      }
    },
    async play(numbers, ended) {
      onMatch = ended
      const messages: Message[] = []
      const episodes: Episode[] = []
      vigil.begin()
      const journal = {
        append({ message, refused }: { message: Message; refused: unknown }) {
          if (refused !== null) return
          messages.push(message)
          vigil.hear(message)
        },
      }
      for (const game of games.keys()) {
        const here = numbers.filter((n) => fixtureOf(n).game === game)
        const seats = (n: number) => fixtureOf(n).seats.map((agent) => policyOf(agent, game))
        const playAll = (sessions: readonly number[], live: boolean) =>
          hallOf(game, live).play({ seats, seed, sessions, concurrency, journal })
        for (const live of [false, true]) {
          const sessions = here.filter((n) => !hasPerson(n) && isLive(n) === live)
          if (sessions.length > 0) episodes.push(...(await playAll(sessions, live)))
        }
        for (const n of here.filter(hasPerson)) {
          tellPeople(n, (person, match) => person.begins?.(match))
          const [episode] = await playAll([n], false)
          const returns = episode!.roles.map((role) => role.return)
          episodes.push(episode!)
          const absence = absenceOf(episode!, vigil)
          if (absence === undefined || !isLater(absence, failure))
            tellPeople(n, (person, match) => person.ends?.(match, returns))
        }
      }
      episodes.sort((a, b) => a.session - b.session)
      const absences = episodes.flatMap((episode) => absenceOf(episode, vigil) ?? [])
      const later = new Map(
        absences.filter((each) => isLater(each, failure)).map((each) => [each.match, each]),
      )
      return {
        episodes: episodes.filter(({ session }) => !later.has(session)),
        journal: later.size === 0 ? messages : messages.filter(({ session }) => !later.has(Number(session))),
        silent: silentAgents(episodes, absences),
        missing: new Map([...later.values()].map(({ agent, error }) => [agent, reasonOf(error)])),
      }
    },
  }
}
