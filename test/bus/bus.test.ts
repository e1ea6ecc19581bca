import { createBus, memoryJournal, type Message, type Receivers } from 'coevo/bus'
import { describe, expect, test } from 'vitest'
import { fc, test as property } from '@fast-check/vitest'
import { z } from 'zod'

const role = { count: [1, 2], states: ['idle', 'busy'], rest: ['idle'] } as const
const protocol = {
  roles: { asker: { ...role, count: 1 }, answerer: role },
  messages: {
    ping: { from: 'asker', to: 'answerer', payload: z.object({ n: z.int() }) },
    pong: { from: 'answerer', to: 'asker', in: ['busy'], payload: z.object({ n: z.int() }) },
  },
} as const

/** Agents that do nothing. */
const receivers = (...addresses: string[]): Receivers =>
  new Map(addresses.map((address) => [address, () => {}]))

/** A bus with one open session whose agents write down what they hear. */
function open(id = 's') {
  const journal = memoryJournal()
  const bus = createBus({ protocol, journal })
  const heard: Message[] = []
  const errors: string[] = []
  bus.on('error', ({ refused }) => errors.push(`${refused.reason}: ${refused.detail}`))
  const hear = (message: Message) => void heard.push(message)
  const receivers: Receivers = new Map([
    ['asker', hear],
    ['answerer-0', hear],
    ['answerer-1', hear],
  ])
  return { bus, journal, heard, errors, session: bus.open(id, receivers) }
}

const ping = (to: string, n: unknown = 1) => ({ to, type: 'ping', payload: { n } })

test('carries a message with its place in the session', () => {
  const { bus, session, heard, errors } = open()
  session.send('asker', ping('answerer-0'), null)
  session.send('answerer-0', { to: 'asker', type: 'pong', payload: { n: 2 } }, 's#0')
  bus.drain()
  expect(heard).toEqual([
    {
      id: 's#0',
      session: 's',
      from: 'asker',
      to: 'answerer-0',
      type: 'ping',
      payload: { n: 1 },
      seq: 0,
      cause: null,
    },
    {
      id: 's#1',
      session: 's',
      from: 'answerer-0',
      to: 'asker',
      type: 'pong',
      payload: { n: 2 },
      seq: 1,
      cause: 's#0',
    },
  ])
  expect(errors).toEqual([])
})

test('delivers what a schema returns, without what it does not know', () => {
  const { bus, session, heard } = open()
  session.send('asker', { to: 'answerer-0', type: 'ping', payload: { n: 1, secret: 2 } }, null)
  bus.drain()
  expect(heard[0]!.payload).toEqual({ n: 1 })
})

test('finishes one delivery before the next begins', () => {
  const bus = createBus({ protocol })
  const log: string[] = []
  const session = bus.open(
    's',
    new Map([
      ['asker', ({ payload }: Message) => void log.push(`pong ${(payload as { n: number }).n}`)],
      [
        'answerer-0',
        ({ payload }: Message) => {
          const { n } = payload as { n: number }
          log.push(`begin ${n}`)
          session.send('answerer-0', { to: 'asker', type: 'pong', payload: { n } }, null)
          bus.drain()
          log.push(`end ${n}`)
        },
      ],
    ]),
  )
  session.send('asker', ping('answerer-0', 1), null)
  session.send('asker', ping('answerer-0', 2), null)
  bus.drain()
  expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'pong 1', 'pong 2'])
})

describe('a message that is not allowed', () => {
  const cases = [
    [
      'of an unknown type',
      'asker',
      { to: 'answerer-0', type: 'pnig', payload: {} },
      "unknown type: there is no message type 'pnig'",
    ],
    [
      'of a type that objects inherit',
      'asker',
      { to: 'answerer-0', type: 'toString', payload: {} },
      "unknown type: there is no message type 'toString'",
    ],
    ['to nobody', 'asker', ping('answerer-7'), "unknown receiver: 'answerer-7' is not in the session"],
    ['from nobody', 'stranger', ping('answerer-0'), "unknown sender: 'stranger' is not in the session"],
    [
      'in the wrong direction',
      'answerer-0',
      ping('asker'),
      "wrong direction: 'ping' goes from asker to answerer, not from answerer-0 to asker",
    ],
    [
      'with a payload that its schema refuses',
      'asker',
      ping('answerer-0', 'x'),
      'invalid payload: n: Invalid input: expected number, received string',
    ],
  ] as const
  test.for(cases)('%s is journalled and reported, and not delivered', ([, from, draft, error]) => {
    const { bus, session, journal, heard, errors } = open()
    expect(() => session.send(from, draft, null)).not.toThrow()
    bus.drain()
    expect(heard).toEqual([])
    expect(errors).toEqual([error])
    expect(journal.session('s')).toEqual([
      {
        message: { id: 's#0', session: 's', seq: 0, from, cause: null, ...draft },
        refused: { reason: error.split(': ')[0], detail: error.slice(error.indexOf(': ') + 2) },
      },
    ])
  })

  test('to a closed session is reported, without a place in it', () => {
    const { session, journal, errors } = open()
    session.close()
    session.send('asker', ping('answerer-0'), null)
    expect(errors).toEqual(["closed session: session 's' is closed"])
    expect(journal.session('s')[0]!.message.seq).toBe(-1)
  })

  test('that waits when its session closes is reported', () => {
    const { bus, session, heard, errors, journal } = open()
    session.send('asker', ping('answerer-0'), null)
    session.close()
    bus.drain()
    expect(heard).toEqual([])
    expect(errors).toEqual(["closed session: session 's' closed before the message was delivered"])
    expect(journal.session('s').map(({ refused }) => refused?.reason ?? null)).toEqual([
      null,
      'closed session',
    ])
  })

  test('because its schema is asynchronous or throws is reported', () => {
    const slow = z.object({}).refine(async () => Promise.resolve(true))
    const broken = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => {
          throw new Error('broken')
        },
      },
    } as const
    const bus = createBus({
      protocol: {
        roles: { a: { ...role, count: 1 }, b: { ...role, count: 1 } },
        messages: {
          slow: { from: 'a', to: 'b', payload: slow },
          broken: { from: 'a', to: 'b', payload: broken },
        },
      },
    })
    const errors: string[] = []
    bus.on('error', ({ refused }) => errors.push(refused.detail))
    const session = bus.open(
      's',
      new Map([
        ['a', () => {}],
        ['b', () => {}],
      ]),
    )
    session.send('a', { to: 'b', type: 'slow', payload: {} }, null)
    session.send('a', { to: 'b', type: 'broken', payload: {} }, null)
    expect(errors).toEqual([
      'its schema is asynchronous, which the bus cannot wait for',
      'its schema failed: broken',
    ])
  })
})

