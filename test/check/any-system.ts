import { defineSystem, fromReducer, returns, throws, type System } from 'coevo/check'
import { defineProtocol, type Monitor } from 'coevo/protocol'
import { fc } from '@fast-check/vitest'
import { z } from 'zod'

const ADDRESSES = ['a', 'b', 'c', 'd'] as const
const STATES = ['s0', 's1', 's2'] as const
const TYPES = ['ping', 'pong'] as const
const EVENTS = [
  ...TYPES,
  'step',
  'timeout.wait',
  'xstate.done.actor.oracle',
  'xstate.error.actor.oracle',
  'go',
] as const

/** State and event, as tables have them. */
const KEYS = STATES.flatMap((state) => EVENTS.map((event) => `${state} ${event}`))

type Role = (typeof ADDRESSES)[number]
type State = { readonly name: (typeof STATES)[number]; readonly left: number }

/** What an agent does in a state on an event. */
interface Rule {
  readonly to: (typeof STATES)[number]
  readonly says: readonly { readonly to: Role; readonly type: (typeof TYPES)[number] }[]
  readonly does: 'nothing' | 'start' | 'cancel' | 'invoke' | 'act' | 'throw'
}

/** What is drawn of a system: a table of rules for each agent, and what it may do by itself. */
interface Plan {
  readonly agents: readonly {
    /** How many messages it may send in all: without a bound there would be no end of states. */
    readonly left: number
    readonly steps: readonly (typeof STATES)[number][]
    readonly rules: Readonly<Record<string, Rule | null>>
  }[]
  readonly rest: readonly (typeof STATES)[number][]
  readonly orders: readonly Role[]
  readonly monitors: readonly number[]
  readonly network: 'ordered' | 'unordered'
}

const message = z.object({})
const anyState = fc.constantFrom(...STATES)

/** Draws systems of two to four agents that talk at random, some of which hang or break a promise. */
export const anySystem: fc.Arbitrary<System> = fc
  .integer({ min: 2, max: 4 })
  .chain((count) => {
    const roles = ADDRESSES.slice(0, count)
    const to = fc.constantFrom(...roles)
    const rule: fc.Arbitrary<Rule> = fc.record({
      to: anyState,
      says: fc.array(fc.record({ to, type: fc.constantFrom(...TYPES) }), { maxLength: 2 }),
      does: fc.constantFrom('nothing', 'nothing', 'nothing', 'throw', 'start', 'cancel', 'invoke', 'act'),
    })
    return fc.record({
      agents: fc.array(
        fc.record({
          left: fc.integer({ min: 0, max: 3 }),
          steps: fc.subarray([...STATES]),
          rules: fc.record(Object.fromEntries(KEYS.map((key) => [key, fc.option(rule, { freq: 2 })]))),
        }),
        { minLength: count, maxLength: count },
      ),
      rest: fc.subarray([...STATES], { minLength: 1 }),
      orders: fc.array(to, { maxLength: 2 }),
      monitors: fc.subarray([0, 1, 2, 3, 4, 5]),
      network: fc.constantFrom('ordered', 'unordered'),
    })
  })
  .map(systemOf)

function systemOf({ agents, rest, orders, monitors, network }: Plan): System {
  const role = { count: 1, states: STATES, rest } as const
  // From every agent to every other a type of its own, told apart by the receiver's and sender's names.
  const protocol = defineProtocol({
    name: 'any',
    roles: { a: role, b: role, c: role, d: role },
    messages: Object.fromEntries(
      ADDRESSES.flatMap((from) =>
        ADDRESSES.flatMap((to) =>
          TYPES.map((type) => [`${type}-${from}-${to}`, { from, to, payload: message }] as const),
        ),
      ),
    ),
    timeouts: { wait: 10 },
    monitors: ({ never, sent, delivered, act, leadsTo, eventually, sometimes, monitor }) => {
      const all: readonly Monitor[] = [
        never('a never hears pong from b', delivered('pong-b-a')),
        leadsTo('ping of a is ponged', sent('ping-a-b'), sent('pong-b-a')),
        leadsTo('ping of b is ponged soon', sent('ping-b-a'), sent('pong-a-b'), { within: 2 }),
        eventually(
          'b acts',
          act('wave', (by) => by === 'b'),
        ),
        sometimes('a pings c', sent('ping-a-c')),
        monitor('what came last is no ping to b', {
          initial: '',
          next(last: string, { at, ...seen }) {
            if (at !== 'delivered' || last === 'bad' || !('message' in seen)) return last
            const { type } = seen.message
            return last.startsWith('pong-a') && type.startsWith('ping-b') ? 'bad' : type
          },
          broken: (last) => (last === 'bad' ? 'it was' : null),
        }),
      ]
      return monitors.map((i) => all[i]!)
    },
  })
  const make = (from: Role) => {
    const { left, steps, rules } = agents[ADDRESSES.indexOf(from)] ?? { left: 0, steps: [], rules: {} }
    return fromReducer(protocol, from, {
      initial: { name: 's0', left },
      outcomes: { oracle: () => [returns({}), throws('no')] },
      spontaneous: ({ name }: State) => (steps.includes(name) ? ['step'] : []),
      next(state: State, event, ask): State {
        const { type } = event
        const rule = rules[`${state.name} ${type.split('-', 1)[0]}`]
        if (rule == null) return state
        const says = rule.says.slice(0, state.left)
        for (const said of says)
          ask.send({ to: said.to, type: `${said.type}-${from}-${said.to}`, payload: {} })
        if (rule.does === 'start') ask.start('wait')
        if (rule.does === 'cancel') ask.cancel('wait')
        if (rule.does === 'invoke') ask.invoke('oracle')
        if (rule.does === 'throw') throw new Error('no')
        if (rule.does === 'act') ask.act('wave')
        return { name: rule.to, left: state.left - says.length }
      },
    })
  }
  return defineSystem({
    name: 'any',
    title: 'whatever was drawn',
    protocol,
    agents: { a: make('a'), b: make('b'), c: make('c'), d: make('d') },
    orders: orders.map((to) => ({ to, event: { type: 'go' } })),
    network,
  })
}
