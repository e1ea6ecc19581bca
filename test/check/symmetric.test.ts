import { checkProtocol, defineSystem, fromMachine, fromReducer, type System } from 'coevo/check'
import { defineProtocol, watching, type Observation } from 'coevo/protocol'
import { describe, expect, test } from 'vitest'
import { createMachine } from 'xstate'
import { z } from 'zod'
import { nameOf } from './cause.ts'

const crowd = defineProtocol({
  name: 'crowd',
  roles: {
    hub: { count: 1, states: ['open', 'shut'], rest: ['open', 'shut'] },
    worker: { count: [1, 4], states: ['idle', 'claiming', 'done'], rest: ['idle', 'claiming', 'done'] },
  },
  messages: {
    claim: { from: 'worker', to: 'hub', payload: z.null() },
    grant: { from: 'hub', to: 'worker', payload: z.null() },
    done: { from: 'worker', to: 'hub', payload: z.null() },
  },
  timeouts: {},
})

type Hub = { readonly name: 'open' | 'shut'; readonly first: string | null }
type Worker = 'idle' | 'claiming' | 'done'

const hub = fromReducer(crowd, 'hub', {
  initial: { name: 'open', first: null },
  next(state: Hub, event, { send }): Hub {
    if (event.type !== 'claim' || state.first !== null) return state
    send({ to: event.from as 'worker-0', type: 'grant', payload: null })
    return { name: 'shut', first: event.from }
  },
})

const worker = fromReducer(crowd, 'worker', {
  initial: 'idle',
  spontaneous: (state: Worker) => (state === 'idle' ? ['claim'] : []),
  next(_, event, { send }): Worker {
    if (event.type === 'claim') {
      send({ to: 'hub', type: 'claim', payload: null })
      return 'claiming'
    }
    send({ to: 'hub', type: 'done', payload: null })
    return 'done'
  },
})

/** Workers claim, the hub grants the first, which says that it is done. */
const claims = (parts: object = {}, workers: readonly object[] = [worker, worker]): System =>
  defineSystem({
    name: 'claims',
    title: 'The first to claim is granted',
    protocol: crowd,
    agents: { hub, worker: workers as never },
    symmetric: ['worker'],
    network: 'duplicating',
    ...parts,
  })

const { never, sent, sometimes, monitor } = watching()
const doneBy = (worker: string) =>
  never(
    `${worker} finishes`,
    sent('done', ({ from }) => from === worker),
  )

/** The causes that are found, and what is said of agents that are no more alike. */
async function verdict(system: System, options: object = {}) {
  const { complete, violations, coverage, states } = await checkProtocol(system, {
    maxViolations: 100,
    ...options,
  })
  const apart = coverage.warnings.filter((warning) => warning.includes('told apart'))
  return { complete, found: violations.map(({ cause }) => nameOf(cause)).toSorted(), apart, states }
}

/** Its verdict is that of a check that takes no two agents for alike. */
async function expectTruth(system: System) {
  const { states, apart, ...of } = await verdict(system)
  const { states: all, apart: none, ...truth } = await verdict(system, { symmetry: false })
  expect(of).toEqual(truth)
  expect(none).toEqual([])
  return { states, all, apart, found: of.found }
}

