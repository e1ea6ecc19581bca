import type { Bus } from 'coevo/bus'
import { UserError } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Episode } from 'coevo/learn'
import type { Breach, Clock } from 'coevo/protocol'
import { matchProtocol } from '../match.ts'
import { createPlayer } from '../player.ts'
import type { Policy } from '../policy/policy.ts'
import { createReferee, type RefereeOptions } from '../referee.ts'
import { openSchool, type Round as Sessions } from '../classroom/school.ts'
import { addressOf, Table, type PolicyFailure } from './table.ts'

/** What is played in a hall, and how. */
export interface HallOptions {
  readonly game: Game
  /** What becomes of an illegal move: of anybody's, or of whoever is to move. */
  readonly rule: RefereeOptions['rule']
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof matchProtocol.timeouts>
  /**
   * Real time, for policies that may never answer. Without it time is virtual: it stands still while a
   * policy works, and a timeout fires when nothing else can happen.
   */
  readonly clock?: Clock
  /** Where chance is not to come from the session's own streams. */
  readonly chance?: RefereeOptions['chance']
  /**
   * Is told what a policy threw; its player then resigns and the match is lost by rule. Without this, such a
   * failure stops the round.
   */
  readonly forgive?: (failure: PolicyFailure) => void
  /** Watches every match, and is called with each promise of the protocol's that one does not keep. */
  readonly watch?: (breach: Breach) => void
}

/** Which matches are played, and by whom. */
export interface Round extends Sessions {
  /** The policies by seat, or who sits there in a session. */
  readonly seats: readonly Policy[] | ((session: number) => readonly Policy[])
  /** Names every random stream, together with the session's number. */
  readonly seed: number
}

/** A bus and the matches on it. */
export interface Hall {
  readonly bus: Bus
  /**
   * Plays matches through referees, players and the bus; one round at a time.
   *
   * @returns one episode a session, sorted by number; an episode depends on the seed, its number and the
   * policies, not on the concurrency.
   * @throws what a policy threw in the first session that failed.
   */
  play(round: Round): Promise<Episode[]>
}

/** Opens a hall. */
export function openHall({ game, rule, timeouts, clock, chance, forgive, watch }: HallOptions): Hall {
  const { players } = game.facets
  const player = createPlayer({ timeouts })
  const school = openSchool({
    protocol: matchProtocol,
    machines: {
      referee: createReferee(game, { rule, timeouts, ...(chance && { chance }) }),
      ...Object.fromEntries(Array.from({ length: players }, (_, seat) => [addressOf(seat), player])),
    },
    clock,
    watch,
  })
  return {
    bus: school.bus,
    play: ({ seats, seed, ...round }) =>
      school.hold(round, (number) => {
        const policies = typeof seats === 'function' ? seats(number) : seats
        if (policies.length !== players)
          throw new UserError(
            `${game.name} has ${players} players, not ${policies.length}: name a policy for each.`,
          )
        return new Table({ game, policies, seed, number, forgive: forgive ?? null })
      }),
  }
}
