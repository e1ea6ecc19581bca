import { memoryJournal } from 'coevo/bus'
import { checkProtocol, never } from 'coevo/check'
import {
  createVirtualClock,
  defineProtocol,
  effect,
  type Breach,
  type EffectOf,
  type Incoming,
  type Outgoing,
} from 'coevo/protocol'
import {
  defineSystem,
  fromMachine,
  fromReducer,
  returns,
  runSystem,
  throws,
  type RunSystemOptions,
  type System,
} from 'coevo/system'
import { describe, expect, test } from 'vitest'
import { assign, fromPromise, setup, type EventObject } from 'xstate'
import { z } from 'zod'

const shop = defineProtocol({
  name: 'shop',
  roles: {
    seller: {
      count: 1,
      states: ['idle', 'pricing', 'offering', 'sold', 'unsold'],
      rest: ['idle', 'sold', 'unsold'],
    },
    buyer: { count: [1, 3], states: ['idle', 'busy'], rest: ['idle', 'busy'] },
  },
  messages: {
    offer: { from: 'seller', to: 'buyer', payload: z.object({ price: z.number() }) },
    take: { from: 'buyer', to: 'seller', payload: z.object({ price: z.number() }) },
  },
  timeouts: { price: 50, answer: 100 },
  monitors: ({ leadsTo, sent, never: nothing, act }) => [
    leadsTo('every offer is taken', sent('offer'), sent('take')),
    nothing('nobody gives up', act('give up')),
  ],
})

const seller = setup({
  types: {
    context: {} as { price: number },
    events: {} as Incoming<typeof shop, 'seller'> | { type: 'begin'; session: string },
  },
  actions: {
    send: effect as EffectOf<Outgoing<typeof shop, 'seller'>>,
    'give up': effect as EffectOf<undefined>,
  },
  actors: { price: fromPromise<number, string>(() => Promise.resolve(0)) },
  delays: shop.timeouts,
}).createMachine({
  id: 'seller',
  context: { price: 0 },
  initial: 'idle',
  states: {
    idle: { on: { begin: 'pricing' } },
    pricing: {
      invoke: {
        src: 'price',
        input: 'lot',
        onDone: { target: 'offering', actions: assign({ price: ({ event }) => event.output }) },
        onError: 'unsold',
      },
      after: { price: 'unsold' },
    },
    offering: {
      entry: { type: 'send', params: ({ context }) => ({ to: 'buyer-0', type: 'offer', payload: context }) },
      on: { take: 'sold' },
      after: { answer: { target: 'unsold', actions: 'give up' } },
    },
    sold: {},
    unsold: {},
  },
})

const buyer = (answers: boolean) =>
  fromReducer(shop, 'buyer', {
    initial: 'idle',
    spontaneous: (state: 'idle' | 'busy') => (state === 'busy' ? ['rest'] : []),
    takes: (state) => state === 'idle',
    next(_: 'idle' | 'busy', event, { send }) {
      if (event.type === 'rest') return 'idle'
      if (event.type === 'offer' && answers) send({ to: 'seller', type: 'take', payload: event.payload })
      return 'busy'
    },
  })

const system = (parts: object = {}, answers = true): System =>
  defineSystem({
    name: 'shop',
    title: 'A seller and a buyer',
    protocol: shop,
    agents: {
      seller: fromMachine(seller, { outcomes: { price: () => [returns(7), throws('no'), never] } }),
      buyer: [buyer(answers)],
    },
    orders: [{ to: 'seller', event: begin }],
    ...parts,
  })

const begin: EventObject & { readonly session: string } = { type: 'begin', session: 'lot-1' }

/** A system that runs in virtual time, and what was heard of it. */
function run(of: System, options: Partial<RunSystemOptions> = {}) {
  const clock = createVirtualClock()
  const journal = memoryJournal()
  const breaches: Breach[] = []
  const acts: unknown[] = []
  const running = runSystem(of, {
    clock,
    journal,
    actors: { seller: { price: () => 7 } },
    onBreach: (breach) => void breaches.push(breach),
    onAct: (...act) => void acts.push(act),
    ...options,
  })
  const said = () =>
    journal.session(running.session).map(({ message: { from, to, type } }) => `${type} ${from} → ${to}`)
  return { clock, running, breaches, acts, said }
}

