import { checkProtocol, defineSystem, never, returns, type System } from 'coevo/check'
import { describe, expect, test } from 'vitest'
import { callee, caller, IDLE, toy, toyProtocol, type ToyParts, type Toys } from './toy.ts'

const say = (n: number) => ({ to: 'callee-0', type: 'call', payload: { n } }) as const

/** A caller and a callee that answer each other for ever, and a third that is to hear from the caller. */
function chatter(): System {
  return defineSystem({
    name: 'chatter',
    title: 'A conversation that does not end',
    protocol: toy,
    agents: {
      caller: caller({
        initial: IDLE,
        begin: ({ send }) => send(say(0)),
        next(state, { type }, { send }) {
          if (type === 'answer') send(say(0))
          return state
        },
      }),
      callee: [
        callee({
          initial: IDLE,
          next(state, _, { send }) {
            send({ to: 'caller', type: 'answer', payload: { n: 0 } })
            return state
          },
        }),
      ],
    },
  })
}

test('a promise that something happens is owed where nothing ever does', async () => {
  const still = { initial: IDLE, next: (state: Toys) => state }
  const system = defineSystem({
    name: 'still',
    title: 'Nobody says anything',
    protocol: toyProtocol(({ eventually, sent }) => [eventually('somebody calls', sent('call'))]),
    agents: { caller: caller(still), callee: [callee(still)] },
  })
  const { violations } = await checkProtocol(system)
  expect(violations.map(({ cause }) => cause)).toEqual([{ kind: 'owed', monitor: 'somebody calls' }])
})

describe('a system', () => {
  test('that never rests is restless, with the period of its round', async () => {
    const { violations, complete, states } = await checkProtocol(chatter(), { maxViolations: 10 })
    expect({ complete, states }).toEqual({ complete: true, states: 2 })
    expect(violations.map(({ cause }) => cause)).toEqual([{ kind: 'restless', period: 2 }])
    expect(violations[0]!.summary).toContain('goes round the same 2 steps for ever')
    expect(violations[0]!.deviations).toEqual([])
  })

  test('that never rests in several places is restless, though one goes on while the others wait', async () => {
    const blinking: ToyParts = {
      initial: IDLE,
      spontaneous: ({ name }) => (name === 'idle' ? ['go'] : []),
      next(_, { type }, { start }) {
        if (type === 'timeout.soon') return IDLE
        start('soon')
        return { name: 'done', seen: [] }
      },
    }
    const lights = defineSystem({
      name: 'lights',
      title: 'Three lights that go on and off',
      protocol: toy,
      agents: { caller: caller(blinking), callee: [callee(blinking), callee(blinking)] },
    })
    for (const reduce of [true, false]) {
      const { violations, notes } = await checkProtocol(lights, { reduce })
      expect(notes).toEqual([])
      expect(violations.map(({ cause }) => cause.kind)).toEqual(['restless'])
    }
  })

  test('is found restless by random runs too', async () => {
    const { violations } = await checkProtocol(chatter(), { mode: 'random', runs: 20, maxSteps: 100 })
    expect(violations.map(({ cause }) => cause)).toEqual([{ kind: 'restless', period: 2 }])
  })

  test('that goes round only while a message waits for ever is not', async () => {
    // The two go on until the caller hears of the end from another callee.
    const hangUp = defineSystem({
      name: 'hang-up',
      title: 'A conversation that is ended by another',
      protocol: toy,
      agents: {
        caller: caller({
          initial: IDLE,
          begin: ({ send }) => send(say(0)),
          next(state, event, { send }) {
            if (event.type !== 'answer' || state.name === 'done') return state
            if (event.payload.n === 1) return { name: 'done', seen: [] }
            send(say(0))
            return state
          },
        }),
        callee: [
          callee({
            initial: IDLE,
            next(state, _, { send }) {
              send({ to: 'caller', type: 'answer', payload: { n: 0 } })
              return state
            },
          }),
          callee({
            initial: IDLE,
            begin: ({ send }) => send({ to: 'caller', type: 'answer', payload: { n: 1 } }),
          }),
        ],
      },
    })
    const { violations, notes, complete } = await checkProtocol(hangUp)
    expect({ violations, notes, complete }).toEqual({ violations: [], notes: [], complete: true })
  })

  test('is not restless where what waits stands elsewhere in the list each time', async () => {
    // On one link without order, 9 is now behind the next 1, and now the first of its messages.
    const answer = (n: number) => ({ to: 'caller', type: 'answer', payload: { n } }) as const
    const overtaken = defineSystem({
      name: 'overtaken',
      title: 'An end that is overtaken again and again',
      protocol: toy,
      network: 'unordered',
      agents: {
        caller: caller({
          initial: IDLE,
          next(state, { payload }, { send }) {
            if (state.name === 'done') return state
            if (payload.n === 9) return { name: 'done', seen: [] }
            send(say(0))
            return state
          },
        }),
        callee: [
          callee({
            initial: IDLE,
            begin({ send }) {
              send(answer(9))
              send(answer(1))
            },
            next(state, _, { send }) {
              send(answer(1))
              return state
            },
          }),
        ],
      },
    })
    const { violations, notes } = await checkProtocol(overtaken)
    expect({ violations, notes }).toEqual({ violations: [], notes: [] })
  })

  test('that is not at rest within the bound is inconclusive, and that is said', async () => {
    const counting = defineSystem({
      name: 'counting',
      title: 'A long way to rest',
      protocol: toy,
      agents: {
        caller: caller({
          initial: { name: 'busy', seen: 0 },
          spontaneous: ({ name }) => (name === 'busy' ? ['count'] : []),
          next: ({ seen }) => ({ name: Number(seen) === 99 ? 'done' : 'busy', seen: Number(seen) + 1 }),
        }),
        callee: [callee({ initial: IDLE })],
      },
    })
    const random = { mode: 'random', runs: 3 } as const
    const short = await checkProtocol(counting, { ...random, maxSteps: 50 })
    expect(short.notes).toEqual(['Inconclusive: 3 runs did not come to rest within 50 steps.'])
    expect(short.violations).toEqual([])
    const long = await checkProtocol(counting, { ...random, maxSteps: 500 })
    expect(long.notes).toEqual([])
  })
})

