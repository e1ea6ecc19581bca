import { stream } from 'coevo/core'
import type { Game, Past } from 'coevo/game'
import type { Episode, Turn } from 'coevo/learn'
import type { SnapshotFrom } from 'xstate'
import type { Ask } from '../match.ts'
import type { Decision, Policy } from '../policy/policy.ts'
import type { createReferee } from '../referee.ts'
import type { Begin, Match } from './ruling.ts'
import type { Held } from '../classroom/school.ts'
import { viewOf, type View } from './view.ts'

/** A policy that threw where it was asked for a move. */
export interface PolicyFailure {
  /** The session's number. */
  readonly session: number
  readonly seat: number
  readonly error: unknown
}

/** What a match is played with. */
export interface TableOptions {
  readonly game: Game
  /** By seat. */
  readonly policies: readonly Policy[]
  readonly seed: number
  /** The session's. */
  readonly number: number
  /** Is told what a policy threw, whose player then resigns; null where that ends the match without a result. */
  readonly forgive: ((failure: PolicyFailure) => void) | null
}

const NOTHING: Past = new Map()

/** Where the player of a seat is reached. */
export const addressOf = (seat: number) => `player-${seat}`

const seatOf = (address: string) => Number(address.slice('player-'.length))

/** One match: what its players' policies are asked, and what it leaves. */
export class Table implements Held<Episode> {
  readonly begin: Begin
  readonly #given: TableOptions
  /** By seat. */
  readonly #turns: readonly Turn[][]
  /** By seat: what it was asked last, and what it wrote in each information state; null where no view needs that. */
  readonly #pasts: readonly { now: string; readonly said: Map<string, string> }[] | null

  constructor(given: TableOptions) {
    const { game, policies, seed, number } = given
    this.begin = { type: 'begin', session: String(number), number, seed }
    this.#given = given
    this.#turns = policies.map(() => [])
    // States that a player cannot tell apart are found by playing as it did.
    const remembers = game.facets.information === 'imperfect' && game.resample === undefined
    this.#pasts = remembers ? policies.map(() => ({ now: '', said: new Map<string, string>() })) : null
  }

  invoke(
    by: string,
    input: unknown,
    { context }: SnapshotFrom<ReturnType<typeof createReferee>>,
  ): Decision | Promise<Decision> {
    const { policies, seed, number } = this.#given
    const ask = input as Ask
    const seat = seatOf(by)
    const random = () => stream(seed, 'session', number, by, 'turn', ask.turn)
    return policies[seat]!.decide(ask, random, this.#lookAt(context.match, seat, ask))
  }

  forgive(by: string, error: unknown): boolean {
    const { forgive, number } = this.#given
    forgive?.({ session: number, seat: seatOf(by), error })
    return forgive !== null
  }

  act(by: string, _type: string, params: unknown): void {
    const { turn, decision } = params as { readonly turn: number; readonly decision: Decision }
    const seat = seatOf(by)
    const past = this.#pasts?.[seat]
    past?.said.set(past.now, decision.text)
    if (decision.trace !== null) this.#turns[seat]!.push({ ply: turn, ...decision.trace })
  }

  conclude(report: unknown): Episode {
    const { game, policies, number } = this.#given
    const { outcome, illegal, unreadable, cutOff, empty, seat: last } = report as Match
    const { end, returns } = outcome!
    return {
      session: number,
      game: game.name,
      roles: policies.map(({ model, name }, seat) => ({
        role: addressOf(seat),
        model,
        ...(model === null && { policy: name }),
        turns: this.#turns[seat]!,
        return: returns[seat]!,
        illegal: illegal[seat]!,
        parseFailures: unreadable[seat]!,
        ...(cutOff[seat]! > 0 && { cutOff: cutOff[seat]! }),
        ...(empty[seat]! > 0 && { empty: empty[seat]! }),
        ...(end !== 'finished' && seat === last && { forfeited: true }),
      })),
      end,
    }
  }

  /** Takes the state as it is now: a policy may look when the match has gone on without it. */
  #lookAt(match: Match | null, seat: number, { turn, informationState }: Ask): View {
    if (match?.turn !== turn || match.seat !== seat)
      throw new Error(`player ${seat} is asked at turn ${turn}, which is not open`)
    const past = this.#pasts?.[seat]
    if (past !== undefined) past.now = informationState
    return viewOf(this.#given.game, match, past?.said ?? NOTHING)
  }
}
