import { checkProtocol, defineSystem, fromReducer, type CheckOptions, type System } from 'coevo/check'
import type { Message } from 'coevo/bus'
import { defineProtocol, watching, type Observation } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { explore, keyOf } from '../../src/check/explore.ts'
import { Reduction } from '../../src/check/reduce.ts'
import { Symmetry } from '../../src/check/symmetry/symmetry.ts'
import { World } from '../../src/check/world.ts'
import { anyPeers } from './any-peers.ts'
import { anySystem } from './any-system.ts'

const payload = z.null()

/** Everything that a search finds, whatever it takes. */
async function search(system: System, reduce: boolean, permute = false) {
  const { network, time } = system
  const world = new World(system, {
    network,
    time,
    faults: { drop: 0, duplicate: 0, crash: 0, partition: 0 },
  })
  const symmetry = permute ? new Symmetry(world) : undefined
  const { complete, states, findings } = await explore(world, {
    maxStates: 20_000,
    maxSteps: 1000,
    maxViolations: Infinity,
    canonical: symmetry && ((row) => symmetry.canonical(row)),
    reduction: (reduce && Reduction.of(world)) || undefined,
    onProgress: () => Promise.resolve(true),
  })
  const causes = findings.map(({ cause }) => keyOf(cause)).toSorted()
  return { complete, states, causes, goals: new Set(world.watches.reached) }
}

property.prop([anySystem], { numRuns: 2000 })(
  'what is found is what all orders of steps lead to',
  async (system) => {
    const all = await search(system, false)
    fc.pre(all.complete)
    const few = await search(system, true)
    expect(few).toEqual({ ...all, states: expect.any(Number) as number })
    expect(few.states).toBeLessThanOrEqual(all.states)
  },
)

property.prop([anyPeers], { numRuns: 700 })(
  'what is found is the same where agents are interchangeable, too',
  async (system) => {
    const all = await search(system, false)
    fc.pre(all.complete)
    const few = await search(system, true, true)
    expect(few).toEqual({ ...all, states: expect.any(Number) as number })
  },
)

type Client = { readonly name: 'asking' | 'waiting'; readonly left: number }

/** Clients that each ask a server of their own, so many times. */
function pairs(count: number, asks: number): System {
  const protocol = defineProtocol({
    name: 'pairs',
    roles: {
      client: { count: [1, 4], states: ['asking', 'waiting'], rest: ['asking'] },
      server: { count: [1, 4], states: ['idle'], rest: ['idle'] },
    },
    messages: {
      ask: { from: 'client', to: 'server', payload: z.int() },
      answer: { from: 'server', to: 'client', payload: z.int() },
    },
    timeouts: {},
  })
  const client = (i: number) =>
    fromReducer(protocol, 'client', {
      initial: { name: 'asking', left: asks },
      spontaneous: ({ name, left }: Client) => (name === 'asking' && left > 0 ? ['begin'] : []),
      next({ left }, event, { send }): Client {
        if (event.type === 'answer') return { name: 'asking', left: left - 1 }
        send({ to: `server-${i}`, type: 'ask', payload: left })
        return { name: 'waiting', left }
      },
    })
  const server = fromReducer(protocol, 'server', {
    initial: 'idle',
    next(state: 'idle', event, { send }) {
      if (event.type === 'ask')
        send({ to: event.from as `client-${number}`, type: 'answer', payload: event.payload })
      return state
    },
  })
  const each = Array.from({ length: count }, (_, i) => i)
  return defineSystem({
    name: 'pairs',
    title: 'clients with a server each',
    protocol,
    agents: { client: each.map(client), server: each.map(() => server) },
  })
}

const sizes = async (system: System, options: CheckOptions = {}) => {
  const all = await checkProtocol(system, { ...options, reduce: false })
  const few = await checkProtocol(system, options)
  expect(few.violations.map(({ cause }) => cause)).toEqual(all.violations.map(({ cause }) => cause))
  return [all.states, few.states]
}

test('pairs that do not know of each other are gone through one after the other', async () => {
  expect(await sizes(pairs(1, 3))).toEqual([10, 10])
  expect(await sizes(pairs(2, 3))).toEqual([100, 19])
  expect(await sizes(pairs(4, 3))).toEqual([10_000, 37])
})