test('a receiver that throws is reported; the messages after it arrive', () => {
  const bus = createBus({ protocol })
  const errors: string[] = []
  const heard: unknown[] = []
  bus.on('error', ({ refused, message }) => errors.push(`${message.id} ${refused.reason}: ${refused.detail}`))
  const session = bus.open(
    's',
    new Map([
      ['asker', () => {}],
      [
        'answerer-0',
        ({ payload }: Message) => {
          heard.push(payload)
          if (heard.length === 1) throw new Error('no')
        },
      ],
    ]),
  )
  session.send('asker', ping('answerer-0', 1), null)
  session.send('asker', ping('answerer-0', 2), null)
  bus.drain()
  expect(errors).toEqual(['s#0 receiver failed: no'])
  expect(heard).toEqual([{ n: 1 }, { n: 2 }])
})

test('an observer that throws loses no message', () => {
  const { bus, session, heard } = open()
  bus.once('message', () => {
    throw new Error('observer')
  })
  session.send('asker', ping('answerer-0', 1), null)
  session.send('asker', ping('answerer-0', 2), null)
  expect(() => bus.drain()).toThrow('observer')
  bus.drain()
  expect(heard.map(({ seq }) => seq)).toEqual([1])
})

test('a session id is taken while it is open, and free again afterwards', () => {
  const { bus, session } = open()
  const agents = receivers('asker', 'answerer-0')
  expect(() => bus.open('s', agents)).toThrow("session 's' is open already")
  session.close()
  expect(bus.open('s', agents).id).toBe('s')
})

const draft = fc.record({
  session: fc.nat({ max: 2 }),
  from: fc.constantFrom('asker', 'answerer-0', 'answerer-1', 'nobody'),
  to: fc.constantFrom('asker', 'answerer-0', 'answerer-1', 'nobody'),
  type: fc.constantFrom('ping', 'pong', 'other'),
  payload: fc.oneof(fc.record({ n: fc.integer() }), fc.constant('bad')),
})

property.prop([fc.array(draft)])(
  'every message is journalled once, in order, and delivered or refused',
  (drafts) => {
    const journal = memoryJournal()
    const bus = createBus({ protocol, journal })
    const delivered: Message[] = []
    const refused: Message[] = []
    bus.on('error', ({ message }) => refused.push(message))
    const names = ['asker', 'answerer-0', 'answerer-1']
    const sessions = [0, 1, 2].map((id) =>
      bus.open(
        String(id),
        new Map(names.map((name) => [name, (message: Message) => void delivered.push(message)])),
      ),
    )
    for (const { session, from, ...rest } of drafts) sessions[session]!.send(from, rest, null)
    bus.drain()
    expect(delivered.length + refused.length).toBe(drafts.length)
    for (const [id, session] of sessions.entries()) {
      const sent = drafts.filter((one) => one.session === id)
      const entries = journal.session(session.id)
      expect(
        entries.map(({ message: { seq, from, to, type, payload } }) => ({ seq, from, to, type, payload })),
      ).toEqual(sent.map(({ from, to, type, payload }, seq) => ({ seq, from, to, type, payload })))
      expect(delivered.filter((message) => message.session === session.id)).toEqual(
        entries.filter((entry) => entry.refused === null).map(({ message }) => message),
      )
    }
  },
)

test('tells observers of a session from its opening to its end', () => {
  const bus = createBus({ protocol })
  const told: string[] = []
  bus.on('open', (id) => told.push(`open ${id}`))
  bus.on('sent', ({ id }) => told.push(`sent ${id}`))
  bus.on('message', ({ id }) => told.push(`delivered ${id}`))
  bus.on('error', ({ message, refused }) => told.push(`${refused.reason} ${message.id}`))
  bus.on('close', (id) => told.push(`close ${id}`))
  const session = bus.open('s', receivers('asker', 'answerer-0'))
  session.send('asker', ping('answerer-0', 1), null)
  session.send('asker', ping('answerer-0', 2), null)
  session.send('asker', ping('nobody'), null)
  bus.drain()
  session.send('asker', ping('answerer-0', 3), null)
  session.close()
  session.close()
  bus.drain()
  expect(told).toEqual([
    'open s',
    'sent s#0',
    'sent s#1',
    'unknown receiver s#2',
    'delivered s#0',
    'delivered s#1',
    'sent s#3',
    'close s',
    'closed session s#3',
  ])
})
