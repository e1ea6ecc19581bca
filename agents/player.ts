import { effect, type EffectOf } from 'coevo/protocol'
import { fromPromise, setup } from 'xstate'
import type { Decision } from './policy.ts'
import { matchProtocol, type Ask, type FromPlayer, type ToPlayer } from './match.ts'

/** How a player behaves. */
export interface PlayerOptions {
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof matchProtocol.timeouts> | undefined
}

/** A player's memory. */
export interface PlayerContext {
  /** The session it plays in, or played in last; null before the first. */
  readonly session: string | null
  /** The turn it was asked last; null before the first of a match. */
  readonly ask: Ask | null
}

/** Where a player finds its referee. */
const REFEREE = 'referee'

/**
 * Creates the machine of a player: one match at a time, any number in turn.
 *
 *     idle ── start ──► ready ── turn ──► deciding ── decision | failure | timeout ──► ready … ── end ──► idle
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
      isNewTurn: ({ context, event }) =>
        event.type === 'turn' &&
        event.session === context.session &&
        event.payload.turn > (context.ask?.turn ?? -1),
      isNewMatch: ({ context, event }) => event.session !== context.session,
      isThisMatch: ({ context, event }) => event.session === context.session,
    },
  })
  const enterMatch = agent.assign({ session: ({ event }) => event.session, ask: null })
  const takeTurn = agent.assign({
    ask: ({ event, context }) => (event.type === 'turn' ? event.payload : context.ask),
  })
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
    context: { session: null, ask: null },
    initial: 'idle',
    on: { start: { guard: 'isNewMatch', target: '.ready', actions: enterMatch } },
    states: {
      // A session may be played again, by another seed: whoever is in no match takes any start for a new one.
      idle: { on: { start: { target: 'ready', actions: enterMatch } } },
      ready: {
        on: {
          turn: { guard: 'isNewTurn', target: 'deciding', actions: takeTurn },
          end: { guard: 'isThisMatch', target: 'idle' },
        },
        after: { referee: 'idle' },
      },
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
                  payload: { turn: context.ask!.turn, text: event.output.text },
                }),
              },
            ],
          },
          onError: { target: 'ready', actions: resign('failure') },
        },
        on: {
          turn: { guard: 'isNewTurn', target: 'deciding', reenter: true, actions: takeTurn },
          end: { guard: 'isThisMatch', target: 'idle' },
        },
        after: { decision: { target: 'ready', actions: resign('timeout') } },
      },
    },
  })
}