test('as long as a fault may happen, nothing is left out', async () => {
  const [all, few] = await sizes(pairs(2, 2), { faults: { duplicate: 1 } })
  expect(few).toBeLessThan(all!)
  const lossy: CheckOptions = { network: 'lossy' }
  const [most, same] = await sizes(pairs(2, 1), lossy)
  expect(same).toBe(most)
})

/** A writer sends first one thing and then another to a reader that waits for ever if the second is first. */
function overtaken(network: 'ordered' | 'unordered'): System {
  const protocol = defineProtocol({
    name: 'overtaken',
    roles: {
      writer: { count: 1, states: ['open', 'half', 'done'], rest: ['done'] },
      reader: { count: 1, states: ['idle', 'first', 'stuck'], rest: ['idle', 'first'] },
    },
    messages: {
      one: { from: 'writer', to: 'reader', payload },
      two: { from: 'writer', to: 'reader', payload },
    },
    timeouts: {},
  })
  const writer = fromReducer(protocol, 'writer', {
    initial: 'open',
    spontaneous: (state: 'open' | 'half' | 'done') => (state === 'done' ? [] : ['write']),
    next(state, _event, { send }) {
      send({ to: 'reader', type: state === 'open' ? 'one' : 'two', payload: null })
      return state === 'open' ? 'half' : 'done'
    },
  })
  const reader = fromReducer(protocol, 'reader', {
    initial: 'idle',
    next: (state: 'idle' | 'first' | 'stuck', { type }) =>
      state === 'stuck' || (state === 'idle' && type === 'two') ? 'stuck' : 'first',
  })
  return defineSystem({
    name: 'overtaken',
    title: 'two messages',
    protocol,
    network,
    agents: { writer, reader },
  })
}

describe('a message on its way to a reader', () => {
  test('keeps later ones from it where links keep their order', async () => {
    expect(await search(overtaken('ordered'), false)).toMatchObject({ states: 6, causes: [] })
    expect(await search(overtaken('ordered'), true)).toMatchObject({ states: 5, causes: [] })
  })

  test('does not where they may overtake it', async () => {
    const all = await search(overtaken('unordered'), false)
    expect(all.causes).toEqual(['hang reader stuck'])
    expect(await search(overtaken('unordered'), true)).toEqual(all)
  })
})

test('what a monitor says it ignores changes none of its states', () => {
  const { always, never, sometimes, eventually, leadsTo, sent, delivered, act, restarted } = watching<
    Message<'a', number> | Message<'b', number>
  >()
  const monitors = [
    always('small', sent('a'), ({ message }) => message.payload === 0),
    never('a is b', delivered('b')),
    sometimes('once', act('wave')),
    eventually('at last', restarted('x')),
    leadsTo('pays', sent('a'), delivered('b'), { by: ({ message }) => message.to, unless: restarted('x') }),
    leadsTo('pays soon', sent('a'), sent('b'), { within: 1 }),
  ]
  const message = fc.record({
    id: fc.constant('0#0'),
    session: fc.constant('0'),
    from: fc.constant('x'),
    to: fc.constantFrom('x', 'y'),
    type: fc.constantFrom('a', 'b', 'c'),
    payload: fc.constantFrom(0, 1),
    seq: fc.constant(0),
    cause: fc.constant(null),
  })
  const observation: fc.Arbitrary<Observation> = fc.oneof(
    fc.record({ at: fc.constantFrom('sent', 'delivered'), message, cause: fc.constant(null) }),
    fc.record({
      at: fc.constant('act'),
      by: fc.constant('x'),
      type: fc.constantFrom('wave', 'nod'),
      params: fc.constant(0),
    }),
    fc.record({ at: fc.constant('restarted'), address: fc.constantFrom('x', 'y'), remembers: fc.boolean() }),
  )
  const ignored = new Set<string>()
  fc.assert(
    fc.property(fc.array(observation), fc.constantFrom(...monitors), (seen, monitor) => {
      let state = monitor.initial
      for (const each of seen) {
        const next = monitor.next(state, each)
        if (monitor.ignores!(each)) {
          expect(next).toBe(state)
          ignored.add(monitor.name)
        }
        state = next
      }
    }),
  )
  expect([...ignored].toSorted()).toEqual(monitors.map(({ name }) => name).toSorted())
})
