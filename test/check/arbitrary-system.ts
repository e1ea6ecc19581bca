import * as fc from 'fast-check'
import {
  defineSystem,
  never,
  returns,
  throws,
  type Behaviour,
  type Faults,
  type Move,
  type Network,
  type System,
  type Time,
} from 'coevo/check'
import { defineProtocol, type Effect, type Monitor } from 'coevo/protocol'
import type { EventObject } from 'xstate'
import { z } from 'zod'

const STATES = ['s0', 's1', 's2'] as const
const EVENTS = [
  'ping',
  'pong',
  'gossip',
  'timeout.soon',
  'timeout.late',
  'go',
  'order',
  'xstate.done.actor.oracle',
  'xstate.error.actor.oracle',
] as const

/** What an agent does on an event in a state. */
interface Rule {
  readonly state: number
  readonly event: (typeof EVENTS)[number]
  readonly to: number
  readonly effects: readonly Wish[]
}

/** What a rule asks for: a message to the n-th receiver, …; 'throw' for an agent that breaks. */
interface Wish {
  readonly kind: 'send' | 'soon' | 'late' | 'cancel' | 'invoke' | 'stop' | 'act' | 'throw' | 'nonsense'
  readonly to: number
  readonly payload: number
}

/** How an agent of a role is made. */
interface Plan {
  readonly rules: readonly Rule[]
  readonly begin: readonly Wish[]
  readonly outcomes: readonly number[]
  readonly restarts: Behaviour['restarts']
  readonly restores: boolean
  readonly deaf: number
}

/** An agent's state: its name, and how many messages it may still send by itself (so that worlds are few). */
interface State {
  readonly name: string
  readonly left: number
  /** Who wrote to it last, where it remembers that. */
  readonly last?: string
}

const OUTCOMES = [returns(0), returns(1), throws('no'), never]

/** `receivers`: whom it may write to, each time to all of one list. */
function agentOf(
  plan: Plan,
  role: 'host' | 'guest',
  receivers: readonly (readonly string[])[],
): Behaviour<State> {
  const follow = (state: State, wishes: readonly Wish[], answers: boolean): Move<State> => {
    let { left } = state
    let free = answers ? 1 : 0
    const effects = wishes.flatMap(({ kind, to, payload }): Effect[] => {
      switch (kind) {
        case 'send': {
          if (free > 0) free--
          else if (left > 0) left--
          else return []
          return receivers[to % receivers.length]!.map((receiver) => {
            const type = role === 'host' ? 'ping' : receiver === 'host' ? 'pong' : 'gossip'
            return { kind: 'action', type: 'send', params: { to: receiver, type, payload } }
          })
        }
        case 'soon':
        case 'late': {
          const delay = kind === 'soon' ? 5 : 12
          return [{ kind: 'timer', id: kind, delay, event: { type: `timeout.${kind}` } }]
        }
        case 'cancel':
          return [{ kind: 'cancel', id: to === 0 ? 'soon' : 'late' }]
        case 'invoke':
          return [{ kind: 'invoke', id: 'oracle', source: 'oracle', input: payload }]
        case 'stop':
          return [{ kind: 'stop', id: 'oracle' }]
        case 'act':
          return [{ kind: 'action', type: 'act', params: { payload } }]
        case 'nonsense':
          return [
            { kind: 'action', type: 'send', params: { to: 'host', type: 'ping', payload: 'no number' } },
          ]
        case 'throw':
          throw new Error('it broke')
      }
    })
    return { state: { ...state, left }, effects }
  }
  return {
    initial: () => follow({ name: 's0', left: 2 }, plan.begin, false),
    next(state, event) {
      const rule = plan.rules.find((each) => STATES[each.state] === state.name && each.event === event.type)
      if (rule === undefined) return { state, effects: [] }
      return follow({ ...state, name: STATES[rule.to]! }, rule.effects, 'payload' in event)
    },
    nameOf: ({ name }) => name,
    dataOf: ({ name, left }) => ({ name, left }),
    takes: ({ name }, message) => !(plan.deaf >= 0 && name === STATES[plan.deaf] && message.type === 'ping'),
    spontaneous: ({ name }) =>
      plan.rules.some((rule) => rule.event === 'go' && STATES[rule.state] === name) ? [{ type: 'go' }] : [],
    outcomes: (_, input) =>
      plan.outcomes.map((place) => OUTCOMES[(place + Number(input)) % OUTCOMES.length]!),
    ...(plan.restores && {
      restore: (state: State) => follow(state, [{ kind: 'soon', to: 0, payload: 0 }], false),
    }),
    restarts: plan.restarts,
  }
}

const wish = (harm: boolean): fc.Arbitrary<Wish> =>
  fc.record({
    kind: fc.oneof(
      { weight: 5, arbitrary: fc.constant('send' as const) },
      { weight: 6, arbitrary: fc.constantFrom('soon', 'late', 'cancel', 'invoke', 'stop', 'act') },
      ...(harm ? [{ weight: 1, arbitrary: fc.constantFrom('throw', 'nonsense') }] : []),
    ),
    to: fc.nat(2),
    payload: fc.nat(1),
  })

const rule: fc.Arbitrary<Rule> = fc.record({
  state: fc.nat(2),
  event: fc.constantFrom(...EVENTS),
  to: fc.nat(2),
  effects: fc.array(wish(true), { maxLength: 2 }),
})

