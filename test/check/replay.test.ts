import { checkProtocol, defineSystem, fromReducer, replay, type System } from 'coevo/check'
import { defineProtocol } from 'coevo/protocol'
import { expect, test } from 'vitest'
import { z } from 'zod'

/** A runner that passes on what it hears, over a link that keeps no order, to a judge who wants the left first. */
function relay(): System {
  const payload = z.null()
  const protocol = defineProtocol({
    name: 'relay',
    roles: {
      left: { count: 1, states: ['idle'], rest: ['idle'] },
      right: { count: 1, states: ['idle'], rest: ['idle'] },
      runner: { count: 1, states: ['idle'], rest: ['idle'] },
      judge: { count: 1, states: ['idle', 'pleased', 'stuck'], rest: ['idle', 'pleased'] },
    },
    messages: {
      'from-left': { from: 'left', to: 'runner', payload },
      'from-right': { from: 'right', to: 'runner', payload },
      heard: { from: 'runner', to: 'judge', payload: z.string() },
    },
    timeouts: {},
    monitors: ({ monitor }) => [
      // Breaks only where the runner hears the right first and the judge the left.
      monitor('the judge hears in order', {
        initial: [],
        next: (heard: readonly string[], seen) =>
          seen.at === 'delivered' ? [...heard, `${seen.message.type} ${seen.message.payload}`] : heard,
        broken: (heard) =>
          heard.join() === 'from-right null,from-left null,heard left' ? 'it heard the left first' : null,
      }),
    ],
  })
  return defineSystem({
    name: 'relay',
    title: 'two messages that overtake each other',
    protocol,
    network: 'unordered',
    agents: {
      left: fromReducer(protocol, 'left', {
        initial: 'idle',
        begin: ({ send }) => send({ to: 'runner', type: 'from-left', payload: null }),
        next: (state: 'idle') => state,
      }),
      right: fromReducer(protocol, 'right', {
        initial: 'idle',
        begin: ({ send }) => send({ to: 'runner', type: 'from-right', payload: null }),
        next: (state: 'idle') => state,
      }),
      runner: fromReducer(protocol, 'runner', {
        initial: 'idle',
        next(state: 'idle', { type }, { send }) {
          send({ to: 'judge', type: 'heard', payload: type === 'from-left' ? 'left' : 'right' })
          return state
        },
      }),
      judge: fromReducer(protocol, 'judge', { initial: 'idle', next: (state: 'idle') => state }),
    },
  })
}

test('a run is the same when it is replayed, whatever was tried before it was found', async () => {
  const system = relay()
  for (const mode of ['exhaustive', 'random'] as const) {
    const { violations } = await checkProtocol(system, { mode, runs: 2000 })
    expect(violations).toHaveLength(1)
    const { cause, trace } = replay(system, violations[0]!.token)
    expect({ cause, trace }).toEqual({ cause: violations[0]!.cause, trace: violations[0]!.trace })
  }
})

test('a run goes on where a fault happens to a world at rest', async () => {
  const protocol = defineProtocol({
    name: 'sleep',
    roles: { sleeper: { count: 1, states: ['dozing', 'asleep', 'awake'], rest: ['asleep'] } },
    messages: {},
    timeouts: {},
  })
  type Sleeper = 'dozing' | 'asleep' | 'awake'
  const sleeper = fromReducer(protocol, 'sleeper', {
    initial: 'dozing',
    next: (state: Sleeper) => state,
    restarts: ['snapshot'],
  })
  const system = defineSystem({
    name: 'sleep',
    title: 'a sleeper who never falls asleep, but may be shaken awake',
    protocol,
    agents: { sleeper: { ...sleeper, restore: () => ({ state: 'awake', effects: [] }) } },
    faults: { crash: 1 },
  })
  const { violations } = await checkProtocol(system, { maxViolations: 2 })
  expect(violations.map(({ cause }) => cause)).toEqual([
    { kind: 'hang', address: 'sleeper', state: 'dozing' },
    { kind: 'hang', address: 'sleeper', state: 'awake' },
  ])
  for (const { cause, trace, token } of violations)
    expect(replay(system, token)).toMatchObject({ cause, trace })
})
