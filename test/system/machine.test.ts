import { checkProtocol } from 'coevo/check'
import { defineProtocol } from 'coevo/protocol'
import { defineSystem, fromMachine } from 'coevo/system'
import { expect, test } from 'vitest'
import { createMachine, type EventObject } from 'xstate'

/** Goes out and comes back to where it was: nothing but its history tells what is to come. */
const wanderer = createMachine({
  id: 'wanderer',
  initial: 'home',
  states: {
    home: {
      initial: 'hall',
      states: { hall: { on: { climb: 'attic' } }, attic: {}, last: { type: 'history' } },
      on: { leave: 'street' },
    },
    street: { on: { return: 'home.last' } },
  },
})

const behaviour = fromMachine(wanderer)
const after = (...types: readonly string[]) =>
  types.reduce((state, type) => behaviour.next(state, { type }).state, behaviour.initial().state)

test('what a machine remembers of its history is part of its state', () => {
  const [low, high] = [after('leave'), after('climb', 'leave')]
  expect(behaviour.nameOf(low)).toBe(behaviour.nameOf(high))
  expect(behaviour.dataOf(low)).not.toEqual(behaviour.dataOf(high))
})

test('a state that was written as JSON goes on as it would have', () => {
  for (const way of [['leave'], ['climb', 'leave']]) {
    const state = after(...way)
    const read = behaviour.stateOf!(JSON.parse(JSON.stringify(behaviour.dataOf(state))) as never)
    expect(behaviour.dataOf(read)).toEqual(behaviour.dataOf(state))
    const back = (from: typeof state) => behaviour.nameOf(behaviour.next(from, { type: 'return' }).state)
    expect(back(read)).toBe(back(state))
  }
})

test('a proof looks at both ways back', async () => {
  const protocol = defineProtocol({
    name: 'walk',
    roles: { wanderer: { count: 1, states: ['home', 'street'], rest: ['home', 'street'] } },
    messages: {},
    timeouts: {},
  })
  const steps: readonly EventObject[] = ['climb', 'leave', 'return'].map((type) => ({ type }))
  const system = defineSystem({
    name: 'walk',
    title: 'out and back',
    protocol,
    agents: { wanderer: fromMachine(wanderer, { spontaneous: () => steps }) },
  })
  // The street from hall or attic; the hall before the first time out, and back in it; the attic before, and back
  // in it from hall or attic.
  expect((await checkProtocol(system)).states).toBe(7)
})
