import { createStepper, doneEvent, failedEvent } from 'coevo/protocol'
import { expect, test } from 'vitest'
import { createMachine, log } from 'xstate'
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

test('refuses what only XState itself could do', () => {
  for (const states of [{ a: {} }, { a: { type: 'final' } }] as const) {
    const machine = createMachine({ initial: 'a', states, on: { talk: { actions: log('hello') } } })
    const talker = createStepper(machine)
    expect(() => talker.next(talker.initial(undefined).snapshot, { type: 'talk' })).toThrow(
      'cannot use xstate.log',
    )
  }
})
