import {
  checkProtocol,
  defineSystem,
  fromMachine,
  never,
  replay,
  returns,
  type Behaviour,
  type System,
} from 'coevo/check'
import { UserError } from 'coevo/core'
import { describe, expect, test } from 'vitest'
import { setup } from 'xstate'
import { alone, callee, caller, going, IDLE, toy, type ToyParts } from './toy.ts'

/** The causes that a check of everything names. */
async function causesOf(system: System) {
  const { violations } = await checkProtocol(system, { maxViolations: 10 })
  return violations.map(({ cause }) => cause)
}

describe('what is no plain data in a context is an error that names agent and path:', () => {
  class Table {
    readonly seats = 2
  }

  const machine = (held: unknown) =>
    fromMachine(
      setup({ types: { context: {} as { seats: unknown[] } } }).createMachine({
        id: 'caller',
        context: { seats: [1, held] },
        initial: 'idle',
        states: { idle: {} },
      }),
    )

  test.each([
    ['a function', () => 0, 'is a function'],
    ['a class instance', new Table(), 'is an instance of Table'],
    ['a date', new Date(0), 'is an instance of Date'],
    ['a typed array', Float32Array.of(1), 'is an instance of Float32Array'],
  ])('%s', async (_, held, what) => {
    const wrong = checkProtocol(alone(machine(held)))
    await expect(wrong).rejects.toThrow(UserError)
    await expect(wrong).rejects.toThrow(
      `caller cannot be checked: its state.context.seats[1] ${what}. Keep plain data`,
    )
  })

  test('what an actor failed with, kept whole', async () => {
    const keeping = caller({
      initial: IDLE,
      begin: ({ invoke }) => invoke('model'),
      outcomes: { model: () => [{ kind: 'throws', error: new Error('no model') }] },
      next: (state, event) => ({ ...state, seen: (event as unknown as { error: never }).error }),
    })
    await expect(checkProtocol(alone(keeping))).rejects.toThrow(
      'caller cannot be checked: its state.seen is an instance of Error',
    )
  })

  test('an input of an actor', async () => {
    const asking = caller({
      initial: IDLE,
      begin: ({ invoke }) => invoke('model', () => 0),
      outcomes: { model: () => [returns(1)] },
    })
    await expect(checkProtocol(alone(asking))).rejects.toThrow(/caller cannot be checked: .* is a function/)
  })
})

describe('an agent that throws fails, at what made it:', () => {
  const failing = (parts: Partial<ToyParts>) =>
    caller({
      initial: IDLE,
      next: () => {
        throw new Error('no way')
      },
      ...parts,
    })

  test.each([
    ['a step of its own', { spontaneous: () => ['go'] }, 'go'],
    ['a timer', { begin: ({ start }) => start('soon') }, 'timeout.soon'],
    [
      'an answer',
      { begin: ({ invoke }) => invoke('model'), outcomes: { model: () => [returns(1)] } },
      'xstate.done.actor.model',
    ],
  ] satisfies [string, Partial<ToyParts>, string][])('%s', async (_, parts, event) => {
    expect(await causesOf(alone(failing(parts)))).toEqual([
      { kind: 'failed', address: 'caller', state: 'idle', event, error: 'no way' },
    ])
  })

  test('an order', async () => {
    const orders = [{ to: 'caller', event: { type: 'hurry' } }]
    expect(await causesOf(alone(failing({}), { orders }))).toMatchObject([{ kind: 'failed', event: 'hurry' }])
  })

  test('coming back from a crash', async () => {
    const broken: Behaviour = {
      ...caller({ initial: IDLE, restarts: ['snapshot'] }),
      restore() {
        throw new Error('no snapshot')
      },
    }
    expect(await causesOf(alone(broken, { faults: { crash: 1 } }))).toEqual([
      { kind: 'failed', address: 'caller', state: 'down', event: 'restart', error: 'no snapshot' },
    ])
  })

  test('an error at the start, which is nobody else to blame for', async () => {
    const stillborn: Behaviour = {
      ...caller({ initial: IDLE }),
      initial() {
        throw new Error('no config')
      },
    }
    await expect(checkProtocol(alone(stillborn))).rejects.toThrow(
      'caller fails when it is started: no config',
    )
  })
})