describe('a system runs', () => {
  test('as it was checked: orders, actors, messages, a journal, no promise broken', async () => {
    const { running, said, breaches } = run(system())
    await running.idle()
    expect(running.session).toBe('lot-1')
    expect(running.states()).toEqual({ seller: 'sold', 'buyer-0': 'busy' })
    expect(said()).toEqual(['offer seller → buyer-0', 'take buyer-0 → seller'])
    running.close()
    expect(breaches).toEqual([])
  })

  test('with an actor that takes its time, in real time', async () => {
    const { running } = run(system(), {
      clock: globalThis,
      actors: {
        seller: { price: async (lot: string, by: string) => (lot === 'lot' && by === 'seller' ? 9 : 0) },
      },
    })
    expect(running.states()['seller']).toBe('pricing')
    await running.idle()
    expect(running.states()['seller']).toBe('sold')
    running.close()
  })

  test('and says which promise it broke, and which it still owes at the end', () => {
    const { running, clock, breaches, acts } = run(system({}, false))
    expect(clock.advance()).toBe(true)
    expect(running.states()['seller']).toBe('unsold')
    expect(acts).toEqual([['seller', 'give up', undefined]])
    running.close()
    expect(breaches.map(({ kind, monitor }) => [kind, monitor])).toEqual([
      ['broken', 'nobody gives up'],
      ['owed', 'every offer is taken'],
    ])
  })

  test('and tells an invariant once', async () => {
    const invariants = {
      'nobody is busy': (states: Record<string, unknown>) => (states['buyer-0'] === 'busy' ? 'it is' : null),
    }
    const { running, breaches } = run(system({ invariants }))
    await running.idle()
    running.close()
    expect(breaches).toEqual([
      { kind: 'broken', session: 'lot-1', monitor: 'nobody is busy', detail: 'it is', seq: null },
    ])
  })

  test('an agent that takes no message now takes it later; a step of its own is one that was checked', () => {
    const { running, said } = run(system())
    running.order('seller', { type: 'nothing' })
    expect(() => running.step('buyer-0', 'leave')).toThrow(
      "buyer-0 takes no step 'leave' by itself in 'busy'",
    )
    running.bus.emit('open', 'other')
    running.step('buyer-0', 'rest')
    expect(running.states()['buyer-0']).toBe('idle')
    expect(said()).toHaveLength(2)
    expect(() => running.step('buyer-0', 'rest')).toThrow("in 'idle'")
  })

  test('orders wait until their agent may rest', () => {
    const { running, clock } = run(system({}, false), { orders: [] })
    running.order('seller', { type: 'begin' })
    running.order('seller', { type: 'begin' })
    expect(running.states()['seller']).toBe('offering')
    clock.advance()
    expect(running.states()['seller']).toBe('unsold')
    expect(() => running.order('sellar', { type: 'begin' })).toThrow(
      "System 'shop' has no agent 'sellar'. Known: seller, buyer-0.",
    )
  })
})

