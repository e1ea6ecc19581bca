import type { Bus, BusSession, Receivers } from 'coevo/bus'
import { stream } from 'coevo/core'
import type { Game, Past } from 'coevo/game'
import type { Episode, Turn } from 'coevo/learn'
import {
  createVirtualClock,
  runAgent,
  type Clock,
  type Stepper,
  type Surroundings,
  type Watcher,
} from 'coevo/protocol'
import type { Ask } from './match.ts'
import type { createPlayer } from './player.ts'
import type { Decision, Policy } from './policy.ts'
import type { createReferee } from './referee.ts'
import type { Match } from './ruling.ts'
import { viewOf, type View } from './view.ts'

/** A policy that threw where it was asked for a move. */
export interface PolicyFailure {
  /** The session's number. */
  readonly session: number
  readonly seat: number
  readonly error: unknown
}

/** What a table is set up with. */
export interface TableOptions {
  readonly bus: Bus
  readonly game: Game
  readonly referee: Stepper<ReturnType<typeof createReferee>>
  readonly player: Stepper<ReturnType<typeof createPlayer>>
  /** Real time; null for virtual time, which stands still while a policy works. */
  readonly clock: Clock | null
  /** Is told what a policy threw, whose player then resigns; null where that ends the match without a result. */
  readonly forgive: ((failure: PolicyFailure) => void) | null
  /** Is told of what the agents do beside sending messages; null where nobody watches. */
  readonly watcher: Watcher | null
}

/** A referee and players who play one match after the other. */
export interface Table {
  /** Plays one match. @throws what a policy or the game threw. */
  play(seed: number, number: number, policies: readonly Policy[]): Promise<Episode>
}

/** A match under way and what it has left so far. */
interface Play {
  readonly seed: number
  readonly number: number
  readonly policies: readonly Policy[]
  readonly session: BusSession
  /** By seat. */
  readonly turns: readonly Turn[][]
  /** By seat: what it was asked last, and what it wrote in each information state; null where no view needs that. */
  readonly pasts: readonly { now: string; readonly said: Map<string, string> }[] | null
  readonly resolve: (episode: Episode) => void
  readonly reject: (reason: unknown) => void
  over: Match | null
  failure: { readonly error: unknown } | null
}

const NOTHING: Past = new Map()

const addressOf = (seat: number) => `player-${seat}`

/** Sets up a table. Its agents serve all its matches, because making them costs as much as a match. */
export function createTable(options: TableOptions): Table {
  const { bus, game, forgive, watcher } = options
  const virtual = options.clock === null ? createVirtualClock() : null
  /** Whether states that a player cannot tell apart are found by playing as it did. */
  const remembers = game.facets.information === 'imperfect' && game.resample === undefined
  let current: Play | null = null
  let settling = false

  const fail = (error: unknown) => {
    if (current !== null) current.failure ??= { error }
  }
  const surround = (by: string, { invoke, act }: Pick<Surroundings, 'invoke' | 'act'>): Surroundings => ({
    clock: virtual ?? options.clock!,
    send: (draft, cause, state) => current?.session.send(by, draft, cause, state),
    settled: settle,
    invoke,
    act(type, params) {
      if (current !== null) watcher?.see(current.session.id, { at: 'act', by, type, params })
      act(type, params)
    },
  })
  const referee = runAgent(
    options.referee,
    undefined,
    surround('referee', {
      invoke: () => undefined,
      act: (_, match) => {
        current!.over = match as Match
      },
    }),
  )
  const players = Array.from({ length: game.facets.players }, (_, seat) =>
    runAgent(
      options.player,
      undefined,
      surround(addressOf(seat), {
        invoke: (_, ask) => decide(seat, ask as Ask),
        act: (_, made) => record(seat, made as { turn: number; decision: Decision }),
      }),
    ),
  )
  const receivers: Receivers = new Map(
    [referee, ...players].map((agent, i) => [
      i === 0 ? 'referee' : addressOf(i - 1),
      (message) => {
        try {
          agent.deliver(message)
        } catch (error) {
          fail(error)
          throw error
        }
      },
    ]),
  )

  function decide(seat: number, ask: Ask): unknown {
    const play = current!
    const random = () => stream(play.seed, 'session', play.number, addressOf(seat), 'turn', ask.turn)
    const failed = (error: unknown) => {
      // A match that has ended without the answer does not mind.
      if (current === play && forgive === null) fail(error)
      else if (current === play) forgive?.({ session: play.number, seat, error })
      throw error
    }
    try {
      const decision = play.policies[seat]!.decide(ask, random, lookAt(play, seat, ask))
      return decision instanceof Promise ? decision.catch(failed) : decision
    } catch (error) {
      return failed(error)
    }
  }

  /** Takes the state as it is now: a policy may look when the match has gone on without it. */
  function lookAt({ pasts }: Play, seat: number, { turn, informationState }: Ask): View {
    const { match } = referee.snapshot.context
    if (match?.turn !== turn || match.seat !== seat)
      throw new Error(`player ${seat} is asked at turn ${turn}, which is not open`)
    if (pasts !== null) pasts[seat]!.now = informationState
    return viewOf(game, match, pasts?.[seat]!.said ?? NOTHING)
  }

  function record(seat: number, { turn, decision }: { turn: number; decision: Decision }): void {
    const past = current!.pasts?.[seat]
    past?.said.set(past.now, decision.text)
    if (decision.trace !== null) current!.turns[seat]!.push({ ply: turn, ...decision.trace })
  }

  /** Lets everything happen that can happen now, then ends the match or goes on waiting. */
  function settle(): void {
    if (settling || current === null) return
    settling = true
    try {
      do bus.drain()
      while (current.over === null && current.failure === null && passTime())
    } finally {
      settling = false
    }
    const { over, failure, session, resolve, reject } = current
    if (over === null && failure === null) return
    const ended = current
    current = null
    session.close()
    if (failure === null) resolve(episodeOf(game.name, ended, over!))
    else reject(failure.error)
  }

  /** Goes to the next timer when nobody is thinking; false when there is something to wait for. */
  function passTime(): boolean {
    if (virtual === null || players.some(({ pending }) => pending > 0)) return false
    if (virtual.advance()) return true
    throw new Error(`session ${current?.number} hangs: nobody is to act and no timer is set`)
  }

  return {
    play: (seed, number, policies) =>
      new Promise((resolve, reject) => {
        const session = bus.open(String(number), receivers)
        const turns = players.map(() => [])
        const pasts = remembers ? players.map(() => ({ now: '', said: new Map<string, string>() })) : null
        current = {
          seed,
          number,
          policies,
          session,
          turns,
          pasts,
          resolve,
          reject,
          over: null,
          failure: null,
        }
        referee.receive({ type: 'begin', session: session.id, number, seed }, null)
        settle()
      }),
  }
}

function episodeOf(game: string, { number, policies, turns }: Play, match: Match): Episode {
  const { end, returns } = match.outcome!
  return {
    session: number,
    game,
    roles: policies.map(({ model, name }, seat) => ({
      role: addressOf(seat),
      model,
      ...(model === null && { policy: name }),
      turns: turns[seat]!,
      return: returns[seat]!,
      illegal: match.illegal[seat]!,
      parseFailures: match.unreadable[seat]!,
    })),
    end,
  }
}
