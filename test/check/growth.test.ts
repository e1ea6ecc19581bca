import { checkProtocol, defineSystem, formatResult, fromMachine, fromReducer, type System } from 'coevo/check'
import { defineProtocol, effect, type EffectOf, type Outgoing } from 'coevo/protocol'
import { expect, test } from 'vitest'
import { setup } from 'xstate'
import { z } from 'zod'

const auction = defineProtocol({
  name: 'auction',
  roles: {
    auctioneer: { count: 1, states: ['charging', 'sold'], rest: ['sold'] },
    bank: { count: 1, states: ['open', 'spent'], rest: ['open', 'spent'] },
  },
  messages: {
    charge: { from: 'auctioneer', to: 'bank', payload: z.null() },
    paid: { from: 'bank', to: 'auctioneer', payload: z.null() },
  },
  timeouts: { payment: 1000 },
  monitors: ({ never, sent, sometimes }) => [
    never('nobody is sold', sent('refund' as 'paid')),
    sometimes('somebody pays', sent('paid')),
  ],
})

/** Charges again and again until it is paid. */
const auctioneer = setup({
  actions: { send: effect as EffectOf<Outgoing<typeof auction, 'auctioneer'>> },
  delays: auction.timeouts,
}).createMachine({
  id: 'auctioneer',
  initial: 'charging',
  states: {
    charging: {
      entry: { type: 'send', params: { to: 'bank', type: 'charge', payload: null } },
      after: { payment: { target: 'charging', reenter: true } },
      on: { paid: 'sold' },
    },
    sold: {},
  },
})

type Bank = { readonly name: string; readonly left: number }

const bank = (answers = 3) =>
  fromReducer(auction, 'bank', {
    initial: { name: 'open', left: answers },
    nameOf: ({ left }: Bank) => (left === 0 ? 'spent' : 'open'),
    next(state: Bank, event, { send }): Bank {
      if (event.type !== 'charge' || state.left === 0) return state
      send({ to: 'auctioneer', type: 'paid', payload: null })
      return { ...state, left: state.left - 1 }
    },
  })

const system = (parts: object = {}): System =>
  defineSystem({
    name: 'auction',
    title: 'Charges until it is paid',
    protocol: auction,
    agents: { auctioneer: fromMachine(auctioneer), bank: bank() },
    ...parts,
  })

test.each([
  ['ordered', {}],
  ['unordered', {}],
  ['lossy', {}],
  ['ordered', { drop: 1, duplicate: 1, crash: 1, partition: 1 }],
] as const)('a link that fills without bound is told early: %s, %o', async (network, faults) => {
  const result = await checkProtocol(system({ network, faults }))
  expect(result).toMatchObject({ complete: false, within: null, violations: [] })
  expect(result.states).toBeLessThan(20_000)
  expect(result.notes).toEqual([
    expect.stringMatching(
      /^Stopped at [\d,]+ states: auctioneer → bank holds \d+ messages and fills without bound, for 'charge' is sent again and again, each time that timer payment of auctioneer fires\. Bound how often, or look no further than so many messages on a link \(--in-flight \d+\)\.$/,
    ),
  ])
})

test('a bound makes it complete within the bound, and that is what is said', async () => {
  const counts = await Promise.all(
    [1, 2, 3, 4].map(async (inFlight) => {
      const result = await checkProtocol(system(), { inFlight })
      expect(result).toMatchObject({ complete: false, within: inFlight, violations: [], notes: [] })
      expect(formatResult(result)).toContain(
        `auction: no violation in any of the ${result.states} states that can be reached with at most ${inFlight} message${inFlight === 1 ? '' : 's'} on a link`,
      )
      return result.states
    }),
  )
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(new Set(counts).size).toBe(4)
})

