import { checkProtocol, never, returns, type System } from 'coevo/check'
import { describe, expect, test } from 'vitest'
import { IDLE, pair, type Toys } from './toy.ts'

const still = { initial: IDLE }

/** Checks everything, faults and all, and expects that it can. */
async function checkAll(system: System) {
  const result = await checkProtocol(system, { maxViolations: 100 })
  expect(result.complete).toBe(true)
  return result
}

/** What a caller's two timers, 'soon' (10 ms) and 'late' (30 ms), may do to it. */
async function firings(time: 'free' | 'ordered'): Promise<string[]> {
  const orders = new Set<string>()
  const system = pair(
    {
      initial: IDLE,
      begin({ start }) {
        start('late')
        start('soon')
      },
      next: (state, { type }) => ({ ...state, seen: [...(state.seen as string[]), type] }),
    },
    still,
    {
      time,
      invariants: {
        notes: ({ caller: state }) => {
          orders.add((state as { seen: string[] }).seen.join(' '))
          return null
        },
      },
    },
  )
  await checkAll(system)
  return [...orders].toSorted()
}

describe('timers', () => {
  test('fire in any order in free time', async () => {
    expect(await firings('free')).toEqual([
      '',
      'timeout.late',
      'timeout.late timeout.soon',
      'timeout.soon',
      'timeout.soon timeout.late',
    ])
  })

  test('fire as they are due in ordered time', async () => {
    expect(await firings('ordered')).toEqual(['', 'timeout.soon', 'timeout.soon timeout.late'])
  })

  test('of all agents share one clock in ordered time', async () => {
    const firsts = new Set<string>()
    const system = pair(
      // After 10 ms it starts 10 ms more: due at 20, before the 30 of the other.
      {
        initial: { name: 'idle', seen: 0 },
        begin: ({ start }) => start('soon'),
        next(state, _, { start }) {
          if (state.seen === 0) start('soon')
          return { ...state, seen: Number(state.seen) + 1 }
        },
      },
      { initial: IDLE, begin: ({ start }) => start('late'), next: () => ({ name: 'done', seen: [] }) },
      {
        time: 'ordered',
        invariants: {
          notes: (states) => {
            const [one, other] = [states['caller'], states['callee-0']] as [{ seen: number }, Toys]
            if (other.name === 'done') firsts.add(`${one.seen} before`)
            return null
          },
        },
      },
    )
    await checkAll(system)
    expect([...firsts]).toEqual(['2 before'])
  })

  test('that are cancelled or started anew fire once, or not at all', async () => {
    const system = pair(
      {
        initial: { name: 'idle', seen: 0 },
        begin({ start, cancel }) {
          start('soon')
          start('soon')
          start('late')
          cancel('late')
        },
        next: (state) => ({ ...state, seen: Number(state.seen) + 1 }),
      },
      still,
    )
    const { coverage, states } = await checkAll(system)
    expect(states).toBe(2)
    expect(coverage.timers).toEqual({ 'caller soon': 1 })
  })
})

describe('an actor that may never answer', () => {
  const asking = (waits: boolean) =>
    pair(
      {
        initial: { name: 'busy', seen: [] },
        begin({ invoke, start }) {
          invoke('model', 'what now?')
          if (waits) start('soon')
        },
        next: (_, { type }, { stop, cancel }) => {
          if (type === 'timeout.soon') stop('model')
          else cancel('soon')
          return { name: 'done', seen: [] }
        },
        outcomes: { model: () => [returns('yes'), never] },
      },
      still,
    )

  test('hangs who waits for it without a timeout', async () => {
    const { violations } = await checkAll(asking(false))
    expect(violations.map(({ cause }) => cause)).toEqual([{ kind: 'hang', address: 'caller', state: 'busy' }])
    expect(violations[0]!.deviations).toEqual(['model of caller never answers'])
  })

  test('does no harm where a timeout leads on', async () => {
    const { violations, coverage } = await checkAll(asking(true))
    expect(violations).toEqual([])
    expect(Object.values(coverage.outcomes).every((count) => count > 0)).toBe(true)
  })
})
