import type { MessageTypes } from 'coevo/bus'
import { defineProtocol, type Incoming, type MessageOf, type Outgoing, type StateOf } from 'coevo/protocol'
import { z } from 'zod'
import { matchPromises } from './match/match-promises.ts'

/** An answer that was refused, and why. */
const refused = z.object({
  text: z.string(),
  reason: z.enum(['illegal', 'unreadable', 'cut off', 'empty']),
})

const messages = {
  start: {
    from: 'referee',
    to: 'player',
    in: ['idle'],
    payload: z.object({ game: z.string(), seat: z.int() }),
  },
  turn: {
    from: 'referee',
    to: 'player',
    in: ['idle', 'waiting'],
    payload: z.object({
      turn: z.int(),
      observation: z.string(),
      informationState: z.string(),
      /** The labels of the legal actions, in the order of `game.legal`. */
      legal: z.array(z.string()),
      /** What was answered to the same turn before, where it is asked again. */
      refused: refused.optional(),
    }),
  },
  move: {
    from: 'player',
    to: 'referee',
    in: ['deciding'],
    /** `cut`: the text was cut off before its end. */
    payload: z.object({ turn: z.int(), text: z.string(), cut: z.literal(true).optional() }),
  },
  resign: {
    from: 'player',
    to: 'referee',
    in: ['deciding'],
    payload: z.object({ turn: z.int(), reason: z.enum(['timeout', 'failure']) }),
  },
  illegal: {
    from: 'referee',
    to: 'player',
    in: ['waiting'],
    payload: z.object({ turn: z.int(), reason: refused.shape.reason }),
  },
  end: {
    from: 'referee',
    to: 'player',
    // A game in which nobody is to move is over as soon as it begins.
    in: ['idle', 'waiting'],
    payload: z.object({ end: z.enum(['finished', 'illegal', 'timeout']), return: z.number() }),
  },
} as const satisfies MessageTypes

/** What is said in a match. */
export type MatchMessage = MessageOf<typeof messages>

/**
 * A match: the referee runs a game, asks whoever is to move, and rules on the answers.
 *
 *     referee → players   start
 *     referee → player    turn          ⟲ until the game ends
 *     player  → referee   move | resign
 *     referee → player    illegal       the move was rejected; another turn may follow
 *     referee → players   end
 *
 * Turns are numbered over the whole match, a repeated one anew, so that a duplicate or late answer is
 * known by its number.
 */
export const matchProtocol = defineProtocol({
  name: 'match',
  roles: {
    referee: { count: 1, states: ['idle', 'waiting'], rest: ['idle'] },
    player: { count: [1, 16], states: ['idle', 'ready', 'deciding'], rest: ['idle'] },
  },
  messages,
  timeouts: {
    /** How long the referee waits for a move. */
    move: 60_000,
    /** How long a player waits for its policy: less, so that it can still resign. */
    decision: 50_000,
    /** How long a player waits for the referee, other players' turns included. */
    referee: 600_000,
  },
  monitors: matchPromises,
})

export type MatchProtocol = typeof matchProtocol

/** What a referee hears. */
export type ToReferee = Incoming<MatchProtocol, 'referee'>
/** What a player hears. */
export type ToPlayer = Incoming<MatchProtocol, 'player'>
/** What a referee says in a state; in any, if left out. */
export type FromReferee<State extends StateOf<MatchProtocol, 'referee'> = StateOf<MatchProtocol, 'referee'>> =
  Outgoing<MatchProtocol, 'referee', State>
/** What a player says in a state; in any, if left out. */
export type FromPlayer<State extends StateOf<MatchProtocol, 'player'> = StateOf<MatchProtocol, 'player'>> =
  Outgoing<MatchProtocol, 'player', State>
/** What a player is asked: the payload of 'turn'. */
export type Ask = Extract<ToPlayer, { readonly type: 'turn' }>['payload']
/** An answer that was refused, and why. */
export type Refused = NonNullable<Ask['refused']>