describe('an agent that was stopped', () => {
  const crashing = (parts: object = {}, answers = false) =>
    system({ faults: { crash: 1 }, ...parts }, answers)

  test('hears nothing, and comes back with its snapshot: its timers are set anew, its actors asked again', async () => {
    let asked = 0
    const { running, clock } = run(crashing(), {
      actors: { seller: { price: () => (++asked === 1 ? new Promise(() => {}) : Promise.resolve(3)) } },
    })
    expect(running.states()['seller']).toBe('pricing')
    running.stop('seller')
    expect(running.states()['seller']).toBe('down')
    expect(clock.advance()).toBe(false)
    running.restart('seller', 'snapshot')
    expect(running.states()['seller']).toBe('pricing')
    await Promise.resolve()
    await Promise.resolve()
    expect(asked).toBe(2)
    expect(running.states()['seller']).toBe('offering')
    running.stop('seller')
    running.restart('seller', 'snapshot')
    expect(clock.advance()).toBe(true)
    expect(running.states()['seller']).toBe('unsold')
  })

  test('or from the beginning', () => {
    const { running } = run(crashing(), { actors: { seller: { price: () => new Promise(() => {}) } } })
    running.stop('seller')
    expect(() => running.restart('buyer-0', 'fresh')).toThrow('buyer-0 runs: stop it')
    running.restart('seller', 'fresh')
    expect(running.states()['seller']).toBe('idle')
  })

  test('goes on in another process, from what was written as JSON', () => {
    const first = run(crashing(), { actors: { seller: { price: () => new Promise(() => {}) } } })
    const saved = {
      seller: JSON.parse(JSON.stringify(first.running.save('seller'))) as ReturnType<
        typeof first.running.save
      >,
    }
    expect(saved.seller).toMatchObject({
      state: { value: 'pricing', context: { price: 0 }, status: 'active' },
      timers: [{ delay: 50 }],
      actors: [{ source: 'price', input: 'lot' }],
    })
    first.running.close()
    const { running } = run(crashing(), { saved, orders: [] })
    expect(running.states()['seller']).toBe('offering')
    const late = run(crashing(), {
      saved,
      orders: [],
      actors: { seller: { price: () => new Promise(() => {}) } },
    })
    expect(late.clock.advance()).toBe(true)
    expect(late.running.states()['seller']).toBe('unsold')
  })

  test('comes back in the ways that were checked, and no other', () => {
    const outcomes = { price: () => [returns(7)] }
    const agents = { seller: fromMachine(seller, { outcomes, restarts: ['fresh'] }), buyer: [buyer(true)] }
    const { running } = run(crashing({ agents }))
    running.stop('seller')
    expect(() => running.restart('seller', 'snapshot')).toThrow(
      "seller does not come back 'snapshot' where it was checked: its restarts are fresh.",
    )
  })

  test('is what the checker has, too: timers set anew, or lost where that is said', async () => {
    const waiting = setup({ delays: shop.timeouts }).createMachine({
      id: 'waiting',
      initial: 'offering',
      states: { offering: { after: { answer: 'sold' } }, sold: {} },
    })
    const of = (timers: 'anew' | 'lost') =>
      crashing({
        orders: [],
        agents: { seller: fromMachine(waiting, { restarts: ['snapshot'], timers }), buyer: [buyer(true)] },
      })
    for (const time of ['free', 'ordered'] as const) {
      expect(await checkProtocol(of('anew'), { time })).toMatchObject({ complete: true, violations: [] })
      const { violations } = await checkProtocol(of('lost'), { time })
      expect(violations.map(({ cause }) => cause)).toEqual([
        { kind: 'hang', address: 'seller', state: 'offering' },
      ])
    }
    const kept = run(of('anew'))
    kept.running.stop('seller')
    kept.running.restart('seller', 'snapshot')
    expect(kept.clock.advance()).toBe(true)
    const lost = run(of('lost'))
    lost.running.stop('seller')
    lost.running.restart('seller', 'snapshot')
    expect(lost.clock.advance()).toBe(false)
  })

  test('counts the whole of a delay anew, in the checker as in real time', async () => {
    // It is down at 50, where the other sets a timer that is due at 150; its own, due at 100, is then due at 150, too.
    const slow = setup({ delays: { answer: 100 } }).createMachine({
      id: 'slow',
      initial: 'offering',
      states: { offering: { after: { answer: 'sold' } }, sold: {} },
    })
    const ticking = fromReducer(shop, 'buyer', {
      initial: 'idle',
      begin: ({ start }) => start('price'),
      next: (_: 'idle' | 'busy', event, { start }) => {
        if (event.type === 'timeout.price') start('answer')
        return 'busy'
      },
    })
    const order: string[] = []
    const of = crashing({
      orders: [],
      agents: { seller: fromMachine(slow, { restarts: ['snapshot'] }), buyer: [ticking] },
      time: 'ordered',
    })
    const { running, clock } = run(of)
    clock.advance()
    running.stop('seller')
    running.restart('seller', 'snapshot')
    while (clock.advance()) order.push(running.states()['seller']!)
    expect(order).toEqual(['offering', 'sold'])
    expect(await checkProtocol(of)).toMatchObject({ complete: true, violations: [] })
  })
})

describe('a mistake is a sentence:', () => {
  test('an actor that nobody provides', () => {
    for (const actors of [{}, { seller: {} }, { buyer: { price: () => 1 } }])
      expect(() => run(system(), { actors })).toThrow(
        "seller of system 'shop' invokes 'price', and nobody provides it: give actors: { seller: { price: (input) => … } }.",
      )
  })

  test('orders of several sessions', () => {
    const orders = ['a', 'b'].map((session) => ({ to: 'seller', event: { type: 'begin', session } }))
    expect(() => run(system({ orders }))).toThrow(
      "System 'shop' has orders of 2 sessions (a, b): run it once for each",
    )
    expect(run(system({ orders }), { session: 'a', orders: orders.slice(0, 1) }).running.session).toBe('a')
  })

  test('an agent that throws: told, or thrown again', () => {
    const throwing = {
      ...buyer(true),
      next: () => {
        throw new Error('out of stock')
      },
    }
    const agents = {
      seller: fromMachine(seller, { outcomes: { price: () => [returns(7)] } }),
      buyer: [throwing],
    }
    expect(() => run(system({ agents }))).toThrow('out of stock')
    const failures: unknown[] = []
    const { running } = run(system({ agents }), {
      onFailure: (by, error) => void failures.push([by, String(error)]),
    })
    expect(failures).toEqual([['buyer-0', 'Error: out of stock']])
    expect(running.states()['seller']).toBe('offering')
  })
})
