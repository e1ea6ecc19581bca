import { fc, test as property } from '@fast-check/vitest'
import type { EventObject } from 'xstate'
import { checkProtocol, type Behaviour } from 'coevo/check'
import paxos, { linearizable } from 'coevo/protocols/paxos'
import { describe, expect, test } from 'vitest'

describe('single-decree Paxos', () => {
  test('has 16,668 states with 2 clients and 3 servers, as stateright counts them', async () => {
    const result = await checkProtocol(paxos())
    expect(result).toMatchObject({ complete: true, states: 16_668, violations: [], notes: [] })
  })

  const onePlace = { kind: 'broken', monitor: 'the register is linearizable' }
  const crash = { network: 'ordered', faults: { crash: 1 } } as const

  test('survives the crash of any agent, since votes are on stable storage', async () => {
    expect(await checkProtocol(paxos(), crash)).toMatchObject({ complete: true, violations: [] })
    const system = paxos()
    const forgets: Behaviour = { ...system.agents['server-2']!, restarts: ['fresh'] }
    const agents = { ...system.agents, 'server-2': forgets }
    const { violations } = await checkProtocol({ ...system, agents }, crash)
    expect(violations.map(({ cause }) => cause)).toMatchObject([onePlace])
  })

  test('is found out where leaders do not look at earlier votes', async () => {
    const withoutVotes = (event: EventObject) =>
      event.type === 'prepared' && 'payload' in event
        ? { ...event, payload: { ...(event.payload as object), accepted: null } }
        : event
    const careless = (agent: Behaviour): Behaviour => ({
      ...agent,
      next: (state, event) => agent.next(state, withoutVotes(event)),
    })
    const system = paxos()
    const agents = Object.entries(system.agents).map(
      ([address, agent]) => [address, careless(agent)] as const,
    )
    const { violations } = await checkProtocol({ ...system, agents: Object.fromEntries(agents) })
    expect(violations.map(({ cause }) => cause)).toMatchObject([onePlace])
  })
})

type Seen = Parameters<typeof linearizable.next>[1]

const put = (client: string, value: string) =>
  ({ at: 'sent', message: { type: 'put', from: client, to: 'server-0', payload: { value } } }) as Seen
const get = (client: string) =>
  ({ at: 'sent', message: { type: 'get', from: client, to: 'server-0', payload: null } }) as Seen
const putOk = (client: string) =>
  ({ at: 'delivered', message: { type: 'put-ok', from: 'server-0', to: client, payload: null } }) as Seen
const getOk = (client: string, value: string) =>
  ({ at: 'delivered', message: { type: 'get-ok', from: 'server-0', to: client, payload: { value } } }) as Seen

const broken = (...seen: readonly Seen[]) =>
  linearizable.broken(seen.reduce((state, each) => linearizable.next(state, each), linearizable.initial))

interface Operation {
  readonly client: string
  readonly kind: 'read' | 'write'
  readonly value: string
  /** Moments, no two of which are equal; an end of Infinity has not come yet. */
  readonly begin: number
  readonly end: number
}

/** What up to three clients do, one operation after the other each: six operations at most. */
const histories = fc
  .array(
    fc.record({
      client: fc.constantFrom('a', 'b', 'c'),
      kind: fc.constantFrom('read', 'write'),
      value: fc.constantFrom('X', 'Y'),
    } as const),
    { maxLength: 10 },
  )
  .map((steps) =>
    steps.reduce<readonly Operation[]>((operations, { client, kind, value }, now) => {
      const open = operations.findIndex(
        (operation) => operation.client === client && operation.end === Infinity,
      )
      return open < 0
        ? [...operations, { client, kind, value, begin: now, end: Infinity }]
        : operations.with(open, { ...operations[open]!, end: now })
    }, []),
  )

describe('a linearizable register', () => {
  test.for([
    ['a read of what was written before', [put('a', 'X'), putOk('a'), get('b'), getOk('b', 'X')]],
    ['a read of what is being written', [put('a', 'X'), get('b'), getOk('b', 'X')]],
    [
      'two writes at once, read in either order',
      [put('a', 'X'), put('b', 'Y'), putOk('a'), putOk('b'), get('a'), getOk('a', 'X')],
    ],
  ] as const)('allows %s', ([, history]) => {
    expect(broken(...history)).toBeNull()
  })

  test.for([
    ['a read of what nobody wrote', [get('b'), getOk('b', 'X')], 'b: read X'],
    ['a read that looks ahead', [get('b'), getOk('b', 'X'), put('a', 'X')], 'b: read X; a: write …'],
    [
      'a read of what was overwritten before it began',
      [put('a', 'X'), putOk('a'), put('a', 'Y'), putOk('a'), get('b'), getOk('b', 'X')],
      'a: write X, write Y; b: read X',
    ],
  ] as const)('forbids %s', ([, history, told]) => {
    expect(broken(...history)).toBe(`no order explains ${told}`)
  })

  property.prop([histories])('is what trying all orders says it is', (operations) => {
    expect(broken(...observed(operations)) === null).toBe(hasLegalOrder(operations))
  })
})

function observed(operations: readonly Operation[]): Seen[] {
  return operations
    .flatMap(({ client, kind, value, begin, end }) => [
      { at: begin, seen: kind === 'write' ? put(client, value) : get(client) },
      { at: end, seen: kind === 'write' ? putOk(client) : getOk(client, value) },
    ])
    .filter(({ at }) => at < Infinity)
    .toSorted((a, b) => a.at - b.at)
    .map(({ seen }) => seen)
}

/** Tries all orders of the operations that ended and of any that did not. */
function hasLegalOrder(operations: readonly Operation[]): boolean {
  return subsets(operations.filter(({ end }) => end === Infinity)).some((open) =>
    orders([...operations.filter(({ end }) => end < Infinity), ...open]).some(isLegal),
  )
}

function isLegal(order: readonly Operation[]): boolean {
  const keepsTime = order.every((one, i) => order.slice(i + 1).every((later) => later.end > one.begin))
  const reads = order.every(({ kind, value, end }, i) => {
    const written = order.slice(0, i).findLast((earlier) => earlier.kind === 'write')?.value
    return kind === 'write' || end === Infinity || value === written
  })
  return keepsTime && reads
}

function subsets<T>([first, ...rest]: readonly T[]): T[][] {
  if (first === undefined) return [[]]
  return subsets(rest).flatMap((some) => [some, [first, ...some]])
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((order) => [item, ...order]))
}
