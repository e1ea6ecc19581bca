import { createStepper, doneEvent, failedEvent } from 'coevo/protocol'
import { expect, test } from 'vitest'
import {
  createMachine,
  emit,
  enqueueActions,
  forwardTo,
  log,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
} from 'xstate'
import { lamp } from './lamp.ts'

const stepper = createStepper(lamp)
const start = stepper.initial(undefined)

test('returns what the machine asks for as data, and does nothing itself', () => {
  const asking = stepper.next(start.snapshot, { type: 'press' })
  expect(asking.effects).toEqual([{ kind: 'invoke', id: 'permit', source: 'permit', input: { times: 0 } }])
  const on = stepper.next(asking.snapshot, doneEvent('permit', 'yes'))
  expect(on.effects).toEqual([
    { kind: 'stop', id: 'permit' },
    { kind: 'action', type: 'log', params: 'yes' },
    { kind: 'action', type: 'send', params: { to: 'room', type: 'light', payload: 1 } },
    {
      kind: 'timer',
      id: 'xstate.after.burn.lamp.on',
      delay: 100,
      event: { type: 'xstate.after.burn.lamp.on' },
    },
  ])
  const burnt = stepper.next(on.snapshot, { type: 'xstate.after.burn.lamp.on' })
  expect(burnt.snapshot.value).toBe('off')
  expect(burnt.effects).toEqual([{ kind: 'cancel', id: 'xstate.after.burn.lamp.on' }])
  const refused = stepper.next(asking.snapshot, failedEvent('permit', new Error('no')))
  expect(refused.effects.at(-1)).toEqual({ kind: 'action', type: 'log', params: 'refused' })
})

test('leaves a snapshot as it was: the same step twice is equal', () => {
  const asking = stepper.next(start.snapshot, { type: 'press' })
  const once = stepper.next(asking.snapshot, { type: 'cut' })
  const again = stepper.next(asking.snapshot, { type: 'cut' })
  expect(again.effects).toEqual(once.effects)
  expect(again.snapshot.value).toEqual(once.snapshot.value)
})

const linear = { a: {} }
const withFinal = { a: {}, b: { type: 'final' } } as const

test('leaves out what a machine logs', () => {
  for (const states of [linear, withFinal]) {
    const machine = createMachine({
      initial: 'a',
      states,
      on: {
        talk: { actions: log('hello') },
        more: { actions: enqueueActions(({ enqueue }) => enqueue(log('hi'))) },
      },
    })
    const talker = createStepper(machine)
    const { snapshot } = talker.initial(undefined)
    expect(talker.next(snapshot, { type: 'talk' })).toMatchObject({ effects: [], snapshot: { value: 'a' } })
    expect(talker.next(snapshot, { type: 'more' })).toMatchObject({ effects: [], snapshot: { value: 'a' } })
  }
})

test('refuses what only XState itself could do, where the stepper is made', () => {
  const actions = {
    sendTo: sendTo('other', { type: 'x' }),
    sendParent: sendParent({ type: 'x' }),
    emit: emit({ type: 'x' }),
    spawnChild: spawnChild('x'),
    stopChild: stopChild('x'),
    forwardTo: forwardTo('x'),
  }
  for (const states of [linear, withFinal])
    for (const [name, action] of Object.entries(actions)) {
      const said = new RegExp(
        `^Machine 'talker' uses xstate\\.${name === 'sendParent' || name === 'forwardTo' ? 'sendTo' : name} \\(.*: an agent talks over the bus`,
      )
      const places = [
        { states, on: { talk: { actions: action } } },
        { states: { ...states, a: { exit: action } } },
        { states: { ...states, a: { initial: 'in', states: { in: { entry: [action] } } } } },
        { states: { ...states, a: { always: { guard: () => false, actions: action } } } },
      ]
      for (const place of places)
        expect(() =>
          createStepper(createMachine({ id: 'talker', initial: 'a', ...place } as object)),
        ).toThrow(said)
      const named = setup({ actions: { act: action as () => void } }).createMachine({
        id: 'talker',
        initial: 'a',
        states: linear,
      })
      expect(() => createStepper(named)).toThrow(said)
    }
  const queued = createStepper(
    createMachine({
      initial: 'a',
      states: linear,
      on: { talk: { actions: enqueueActions(({ enqueue }) => enqueue.sendTo('x', { type: 'x' })) } },
    }),
  )
  expect(() => queued.next(queued.initial(undefined).snapshot, { type: 'talk' })).toThrow(
    'cannot use xstate.sendTo',
  )
})

test('refuses a delay that is no time, where the stepper is made or when it is computed', () => {
  const waiting = (delays: object, after: object = { soon: 'b' }) =>
    setup({ delays: delays as Record<string, number> }).createMachine({
      id: 'waiting',
      initial: 'a',
      states: { a: { after: after as never }, b: {} },
    })
  for (const delay of [NaN, -1, Infinity, 2 ** 31])
    expect(() => createStepper(waiting({ soon: delay }))).toThrow(
      `Machine 'waiting' has a delay of ${delay} (soon): give milliseconds`,
    )
  expect(() => createStepper(waiting({ soon: 5 }, { late: 'b' }))).toThrow(
    "waits for a delay 'late' in state 'a' that it does not have",
  )
  expect(() => createStepper(waiting({}, { 99999999999: 'b' }))).toThrow('has a delay of 99999999999')
  const computed = createStepper(waiting({ soon: () => NaN }))
  expect(() => computed.initial(undefined)).toThrow("the delay of 'xstate.after.soon.waiting.a' is NaN")
  expect(createStepper(waiting({ soon: 0 })).initial(undefined).effects).toMatchObject([
    { kind: 'timer', delay: 0 },
  ])
})
