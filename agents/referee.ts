import type { Game } from 'coevo/game'
import { effect, type EffectOf } from 'coevo/protocol'
import { setup } from 'xstate'
import { consult } from './match/consult.ts'
import type { IllegalRule } from './match/illegal-rule.ts'
import { matchProtocol, type FromReferee, type ToReferee } from './match.ts'
import {
  type Begin,
  type Match,
  isAnswer,
  type Rules,
  openMatch,
  rule,
  seededChance,
  timeOut,
} from './match/ruling.ts'

/** How a referee runs its matches. */
export interface RefereeOptions {
  /** For all players, or for whoever is to move. */
  readonly rule: IllegalRule | Rules['rule']
  /** Where chance is not to come from the session's own streams. */
  readonly chance?: Rules['chance']
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof matchProtocol.timeouts> | undefined
}

/** A referee's memory: the match that is on, or the last one; null before the first. */
export interface RefereeContext {
  readonly match: Match | null
}

/**
 * Creates the machine of a referee: one match at a time, any number in turn.
 *
 *     idle ── begin ──► waiting ── move | resign | timeout ──► waiting … ──► idle
 *
 * Effects: `send`, a message of the protocol; `report`, the match when it is over.
 */
export function createReferee(game: Game, options: RefereeOptions) {
  const { rule: given, chance = seededChance } = options
  const rules: Rules = {
    game,
    book: consult(game),
    rule: typeof given === 'function' ? given : () => given,
    chance,
  }
  const agent = setup({
    types: {
      context: {} as RefereeContext,
      events: {} as Begin | ToReferee,
    },
    actions: {
      send: effect as EffectOf<FromReferee>,
      report: effect as EffectOf<Match>,
    },
    delays: { ...matchProtocol.timeouts, ...options.timeouts },
    guards: {
      isAnswer: ({ context: { match }, event }) =>
        match !== null && event.type !== 'begin' && isAnswer(match, event),
      isOver: ({ context: { match } }) => match?.outcome != null,
    },
  })
  const ruleOnEvent = agent.enqueueActions(({ context, event, enqueue }) => {
    const [match, messages] =
      event.type === 'begin'
        ? openMatch(rules, event)
        : event.type === 'move' || event.type === 'resign'
          ? rule(rules, context.match!, event)
          : timeOut(rules, context.match!)
    enqueue.assign({ match })
    for (const params of messages) enqueue({ type: 'send', params })
  })
  return agent.createMachine({
    id: 'referee',
    context: { match: null },
    initial: 'idle',
    states: {
      idle: {
        on: { begin: { target: 'waiting', actions: ruleOnEvent } },
      },
      waiting: {
        always: {
          guard: 'isOver',
          target: 'idle',
          actions: { type: 'report', params: ({ context }) => context.match! },
        },
        on: {
          move: { guard: 'isAnswer', target: 'waiting', reenter: true, actions: ruleOnEvent },
          resign: { guard: 'isAnswer', target: 'waiting', reenter: true, actions: ruleOnEvent },
        },
        after: {
          move: { target: 'waiting', reenter: true, actions: ruleOnEvent },
        },
      },
    },
  })
}