test('the states within a bound are those that a naive search sees', async () => {
  // By hand: charges on their way 0 … 1, answers given 0 … 3 and on their way, charging or sold.
  const seen = new Set<string>()
  const visit = (charges: number, left: number, answers: number, sold: boolean): void => {
    const key = [charges, left, answers, sold].join()
    if (charges > 2 || answers > 2 || seen.has(key)) return
    seen.add(key)
    if (!sold) visit(charges + 1, left, answers, sold)
    if (charges > 0) visit(charges - 1, Math.max(0, left - 1), answers + (left > 0 ? 1 : 0), sold)
    if (answers > 0) visit(charges, left, answers - 1, true)
  }
  visit(1, 3, 0, false)
  // The promise that somebody pays keeps account of whether somebody did, which what is left tells.
  expect((await checkProtocol(system(), { inFlight: 2 })).states).toBe(seen.size)
})

test('a bound that is never reached is no bound', async () => {
  const once = system({ agents: { auctioneer: fromMachine(once1), bank: bank() } })
  const free = await checkProtocol(once)
  expect(free).toMatchObject({ complete: true, within: null })
  expect(await checkProtocol(once, { inFlight: 9, reduce: false })).toMatchObject({
    complete: true,
    within: null,
  })
})

test('what no session reaches within the bound is said', async () => {
  const late = bank()
  const deaf = { ...late, takes: () => false }
  const result = await checkProtocol(
    system({ agents: { auctioneer: fromMachine(auctioneer), bank: deaf } }),
    { inFlight: 2 },
  )
  expect(result.notes).toContain(
    "Within 2 messages on a link no session reached what 'somebody pays' asks for.",
  )
})

test('a break within the bound is found, and one is found before the links fill', async () => {
  const monitors = [
    {
      name: 'nobody pays',
      initial: 0,
      next: (n: number, { at }: { at: string }) => (at === 'sent' ? n + 1 : n),
      broken: (n: number) => (n > 2 ? 'they do' : null),
      hot: () => false,
    },
  ]
  for (const options of [{}, { inFlight: 3 }])
    expect(
      (await checkProtocol(system({ monitors }), options)).violations.map(({ summary }) => summary),
    ).toEqual(["The promise 'nobody pays' is broken: they do."])
})

test('many messages at once are no growth without bound', async () => {
  const burst = {
    ...bank(0),
    initial: () => ({
      state: { name: 'open', left: 0 },
      effects: Array.from({ length: 60 }, () => ({
        kind: 'action',
        type: 'send',
        params: { to: 'auctioneer', type: 'paid', payload: null },
      })),
    }),
  }
  const quiet = fromMachine(setup({}).createMachine({ id: 'q', initial: 'sold', states: { sold: {} } }))
  const many = system({ agents: { auctioneer: quiet, bank: burst } })
  expect(await checkProtocol(many)).toMatchObject({ complete: true, states: 61, notes: [] })
})

test('a bound is a whole number from 1', async () => {
  for (const inFlight of [0, -1, 1.5, NaN])
    await expect(checkProtocol(system(), { inFlight })).rejects.toThrow(
      `inFlight is ${inFlight}; give a whole number from 1.`,
    )
})

/** Charges once, and waits. */
const once1 = setup({
  actions: { send: effect as EffectOf<Outgoing<typeof auction, 'auctioneer'>> },
}).createMachine({
  id: 'once',
  initial: 'charging',
  states: {
    charging: {
      entry: { type: 'send', params: { to: 'bank', type: 'charge', payload: null } },
      on: { paid: 'sold' },
    },
    sold: {},
  },
})

test('an order for an agent that is not where it may rest is told as the cause', async () => {
  const waiting = setup({}).createMachine({
    id: 'w',
    initial: 'charging',
    states: { charging: { on: { begin: 'sold' } }, sold: {} },
  })
  const { violations } = await checkProtocol(
    system({
      agents: { auctioneer: fromMachine(waiting), bank: bank() },
      orders: [{ to: 'auctioneer', event: { type: 'begin' } }],
    }),
  )
  expect(violations[0]!.summary).toBe(
    "auctioneer waits in 'charging' for ever: nothing is on its way and no timer is set, and the order 'begin' is given only where it may rest (sold).",
  )
})