describe('a message that the bus refuses', () => {
  const saying = (to: string, type: string, at: 'begin' | 'go') =>
    at === 'begin'
      ? caller({ initial: IDLE, begin: ({ send }) => send({ to, type, payload: { n: 1 } }) })
      : going({
          next(state, _, { send }) {
            send({ to, type, payload: { n: 1 } })
            return { ...state, name: 'done' }
          },
        })

  test.each(['begin', 'go'] as const)('breaks the check (sent at: %s)', async (at) => {
    const refusals = async (to: string, type: string) =>
      (await causesOf(alone(saying(to, type, at)))).map(
        (cause) => cause.kind === 'refused' && cause.refused.reason,
      )
    expect(await refusals('callee-7', 'call')).toEqual(['unknown receiver'])
    expect(await refusals('callee-0', 'cal')).toEqual(['unknown type'])
    expect(await refusals('callee-0', 'answer')).toEqual(['wrong direction'])
  })
})

describe('a mistake in a system is an error that says what to do:', () => {
  test('a state that the protocol does not have', async () => {
    const lost = going({ next: (state) => ({ ...state, name: 'nowhere' as 'idle' }) })
    await expect(checkProtocol(alone(lost))).rejects.toThrow(
      "caller is in a state 'nowhere' that protocol 'toy' does not have. Known: idle, busy, done.",
    )
  })

  test('an order to nobody', () => {
    expect(() =>
      alone(caller({ initial: IDLE }), { orders: [{ to: 'callee', event: { type: 'go' } }] }),
    ).toThrow(
      new UserError(
        "System 'alone' gives the order 'go' to 'callee', who is none of its agents: caller, callee-0.",
      ),
    )
  })

  test.each([0, 4])('%i agents of a role of one to three', (count) => {
    const system = () =>
      defineSystem({
        name: 'crowd',
        title: 'Too few or too many',
        protocol: toy,
        agents: {
          caller: caller({ initial: IDLE }),
          callee: Array.from({ length: count }, () => callee({ initial: IDLE })),
        },
      })
    expect(system).toThrow(
      `System 'crowd' has ${count} agents of role 'callee'; protocol 'toy' asks for 1 to 3.`,
    )
  })

  test('an actor without an outcome', async () => {
    const asking = caller({
      initial: IDLE,
      begin: ({ invoke }) => invoke('model'),
      outcomes: { model: () => [] },
    })
    await expect(checkProtocol(alone(asking))).rejects.toThrow(
      "The actor 'model' of caller has 0 outcomes; give it 1 to 256.",
    )
  })

  test('an order to one of those that are alike', async () => {
    const system = alone(caller({ initial: IDLE }), {
      symmetric: ['callee'],
      orders: [{ to: 'callee-0', event: { type: 'go' } }],
    })
    await expect(checkProtocol(system)).rejects.toThrow(
      "System 'alone' calls role 'callee' symmetric and gives an order to callee-0 alone",
    )
    expect((await checkProtocol(system, { symmetry: false })).violations).toEqual([])
  })

  test('budgets out of range', async () => {
    const system = alone(caller({ initial: IDLE }))
    for (const drop of [-1, 0.5, 127, NaN])
      await expect(checkProtocol(system, { faults: { drop } })).rejects.toThrow(
        `A run cannot have ${drop} faults of kind 'drop': give a whole number from 0 to 126.`,
      )
    expect((await checkProtocol(system, { faults: { drop: Infinity, partition: 126 } })).violations).toEqual(
      [],
    )
  })

  test.each(['maxStates', 'runs', 'maxSteps', 'threads', 'maxViolations'] as const)(
    '%s that is no number from 1',
    async (name) => {
      for (const value of [0, -1, 1.5, NaN])
        await expect(checkProtocol(alone(caller({ initial: IDLE })), { [name]: value })).rejects.toThrow(
          `${name} is ${value}; give a whole number from 1.`,
        )
    },
  )

  test('a token of another system', async () => {
    const hanging = alone(caller({ initial: { name: 'busy', seen: [] } }))
    const { violations } = await checkProtocol(hanging)
    expect(replay(hanging, violations[0]!.token).cause).toEqual({
      kind: 'hang',
      address: 'caller',
      state: 'busy',
    })
    expect(() => replay({ ...hanging, name: 'other' }, violations[0]!.token)).toThrow(
      "The replay token is of protocol 'alone', not of 'other'.",
    )
  })
})

describe('more states than are allowed', () => {
  test('are no proof, and that is said', async () => {
    const counting = caller({
      initial: { name: 'idle', seen: 0 },
      spontaneous: () => ['count'],
      next: ({ name, seen }) => ({ name, seen: Number(seen) + 1 }),
      outcomes: { model: () => [never] },
    })
    const { complete, notes, states, violations } = await checkProtocol(alone(counting), { maxStates: 50 })
    expect({ complete, states, violations }).toEqual({ complete: false, states: 50, violations: [] })
    expect(notes).toEqual([
      'Stopped at 50 states with 1 still to be left: allow more, or choose a smaller scope.',
    ])
  })
})
