import { checkProtocol, returns, type CheckResult, type Network, type System } from 'coevo/check'
import { describe, expect, test } from 'vitest'
import { IDLE, pair, toyProtocol, type PairParts, type Toys } from './toy.ts'

const still = { initial: IDLE }

const causesOf = ({ violations }: CheckResult) => violations.map(({ cause }) => cause)

/** Checks everything, faults and all, and expects that it can. */
async function checkAll(system: System) {
  const result = await checkProtocol(system, { maxViolations: 100 })
  expect(result.complete).toBe(true)
  return result
}

/** The orders in which a callee may hear two calls, numbered 1 and 2; what it heard when all is at rest. */
async function arrivals(network: Network, faults: PairParts['faults'] = {}, most = 2): Promise<string[]> {
  const heard = new Set<string>()
  const system = pair(
    {
      initial: IDLE,
      begin({ send }) {
        send({ to: 'callee-0', type: 'call', payload: { n: 1 } })
        send({ to: 'callee-0', type: 'call', payload: { n: 2 } })
      },
    },
    {
      initial: IDLE,
      next(state, event) {
        const seen = state.seen as readonly number[]
        return event.type === 'call' && seen.length < most
          ? { ...state, seen: [...seen, event.payload.n] }
          : state
      },
    },
    {
      network,
      faults,
      invariants: {
        'what it heard is noted': (states) => {
          heard.add((states['callee-0'] as { seen: number[] }).seen.join(''))
          return null
        },
      },
    },
  )
  await checkAll(system)
  return [...heard].toSorted()
}

describe('two messages over one link', () => {
  test('arrive in the order of sending, where it is ordered', async () => {
    expect(await arrivals('ordered')).toEqual(['', '1', '12'])
  })

  test('overtake each other, where it is not', async () => {
    expect(await arrivals('unordered')).toEqual(['', '1', '12', '2', '21'])
  })

  test('arrive any number of times, where messages stay', async () => {
    expect(await arrivals('duplicating')).toEqual(['', '1', '11', '12', '2', '21', '22'])
  })

  test('are lost, where it is lossy or one drop is allowed', async () => {
    expect(await arrivals('lossy')).toEqual(['', '1', '12', '2', '21'])
    expect(await arrivals('ordered', { drop: 1 })).toEqual(['', '1', '12', '2'])
  })

  test('arrive twice, where one duplicate is allowed', async () => {
    expect(await arrivals('ordered', { duplicate: 1 }, 3)).toEqual(['', '1', '11', '112', '12', '122'])
  })

  test('wait in order behind one that is not taken, and pass it where there is no order', async () => {
    const heard = async (network: Network) => {
      const system = pair(
        {
          initial: IDLE,
          begin({ send }) {
            send({ to: 'callee-0', type: 'call', payload: { n: 1 } })
            send({ to: 'callee-0', type: 'call', payload: { n: 2 } })
          },
        },
        {
          initial: { name: 'busy', seen: [] },
          takes: (_, { payload }) => payload.n === 2,
          next: () => ({ name: 'done', seen: [] }),
        },
        { network },
      )
      return causesOf(await checkAll(system))
    }
    expect(await heard('unordered')).toEqual([])
    expect(await heard('ordered')).toEqual([{ kind: 'hang', address: 'callee-0', state: 'busy' }])
  })
})

/** A callee that hears one call and may come back in these ways; the names it is ever in. */
async function crashed(restarts: readonly ('snapshot' | 'fresh')[]): Promise<string[]> {
  const ends = new Set<string>()
  const system = pair(
    {
      initial: IDLE,
      begin: ({ send }) => send({ to: 'callee-0', type: 'call', payload: { n: 1 } }),
      restarts: [],
    },
    { initial: IDLE, restarts, next: (_, { type }) => ({ name: 'done', seen: type }) },
    {
      faults: { crash: 1 },
      monitors: toyProtocol(({ monitor }) => [
        monitor('notes what happens', {
          initial: '',
          next: (seen: string, { at }) => `${seen} ${at}`.trim(),
          broken: (seen) => {
            ends.add(seen)
            return null
          },
        }),
      ]).monitors,
      invariants: {
        'notes states': (states) => {
          ends.add((states['callee-0'] as Toys | null)?.name ?? 'nothing')
          return null
        },
      },
    },
  )
  await checkAll(system)
  return [...ends].toSorted()
}