const plan: fc.Arbitrary<Plan> = fc.record({
  rules: fc.array(rule, { minLength: 2, maxLength: 8 }),
  begin: fc.array(wish(false), { maxLength: 2 }),
  outcomes: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
  restarts: fc.subarray(['snapshot', 'fresh'] as const),
  restores: fc.boolean(),
  deaf: fc.integer({ min: -4, max: 2 }),
})

const MONITORS = ['never', 'answered', 'soon', 'sometimes', 'eventually', 'causes', 'restarts'] as const

/** All that a random system is made of, as plain data: what a failing property prints. */
export interface Draft {
  readonly plans: readonly [host: Plan, guest: Plan]
  readonly guests: number
  readonly rest: readonly [
    host: readonly (typeof STATES)[number][],
    guest: readonly (typeof STATES)[number][],
  ]
  readonly monitors: readonly (typeof MONITORS)[number][]
  readonly hasInvariant: boolean
  readonly orders: readonly { readonly to: 'host' | 'guest-0'; readonly session: string | null }[]
  readonly network: Network
  readonly faults: Faults
  readonly time: Time
}

const states = fc.subarray([...STATES], { minLength: 1 })

/** Small systems drawn at random, with the scopes that they are to be checked in. */
export const drafts: fc.Arbitrary<Draft> = fc.record({
  plans: fc.tuple(plan, plan),
  guests: fc.integer({ min: 1, max: 2 }),
  rest: fc.tuple(states, states),
  monitors: fc.subarray([...MONITORS], { maxLength: 3 }),
  hasInvariant: fc.boolean(),
  orders: fc.array(
    fc.record({ to: fc.constantFrom('host', 'guest-0'), session: fc.option(fc.constant('x')) }),
    {
      maxLength: 2,
    },
  ),
  network: fc.constantFrom('ordered', 'unordered', 'duplicating', 'lossy'),
  faults: fc.record({ drop: fc.nat(1), duplicate: fc.nat(1), crash: fc.nat(1), partition: fc.nat(1) }),
  time: fc.constantFrom('free', 'ordered'),
})

/**
 * Makes the system of a draft.
 *
 * @param isSymmetric true for guests that are alike: nobody writes to one of them alone.
 */
export function systemOf(
  { plans, guests, rest, monitors, hasInvariant, orders, ...scope }: Draft,
  isSymmetric = false,
): System {
  const protocol = defineProtocol({
    name: 'random',
    roles: {
      host: { count: 1, states: STATES, rest: rest[0] },
      guest: { count: [1, 3], states: STATES, rest: rest[1] },
    },
    messages: {
      ping: { from: 'host', to: 'guest', payload: z.number() },
      pong: { from: 'guest', to: 'host', payload: z.number() },
      gossip: { from: 'guest', to: 'guest', payload: z.number() },
    },
    timeouts: {},
    monitors: ({ never, leadsTo, sometimes, eventually, always, sent, delivered, act, restarted }) => {
      const all: Record<(typeof MONITORS)[number], Monitor> = {
        never: never(
          'never',
          act('act', (_, params) => (params as { payload: number }).payload === 1),
        ),
        answered: leadsTo('answered', sent('ping'), delivered('pong'), { unless: restarted() }),
        soon: leadsTo('soon', delivered('gossip'), sent(['ping', 'pong']), { within: 2 }),
        sometimes: sometimes('sometimes', delivered('gossip')),
        eventually: eventually('eventually', act('act')),
        causes: always('causes', sent('pong'), ({ cause }) => cause?.type !== 'gossip'),
        restarts: never('restarts', restarted('guest', { remembers: true })),
      }
      return monitors.map((each) => all[each])
    },
  })
  const addresses = Array.from({ length: guests }, (_, i) => `guest-${i}`)
  const each = addresses.map((address) => [address])
  // Guests that are told apart may be one object all the same.
  const guest = agentOf(plans[1], 'guest', [['host'], ...each])
  const alike = addresses.map((_, i) => agentOf(plans[1], 'guest', [['host'], addresses.toSpliced(i, 1)]))
  return defineSystem({
    name: 'random',
    title: 'Drawn at random',
    protocol,
    agents: {
      host: isSymmetric
        ? remembering(agentOf(plans[0], 'host', [addresses]))
        : agentOf(plans[0], 'host', each),
      guest: isSymmetric ? alike : addresses.map(() => guest),
    },
    symmetric: isSymmetric ? ['guest'] : [],
    orders: orders.map(({ to, session }) => ({
      to,
      event: { type: 'order', ...(session !== null && { session }) } as EventObject,
    })),
    invariants: hasInvariant
      ? {
          'not all in s2': (states) =>
            Object.values(states).every((state) => (state as State | null)?.name === 's2') ? 'all are' : null,
        }
      : {},
    ...scope,
  })
}

/** An agent that also knows who wrote to it last. */
function remembering(agent: Behaviour<State>): Behaviour<State> {
  return {
    ...agent,
    dataOf: ({ name, left, last = null }) => ({ name, left, last }),
    next(state, event) {
      const { state: next, effects } = agent.next(state, event)
      return { state: 'from' in event ? { ...next, last: String(event['from']) } : next, effects }
    },
  }
}