describe('a goal', () => {
  const hoping = (n: number) => {
    const protocol = toyProtocol(({ sometimes, delivered }) => [
      sometimes(
        'somebody says 2',
        delivered('call', ({ payload }) => (payload as { n: number }).n === 2),
      ),
    ])
    return defineSystem({
      name: 'hoping',
      title: 'A caller that may say 2',
      protocol,
      agents: {
        caller: caller({
          initial: IDLE,
          begin: ({ invoke }) => invoke('model'),
          outcomes: { model: () => [returns(1), returns(n), never] },
          next(state, event, { send }) {
            if (event.output !== undefined) send(say(Number(event.output)))
            return state
          },
        }),
        callee: [callee({ initial: IDLE })],
      },
    })
  }

  test('that some run reaches is kept', async () => {
    expect((await checkProtocol(hoping(2))).violations).toEqual([])
    const { coverage } = await checkProtocol(hoping(2), { mode: 'random', runs: 100 })
    expect(coverage.warnings).not.toContain('No run showed that somebody says 2.')
  })

  test('that no state reaches is a violation, once every state was visited', async () => {
    const { complete, violations } = await checkProtocol(hoping(3))
    expect(complete).toBe(true)
    expect(violations.map(({ cause }) => cause)).toEqual([{ kind: 'unreached', monitor: 'somebody says 2' }])
  })

  test('that no random run reached is a warning', async () => {
    const { violations, coverage } = await checkProtocol(hoping(3), { mode: 'random', runs: 100 })
    expect(violations).toEqual([])
    expect(coverage.warnings).toContain('No run showed that somebody says 2.')
  })

  test('is not missed by a search that was stopped', async () => {
    const { complete, violations } = await checkProtocol(hoping(3), { maxStates: 2 })
    expect({ complete, violations }).toEqual({ complete: false, violations: [] })
  })
})
