import type { Draft } from 'coevo/bus'
import { createStepper, createVirtualClock, effect, type EffectOf, runAgent, runMover } from 'coevo/protocol'
import { expect, test } from 'vitest'
import { setup } from 'xstate'
import { lamp } from './lamp.ts'

/** A lamp whose permit is answered by `permit`, and what it did. */
function run(permit: (input: unknown) => unknown) {
  const clock = createVirtualClock()
  const log: unknown[] = []
  const sent: { draft: Draft; cause: string | null; state: string }[] = []
  let settled = 0
  const agent = runAgent(createStepper(lamp), undefined, {
    clock,
    send: (draft, cause, state) => void sent.push({ draft, cause, state }),
    invoke: (source, input) => permit({ source, input }),
    act: (type, params) => void log.push([type, params]),
    settled: () => void settled++,
  })
  return { agent, clock, log, sent, settled: () => settled }
}

test('performs effects; an invoked actor may answer at once', () => {
  const asked: unknown[] = []
  const { agent, log, sent, clock, settled } = run((input) => {
    asked.push(input)
    return 'yes'
  })
  agent.receive({ type: 'press' }, 'm#1')
  expect(asked).toEqual([{ source: 'permit', input: { times: 0 } }])
  expect(log).toEqual([['log', 'yes']])
  expect(sent).toEqual([{ draft: { to: 'room', type: 'light', payload: 1 }, cause: 'm#1', state: 'asking' }])
  expect(agent.snapshot.value).toBe('on')
  expect(clock.advance()).toBe(true)
  expect(agent.snapshot.value).toBe('off')
  expect(settled()).toBe(1)
  expect(clock.advance()).toBe(false)
})

test('waits for a promise, and says how many it waits for', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const { agent, log, sent, settled } = run(() => promise)
  agent.receive({ type: 'press' }, 'm#1')
  expect(agent.snapshot.value).toBe('asking')
  expect(agent.pending).toBe(1)
  resolve('yes')
  await promise
  expect(agent.pending).toBe(0)
  expect(log).toEqual([['log', 'yes']])
  expect(sent[0]!.cause).toBe('m#1')
  expect(settled()).toBe(1)
})

test('an actor that throws or rejects fails the invocation', async () => {
  const thrown = run(() => {
    throw new Error('no')
  })
  thrown.agent.receive({ type: 'press' }, null)
  expect(thrown.log).toEqual([['log', 'refused']])
  const rejected = run(() => Promise.reject(new Error('no')))
  rejected.agent.receive({ type: 'press' }, null)
  await Promise.resolve()
  await Promise.resolve()
  expect(rejected.log).toEqual([['log', 'refused']])
})

test('drops the answer of an actor that is no longer wanted, though another is asked by now', async () => {
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  let asked = 0
  const { agent, log } = run(() => answers[asked++]!.promise)
  agent.receive({ type: 'press' }, null)
  agent.receive({ type: 'cut' }, null)
  agent.receive({ type: 'press' }, null)
  answers[0]!.resolve('late')
  await answers[0]!.promise
  expect(log).toEqual([])
  expect(agent.snapshot.value).toBe('asking')
  answers[1]!.resolve('in time')
  await answers[1]!.promise
  expect(log).toEqual([['log', 'in time']])
})

test('clears a timer that the machine cancels', () => {
  const { agent, clock } = run(() => 'yes')
  agent.receive({ type: 'press' }, null)
  agent.receive({ type: 'press' }, null)
  expect(agent.snapshot.value).toBe('off')
  expect(clock.advance()).toBe(false)
})

test('takes an event that its own effect brings about after the one it is at', () => {
  const log: string[] = []
  const agent = runAgent(createStepper(lamp), undefined, {
    clock: createVirtualClock(),
    send: () => {
      log.push(`on: ${agent.snapshot.value}`)
      agent.receive({ type: 'cut' }, null)
      log.push(`still: ${agent.snapshot.value}`)
    },
    invoke: () => 'yes',
    act: () => {},
    settled: () => {},
  })
  agent.receive({ type: 'press' }, null)
  expect(log).toEqual(['on: on', 'still: on'])
  expect(agent.snapshot.value).toBe('off')
})

test('what is sent because time has passed has no cause, and the state in which it passed', () => {
  const sent: unknown[] = []
  const sender = setup({ actions: { send: effect as EffectOf<Draft> } })
  const say = (type: string) => ({ type: 'send', params: { to: 'x', type, payload: null } }) as const
  const machine = sender.createMachine({
    initial: 'outer',
    entry: say('begun'),
    states: {
      outer: {
        initial: 'inner',
        states: {
          inner: {
            after: { 5: { target: '#done', actions: say('late') } },
            on: { poke: { actions: say('poked') } },
          },
        },
      },
      done: { id: 'done', on: { poke: { actions: say('poked') } } },
    },
  })
  const clock = createVirtualClock()
  const agent = runAgent(createStepper(machine), undefined, {
    clock,
    send: ({ type }, cause, state) => void sent.push([type, cause, state]),
    invoke: () => undefined,
    act: () => {},
    settled: () => {},
  })
  agent.receive({ type: 'poke' }, 'm#1')
  clock.advance()
  agent.receive({ type: 'poke' }, 'm#2')
  expect(sent).toEqual([
    ['begun', null, 'outer.inner'],
    ['poked', 'm#1', 'outer.inner'],
    ['late', null, 'outer.inner'],
    ['poked', 'm#2', 'done'],
  ])
})

test('a timer that is set again is set anew: the first setting does not fire', () => {
  const clock = createVirtualClock()
  const heard: string[] = []
  const timer = (event: string, delay: number) =>
    ({ kind: 'timer', id: 'one', delay, event: { type: event } }) as const
  const agent = runMover<null>(
    {
      initial: () => ({ state: null, effects: [timer('first', 5)] }),
      next(state, { type }) {
        heard.push(type)
        return { state, effects: type === 'again' ? [timer('second', 10)] : [] }
      },
      nameOf: () => 'on',
    },
    { clock, send: () => {}, invoke: () => null, act: () => {}, settled: () => {} },
  )
  agent.receive({ type: 'again' }, null)
  expect(agent.timers).toBe(1)
  while (clock.advance());
  expect(heard).toEqual(['again', 'second'])
})

test('an actor that has answered is not asked again when its agent is restarted', () => {
  const asked: string[] = []
  const surroundings = {
    clock: createVirtualClock(),
    send: () => {},
    invoke: (source: string) => (asked.push(source), source === 'slow' ? new Promise(() => {}) : 'done'),
    act: () => {},
    settled: () => {},
  }
  const mover = {
    initial: () => ({
      state: 0,
      effects: ['quick', 'slow'].map((id) => ({ kind: 'invoke', id, source: id, input: null }) as const),
    }),
    next: (state: number) => ({ state: state + 1, effects: [] }),
    nameOf: () => 'on',
  }
  const agent = runMover(mover, surroundings)
  const saved = agent.save()
  agent.stop()
  expect(saved).toMatchObject({ state: 1, actors: [{ id: 'slow' }] })
  expect(runMover(mover, surroundings, saved).snapshot).toBe(1)
  expect(asked).toEqual(['quick', 'slow', 'slow'])
})
