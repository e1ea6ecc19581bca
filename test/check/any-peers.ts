import { defineSystem, fromReducer, type System } from 'coevo/check'
import { defineProtocol } from 'coevo/protocol'
import { fc } from '@fast-check/vitest'
import { z } from 'zod'

const STATES = ['s0', 's1', 's2'] as const
const EVENTS = ['call', 'word', 'chat', 'step', 'timeout.wait'] as const
const KEYS = STATES.flatMap((state) => EVENTS.map((event) => `${state} ${event}`))

type Name = (typeof STATES)[number]
type State = { readonly name: Name; readonly left: number }
type Peer = `peer-${number}`

/** What an agent does in a state on an event. To the hub, all but the sender are peers. */
interface Rule {
  readonly to: Name
  readonly says: 'nothing' | 'to the hub' | 'to others' | 'to the sender'
  readonly waits: boolean
}

interface Plan {
  readonly count: number
  readonly agents: readonly [hub: Table, peer: Table]
  readonly rest: readonly Name[]
  readonly monitors: readonly number[]
  readonly network: 'ordered' | 'unordered'
}

interface Table {
  readonly left: number
  readonly steps: readonly Name[]
  readonly rules: Readonly<Record<string, Rule | null>>
}

const anyState = fc.constantFrom(...STATES)
const rule: fc.Arbitrary<Rule> = fc.record({
  to: anyState,
  says: fc.constantFrom('nothing', 'to the hub', 'to others', 'to the sender'),
  waits: fc.boolean(),
})
const table: fc.Arbitrary<Table> = fc.record({
  left: fc.integer({ min: 0, max: 2 }),
  steps: fc.subarray([...STATES]),
  rules: fc.record(Object.fromEntries(KEYS.map((key) => [key, fc.option(rule, { freq: 2 })]))),
})

/** Draws systems of a hub and peers that can be permuted. */
export const anyPeers: fc.Arbitrary<System> = fc
  .record({
    count: fc.integer({ min: 2, max: 3 }),
    agents: fc.tuple(table, table),
    rest: fc.subarray([...STATES], { minLength: 1 }),
    monitors: fc.subarray([0, 1, 2]),
    network: fc.constantFrom('ordered', 'unordered'),
  })
  .map(systemOf)

function systemOf({ count, agents: [hub, peer], rest, monitors, network }: Plan): System {
  const payload = z.null()
  const protocol = defineProtocol({
    name: 'peers',
    roles: {
      hub: { count: 1, states: STATES, rest },
      peer: { count: [1, 3], states: STATES, rest },
    },
    messages: {
      call: { from: 'hub', to: 'peer', payload },
      word: { from: 'peer', to: 'hub', payload },
      chat: { from: 'peer', to: 'peer', payload },
    },
    timeouts: { wait: 10 },
    monitors: ({ leadsTo, sometimes, never, sent, delivered }) => {
      const all = [
        leadsTo('whom the hub calls it hears', sent('call'), delivered('word'), {
          by: ({ message: { type, from, to } }) => (type === 'call' ? to : from),
        }),
        sometimes('peers chat', sent('chat')),
        never(
          'the hub hears of a word',
          delivered('word', (_, cause) => cause !== null),
        ),
      ]
      return monitors.map((i) => all[i]!)
    },
  })
  const peers = Array.from({ length: count }, (_, i): Peer => `peer-${i}`)
  const ruleOf = ({ rules }: Table, { name }: State, type: string) => rules[`${name} ${type}`] ?? null
  return defineSystem({
    name: 'peers',
    title: 'whatever was drawn',
    protocol,
    agents: {
      hub: fromReducer(protocol, 'hub', {
        initial: { name: 's0', left: hub.left },
        spontaneous: ({ name }: State) => (hub.steps.includes(name) ? ['step'] : []),
        next(state, event, { send, start }): State {
          const does = ruleOf(hub, state, event.type)
          if (does === null) return state
          if (does.waits) start('wait')
          if (does.says === 'nothing' || state.left === 0) return { ...state, name: does.to }
          const sender = event.type === 'word' && does.says === 'to the sender' ? [event.from as Peer] : peers
          for (const to of sender) send({ to, type: 'call', payload: null })
          return { name: does.to, left: state.left - 1 }
        },
      }),
      peer: peers.map((self) =>
        fromReducer(protocol, 'peer', {
          initial: { name: 's0', left: peer.left },
          spontaneous: ({ name }: State) => (peer.steps.includes(name) ? ['step'] : []),
          next(state, event, { send, start }): State {
            const does = ruleOf(peer, state, event.type)
            if (does === null) return state
            if (does.waits) start('wait')
            if (does.says === 'nothing' || state.left === 0) return { ...state, name: does.to }
            if (does.says === 'to others')
              for (const to of peers) if (to !== self) send({ to, type: 'chat', payload: null })
            if (does.says === 'to the sender' && event.type === 'chat')
              send({ to: event.from as Peer, type: 'chat', payload: null })
            if (does.says === 'to the hub') send({ to: 'hub', type: 'word', payload: null })
            return { name: does.to, left: state.left - 1 }
          },
        }),
      ),
    },
    symmetric: ['peer'],
    network,
  })
}