describe('a crash', () => {
  test('with memory: the agent goes on where it was', async () => {
    expect(await crashed(['snapshot'])).toEqual([
      '',
      'done',
      'idle',
      'sent',
      'sent delivered',
      'sent delivered restarted',
      'sent restarted',
      'sent restarted delivered',
    ])
  })

  test('without: it begins anew, and nothing is known of its state in between', async () => {
    expect(await crashed(['fresh'])).toContain('nothing')
  })

  test('loses the messages that reach the agent while it is down', async () => {
    const system = pair(
      {
        initial: { name: 'busy', seen: [] },
        begin: ({ send }) => send({ to: 'callee-0', type: 'call', payload: { n: 1 } }),
        next: () => ({ name: 'done', seen: [] }),
        restarts: [],
      },
      {
        initial: IDLE,
        next(state, _, { send }) {
          send({ to: 'caller', type: 'answer', payload: { n: 1 } })
          return state
        },
      },
      { faults: { crash: 1 } },
    )
    const { violations } = await checkAll(system)
    expect(violations.map(({ summary, deviations }) => ({ summary, deviations }))).toEqual([
      {
        summary: "caller waits in 'busy' for ever: nothing is on its way and no timer is set.",
        deviations: ['callee-0 crashes', 'deliver #0 call caller → callee-0'],
      },
    ])
    expect(violations[0]!.trace.steps.map(({ ignored }) => ignored)).toEqual([false, true, false])
  })

  test('does not happen to an agent that has no way to come back', async () => {
    const { coverage } = await checkAll(
      pair({ ...still, restarts: [] }, { ...still, restarts: [] }, { faults: { crash: 1 } }),
    )
    expect(coverage.faults).toEqual({ crash: 0 })
    expect(coverage.warnings).toContain("The fault 'crash' was allowed and never happened.")
  })

  test('brings timers and actors back with the memory, and not without', async () => {
    const waiting = (restarts: readonly ('snapshot' | 'fresh')[]) =>
      pair(
        {
          initial: { name: 'busy', seen: 0 },
          restarts,
          spontaneous: ({ seen }) => (seen === 0 ? ['go'] : []),
          next(state, { type }, { start, invoke }) {
            if (type !== 'go') return { name: 'done', seen: type }
            start('soon')
            invoke('model')
            return { ...state, seen: 1 }
          },
          outcomes: { model: () => [returns(1)] },
        },
        { ...still, restarts: [] },
        { faults: { crash: 1 } },
      )
    expect(causesOf(await checkAll(waiting(['snapshot'])))).toEqual([])
    expect(causesOf(await checkAll(waiting(['fresh'])))).toEqual([])
  })
})

describe('a partition', () => {
  const asking = (parts: PairParts) =>
    pair(
      {
        initial: { name: 'busy', seen: 0 },
        begin: ({ send, start }) => {
          send({ to: 'callee-0', type: 'call', payload: { n: 1 } })
          start('soon')
        },
        next(state, { type }, { send, start, cancel }) {
          if (type === 'answer') {
            cancel('soon')
            return { name: 'done', seen: 0 }
          }
          send({ to: 'callee-0', type: 'call', payload: { n: 1 } })
          start('soon')
          return state
        },
      },
      {
        initial: IDLE,
        next(state, _, { send }) {
          send({ to: 'caller', type: 'answer', payload: { n: 1 } })
          return state
        },
      },
      { network: 'duplicating', ...parts },
    )

  test('loses what is sent, and is mended by asking again after it healed', async () => {
    expect(causesOf(await checkAll(asking({ faults: { partition: 1 } })))).toEqual([])
  })

  test('hangs who asks once', async () => {
    const { violations } = await checkAll(
      pair(
        {
          initial: IDLE,
          spontaneous: ({ name }) => (name === 'idle' ? ['ask'] : []),
          next(_, { type }, { send }) {
            if (type === 'answer') return { name: 'done', seen: [] }
            send({ to: 'callee-0', type: 'call', payload: { n: 1 } })
            return { name: 'busy', seen: [] }
          },
        },
        {
          initial: IDLE,
          next(state, _, { send }) {
            send({ to: 'caller', type: 'answer', payload: { n: 1 } })
            return state
          },
        },
        { faults: { partition: 1 } },
      ),
    )
    expect(violations.map(({ cause }) => cause)).toEqual([{ kind: 'hang', address: 'caller', state: 'busy' }])
    const { steps } = violations[0]!.trace
    expect(steps.some(({ sent }) => sent.some(({ lost }) => lost))).toBe(true)
    expect(steps.map(({ choice }) => choice.kind)).toContain('heal')
    expect(violations[0]!.deviations).toEqual([
      expect.stringMatching(/^(messages caller → callee-0|all links of caller) carry nothing from here on$/),
      expect.stringContaining('caller does ask by itself'),
    ])
  })
})