describe('a promise that names one of those that are alike is looked at for each of them', () => {
  test.each(['worker-0', 'worker-1', 'worker-2'])('a monitor that names %s', async (name) => {
    const { found, apart } = await expectTruth(claims({ monitors: [doneBy(name)] }, [worker, worker, worker]))
    expect(found).toEqual([`broken ${name} finishes`])
    expect(apart).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Agents of role 'worker' were told apart.*: the promise '${name} finishes' tells worker-\\d and worker-\\d apart\\.$`,
        ),
      ),
    ])
  })

  test('a goal that one of them alone can reach', async () => {
    const goal = (name: string) =>
      sometimes(
        `${name} claims`,
        sent('claim', ({ from }) => from === name),
      )
    expect((await expectTruth(claims({ monitors: [goal('worker-1')] }))).found).toEqual([])
    expect((await expectTruth(claims({ monitors: [goal('worker-7')] }))).found).toEqual([
      'unreached worker-7 claims',
    ])
  })

  test('an invariant', async () => {
    const invariants = {
      'worker-1 is not done while others idle': (states: Record<string, unknown>) =>
        states['worker-1'] === 'done' && states['worker-0'] === 'idle' ? 'it is' : null,
    }
    const { found, apart } = await expectTruth(claims({ invariants }))
    expect(found).toEqual(['invariant worker-1 is not done while others idle'])
    expect(apart).toHaveLength(1)
  })

  test('a monitor that remembers in whose turn', async () => {
    const turns = monitor<string>('they claim by number', {
      initial: '',
      next: (last, seen: Observation) =>
        seen.at === 'sent' && seen.message.type === 'claim' && last !== 'bad'
          ? seen.message.from < last
            ? 'bad'
            : seen.message.from
          : last,
      broken: (last) => (last === 'bad' ? 'they did not' : null),
    })
    const { found } = await expectTruth(claims({ monitors: [turns] }))
    expect(found).toEqual(['broken they claim by number'])
  })
})

describe('agents that are not alike though they are called so are told apart:', () => {
  const never1 = { monitors: [never('somebody finishes', sent('done'))] }
  const with1 = (parts: object) => [worker, { ...worker, ...parts }]
  const lazy = { spontaneous: () => [] }

  test.each<[what: string, workers: readonly object[]]>([
    ['one that does something else', with1({ next: () => ({ state: 'idle', effects: [] }) })],
    ['one that does nothing by itself', with1(lazy)],
    ['the other one that does nothing by itself', [{ ...worker, ...lazy }, worker]],
    ['one that begins elsewhere', with1({ initial: () => ({ state: 'done', effects: [] }) })],
    ['one that hears nothing', with1({ takes: () => false })],
    [
      'one that fails',
      with1({
        next: () => {
          throw new Error('no')
        },
      }),
    ],
  ])('%s', async (_, workers) => {
    const { apart } = await expectTruth(claims(never1, workers))
    expect(apart).toHaveLength(1)
  })

  test('one that another agent prefers', async () => {
    const choosy = {
      ...hub,
      next: (state: Hub, event: { type: string; from: string }) =>
        event.from === 'worker-0' && event.type === 'claim' ? { state, effects: [] } : hub.next(state, event),
    }
    const { apart, found } = await expectTruth(
      claims({ ...never1, agents: { hub: choosy, worker: [worker, worker] } }),
    )
    expect(apart).toHaveLength(1)
    expect(found).toEqual(['broken somebody finishes'])
  })

  test('one whose messages another agent leaves on their way', async () => {
    const deaf = { ...hub, takes: (_: Hub, { from }: { from: string }) => from !== 'worker-0' }
    const { apart, found } = await expectTruth(
      claims({ ...never1, agents: { hub: deaf, worker: [worker, worker] } }),
    )
    expect(apart).toHaveLength(1)
    expect(found).toEqual(['broken somebody finishes'])
  })

  test('one that an order names', async () => {
    const told = {
      ...hub,
      next: (state: Hub, event: { type: string; whom?: string }) =>
        event.type === 'grant'
          ? {
              state: { ...state, name: 'shut' },
              effects: [
                { kind: 'action', type: 'send', params: { to: event.whom, type: 'grant', payload: null } },
              ],
            }
          : { state, effects: [] },
    }
    const orders = [{ to: 'hub', event: { type: 'grant', whom: 'worker-1' } }]
    const { found } = await expectTruth(
      claims({ agents: { hub: told, worker: [worker, worker] }, orders, monitors: [doneBy('worker-1')] }),
    )
    expect(found).toEqual(['broken worker-1 finishes'])
  })
})

describe('what is alike is taken for alike still', () => {
  test('with promises and invariants that name nobody', async () => {
    const invariants = {
      'one of them is done': (states: Record<string, unknown>) =>
        Object.entries(states).filter(([name, state]) => name !== 'hub' && state === 'done').length > 1
          ? 'two are'
          : null,
    }
    const { found, apart, states, all } = await expectTruth(
      claims({ monitors: [never('all is quiet', sent('nothing'))], invariants }, [worker, worker, worker]),
    )
    expect(found).toEqual([])
    expect(apart).toEqual([])
    expect(all).toBeGreaterThan(states * 3)
  })

  test('with machines that lose their memory in a crash', async () => {
    const machine = createMachine({
      id: 'm',
      initial: 'idle',
      context: { friend: 'worker-0' },
      states: { idle: {} },
    })
    const fresh = fromMachine(machine, { restarts: ['fresh'] })
    const { apart } = await expectTruth(claims({ faults: { crash: 1 }, network: 'ordered' }, [fresh, fresh]))
    expect(apart).toHaveLength(1)
    const nobody = fromMachine(createMachine({ id: 'm', initial: 'idle', states: { idle: {} } }), {
      restarts: ['fresh'],
    })
    const crashing = await expectTruth(claims({ faults: { crash: 1 }, network: 'ordered' }, [nobody, nobody]))
    expect(crashing.apart).toEqual([])
  })
})
