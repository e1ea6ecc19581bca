import { effect, type EffectOf } from 'coevo/protocol'
import { fromPromise, setup } from 'xstate'
import type { Decision } from './policy/policy.ts'
import { matchProtocol, type Ask, type FromPlayer, type ToPlayer } from './match.ts'

/** How a player behaves. */
export interface PlayerOptions {
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof matchProtocol.timeouts> | undefined
}

/** A player's memory. */
export interface PlayerContext {
  /** The session it plays in; null where it knows of none. */
  readonly session: string | null
  /** The turn it was asked last; null before the first of a match. */
  readonly ask: Ask | null
  /** The sessions it left last, the latest at the end: what they still say is late. */
  readonly left: readonly string[]
}

/** How many sessions a player remembers to have left. */
const MEMORY = 8

/** Where a player finds its referee. */
const REFEREE = 'referee'

/**
 * Creates the machine of a player: one match at a time, any number in turn.
 *
 *     idle ── start ──► ready ── turn ──► deciding ── decision | failure | timeout ──► ready … ── end ──► idle
 *
 * Messages may overtake each other: a turn is a start where none has come yet, and so is one for a player
 * that has left a silent referee. What a match says after its end, or after the next has begun, is late.
 *
 * It decides through the invoked actor `policy`: given the turn, it returns a Decision. A player that
 * gets none resigns; one that hears nothing more of its referee leaves the match.
 *
 * Effects: `send`, a message of the protocol; `record`, a decision that was sent as a move.
 */
export function createPlayer(options: PlayerOptions = {}) {
  const agent = setup({
    types: {
      context: {} as PlayerContext,
      events: {} as ToPlayer,
    },
    actors: {
      policy: fromPromise<Decision, Ask>(() => Promise.reject(new Error('a player needs a policy'))),
    },
    actions: {
      send: effect as EffectOf<FromPlayer>,
      record: effect as EffectOf<{ readonly turn: number; readonly decision: Decision }>,
    },
    delays: { ...matchProtocol.timeouts, ...options.timeouts },
    guards: {
      isNewTurn: ({ context: { session, ask, left }, event }) =>
        event.type === 'turn' &&
        (event.session === session ? event.payload.turn > (ask?.turn ?? -1) : !left.includes(event.session)),
      isThisMatch: ({ context, event }) => event.session === context.session,
    },
  })
  const enterMatch = agent.assign(({ context, event }) => enter(context, event.session))
  const takeTurn = agent.assign(({ context, event }) => ({
    ...enter(context, event.session),
    ...(event.type === 'turn' && { ask: event.payload }),
  }))
  const leaveMatch = agent.assign(({ context, event }) => leave(context, event.session))
  const resign = (reason: 'timeout' | 'failure') =>
    ({
      type: 'send',
      params: ({ context }: { context: PlayerContext }): FromPlayer<'deciding'> => ({
        to: REFEREE,
        type: 'resign',
        payload: { turn: context.ask!.turn, reason },
      }),
    }) as const
  return agent.createMachine({
    id: 'player',
    context: { session: null, ask: null, left: [] },
    initial: 'idle',
    on: {
      turn: { guard: 'isNewTurn', target: '.deciding', actions: takeTurn },
      end: [{ guard: 'isThisMatch', target: '.idle', actions: leaveMatch }, { actions: leaveMatch }],
    },
    states: {
      // A session may be played again, by another seed: whoever is in no match takes any start for a new one.
      // Whoever is in one needs none: the first turn of the next match will do, and a start may be a late one.
      idle: { on: { start: { target: 'ready', actions: enterMatch } } },
      ready: { after: { referee: 'idle' } },
      deciding: {
        invoke: {
          id: 'policy',
          src: 'policy',
          input: ({ context }) => context.ask!,
          onDone: {
            target: 'ready',
            actions: [
              {
                type: 'record',
                params: ({ context, event }) => ({ turn: context.ask!.turn, decision: event.output }),
              },
              {
                type: 'send',
                params: ({ context, event }): FromPlayer<'deciding'> => ({
                  to: REFEREE,
                  type: 'move',
                  payload: {
                    turn: context.ask!.turn,
                    text: event.output.text,
                    ...(event.output.cut === true && { cut: true as const }),
                  },
                }),
              },
            ],
          },
          onError: { target: 'ready', actions: resign('failure') },
        },
        after: { decision: { target: 'ready', actions: resign('timeout') } },
      },
    },
  })
}

/** Goes from whatever match is on to this one. */
function enter(context: PlayerContext, session: string): PlayerContext {
  if (session === context.session) return context
  const left = context.session === null ? context.left : leave(context, context.session).left
  return { session, ask: null, left: left.filter((other) => other !== session) }
}

/** Takes note that a match is over, be it the one that is on or one that was never heard of. */
function leave({ session, ask, left }: PlayerContext, over: string): PlayerContext {
  const rest = over === session ? { session: null, ask: null } : { session, ask }
  return { ...rest, left: left.includes(over) ? left : [...left, over].slice(-MEMORY) }
}
