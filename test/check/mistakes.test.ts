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
import { assign, fromPromise, setup } from 'xstate'
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
        "System 'alone': the order 'go' is for 'callee', who is none of its agents: caller, callee-0.",
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

  const asking = (outcomes?: object) =>
    fromMachine(
      setup({ actors: { price: fromPromise<number>(() => Promise.resolve(1)) } }).createMachine({
        id: 'asking',
        initial: 'idle',
        states: { idle: { invoke: { src: 'price', id: 'p' } } },
      }),
      outcomes === undefined ? {} : { outcomes: outcomes as Record<string, () => never> },
    )

  test('an actor that a machine invokes and nobody answers for, and the other way round', () => {
    for (const outcomes of [undefined, {}])
      expect(() => alone(asking(outcomes))).toThrow(
        "System 'alone': caller invokes 'price', and nothing says what may come of it: give fromMachine(machine, { outcomes: { … } })",
      )
    expect(() => asking().outcomes('price', 1)).toThrow("Machine 'asking' invokes 'price', and nothing says")
    expect(() => asking({ price: () => [], pirce: () => [] })).toThrow(
      "Machine 'asking' has outcomes for an actor 'pirce' that it does not invoke. It invokes price.",
    )
    expect(alone(asking({ price: () => [returns(1)] })).name).toBe('alone')
  })

  test.each<[said: string, parts: object]>([
    ["it calls 'callees' symmetric, which is no role (did you mean 'callee'?", { symmetric: ['callees'] }],
    ["it calls role 'caller' symmetric, which has one agent", { symmetric: ['caller'] }],
    ["its network is 'lossi', which is none (did you mean 'lossy'?", { network: 'lossi' }],
    ["its time is 'real', which is none", { time: 'real' }],
    ["it allows the fault 'drops', which is none (did you mean 'drop'?", { faults: { drops: 1 } }],
    ['it allows NaN faults', { faults: { crash: NaN } }],
    ["its invariant 'all is well' is no function", { invariants: { 'all is well': true } }],
    ["an order to 'caller' has an event without a type", { orders: [{ to: 'caller', event: {} }] }],
    ["two promises are called 'same'", { monitors: [{ name: 'same' }, { name: 'same' }] }],
  ])('a part that is none: %s', (said, parts) => {
    expect(() => alone(caller({ initial: IDLE }), parts)).toThrow(`System 'alone': ${said}`)
  })

  test('agents that are none, too many or missing', () => {
    const of = (agents: object) => () =>
      defineSystem({ name: 'odd', title: 'odd', protocol: toy, agents: agents as never })
    const [one, other] = [caller({ initial: IDLE }), callee({ initial: IDLE })]
    expect(of({ callee: [other] })).toThrow("System 'odd' needs one agent of role 'caller', and has none.")
    expect(of({ caller: [one], callee: [other] })).toThrow("of role 'caller', and has a list.")
    expect(of({ caller: one, callee: other })).toThrow("System 'odd' has no list of agents of role 'callee'")
    expect(of({ caller: one, callee: [other], callees: [] })).toThrow(
      "There is no role of protocol 'toy' 'callees'",
    )
    const machine = setup({}).createMachine({ id: 'm', initial: 'idle', states: { idle: {} } })
    expect(of({ caller: machine, callee: [other] })).toThrow(
      "System 'odd': agent 'caller' is no behaviour: make one with fromMachine(machine)",
    )
  })

  test('a timer without a time', async () => {
    const timed = {
      ...caller({ initial: IDLE }),
      initial: () => ({
        state: IDLE,
        effects: [{ kind: 'timer', id: 'soon', delay: NaN, event: { type: 'soon' } }],
      }),
    } as Behaviour
    await expect(checkProtocol(alone(timed))).rejects.toThrow(
      "caller sets the timer 'soon' to NaN: give milliseconds from 0",
    )
  })

  test('a machine that fails at its first step, or that nobody catches', async () => {
    const failing = setup({}).createMachine({
      id: 'm',
      context: () => ({}),
      initial: 'idle',
      states: {
        idle: {
          entry: assign(() => {
            throw new Error('no config')
          }),
        },
      },
    })
    await expect(checkProtocol(alone(fromMachine(failing)))).rejects.toThrow(
      'caller fails when it is started: no config',
    )
    const uncaught = asking({ price: () => [{ kind: 'throws', error: new Error('no price') }] })
    expect(await causesOf(alone(uncaught))).toEqual([
      { kind: 'failed', address: 'caller', state: 'idle', event: 'xstate.error.actor.p', error: 'no price' },
    ])
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
        `The scope of 'alone': it allows ${drop} faults of kind 'drop': give a whole number from 0 to 126, or Infinity.`,
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
