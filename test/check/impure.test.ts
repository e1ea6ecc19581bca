import { checkProtocol, defineSystem, fromMachine, type System } from 'coevo/check'
import { describe, expect, test } from 'vitest'
import { assign, setup } from 'xstate'
import { alone, callee, caller, going, toy, type ToyParts } from './toy.ts'

/** The causes that a check of everything names. */
async function causesOf(system: System) {
  const { violations } = await checkProtocol(system, { maxViolations: 10 })
  return violations.map(({ cause }) => cause)
}

describe('what a step reads besides its state is found:', () => {
  const reading = (read: () => unknown) =>
    going({ next: (state) => ({ ...state, name: 'done', seen: String(read()) }) })

  test.each([
    ['Math.random', () => Math.random()],
    ['Date.now', () => Date.now()],
    ['new Date()', () => new Date().getTime()],
    ['Date()', () => Date()],
    ['Date()', () => (Date as unknown as (time: number) => string)(0)],
    ['process.hrtime', () => process.hrtime()],
    ['process.hrtime.bigint', () => process.hrtime.bigint()],
    ['process.uptime', () => process.uptime()],
    ['performance.now', () => performance.now()],
    ['crypto.randomUUID', () => crypto.randomUUID()],
  ])('%s in a reducer', async (source, read) => {
    expect(await causesOf(alone(reading(read)))).toEqual([
      { kind: 'nondeterministic', address: 'caller', state: 'idle', event: 'go', source },
    ])
  })

  test('also where what was read makes no difference', async () => {
    expect(await causesOf(alone(reading(() => Math.random() < 2)))).toMatchObject([{ source: 'Math.random' }])
  })

  test('a date that is given is no clock', async () => {
    expect(await causesOf(alone(reading(() => new Date(0).getTime())))).toEqual([])
  })

  test('in a guard of a machine', async () => {
    const guarded = setup({
      types: { events: {} as { type: 'go' } },
      guards: { lucky: () => Date.now() % 2 === 0 },
    }).createMachine({
      id: 'caller',
      initial: 'idle',
      states: { idle: { on: { go: { guard: 'lucky', target: 'done' } } }, done: {} },
    })
    const behaviour = fromMachine(guarded, { spontaneous: () => [{ type: 'go' }] })
    expect(await causesOf(alone(behaviour))).toEqual([
      { kind: 'nondeterministic', address: 'caller', state: 'idle', event: 'go', source: 'Date.now' },
    ])
  })

  test('at the start', async () => {
    const born = setup({ types: { context: {} as { id: number } } }).createMachine({
      id: 'caller',
      context: () => ({ id: Math.random() }),
      initial: 'idle',
      states: { idle: {} },
    })
    expect(await causesOf(alone(fromMachine(born)))).toEqual([
      { kind: 'nondeterministic', address: 'caller', state: 'idle', event: 'start', source: 'Math.random' },
    ])
  })

  test('a counter outside', async () => {
    let calls = 0
    const counting = going({ next: (state) => ({ ...state, name: 'done', seen: ++calls }) })
    expect(await causesOf(alone(counting))).toEqual([
      { kind: 'nondeterministic', address: 'caller', state: 'idle', event: 'go', source: null },
    ])
  })

  test('a counter outside that shows after thousands of steps', async () => {
    let calls = 0
    const parts: ToyParts = {
      initial: { name: 'idle', seen: 0 },
      spontaneous: ({ seen }) => (Number(seen) < 100 ? ['count'] : []),
      next: ({ seen }) => ({ name: ++calls > 400 ? 'done' : 'idle', seen: Number(seen) + 1 }),
    }
    const system = defineSystem({
      name: 'counters',
      title: 'Two that count to 100',
      protocol: toy,
      agents: { caller: caller(parts), callee: [callee(parts)] },
    })
    const { violations, states } = await checkProtocol(system, { reduce: false })
    expect(violations.map(({ cause }) => cause)).toMatchObject([{ kind: 'nondeterministic', source: null }])
    expect(states).toBeGreaterThan(1000)
  })
})

describe('a reducer that changes what it was given fails, with words that say so:', () => {
  test('its state', async () => {
    const changing = going({
      initial: { name: 'idle', seen: [1] },
      next(state) {
        ;(state.seen as number[]).push(2)
        return { ...state, name: 'done' }
      },
    })
    expect(await causesOf(alone(changing))).toEqual([
      {
        kind: 'failed',
        address: 'caller',
        state: 'idle',
        event: 'go',
        error: 'Cannot add property 1, object is not extensible',
      },
    ])
  })

  test('a Map in its context', async () => {
    const machine = setup({
      types: { context: {} as { seats: Map<string, number> }, events: {} as { type: 'go' } },
    }).createMachine({
      id: 'caller',
      context: { seats: new Map() },
      initial: 'idle',
      states: {
        idle: {
          on: {
            go: { target: 'done', actions: assign(({ context }) => ({ seats: context.seats.set('a', 1) })) },
          },
        },
        done: {},
      },
    })
    const behaviour = fromMachine(machine, { spontaneous: () => [{ type: 'go' }] })
    expect(await causesOf(alone(behaviour))).toMatchObject([
      {
        kind: 'failed',
        event: 'go',
        error: 'Cannot change a Map or Set that is part of a state or a message',
      },
    ])
  })
})
