import { fc, test } from '@fast-check/vitest'
import { checkProtocol, defineSystem, fromReducer } from 'coevo/check'
import { defineProtocol, doneEvent } from 'coevo/protocol'
import { describe, expect } from 'vitest'
import { z } from 'zod'

const greeting = defineProtocol({
  name: 'greeting',
  roles: {
    host: { count: 1, states: ['idle', 'asking', 'happy', 'alone'], rest: ['happy', 'alone'] },
    guest: { count: 1, states: ['present'], rest: ['present'] },
  },
  messages: {
    hello: { from: 'host', to: 'guest', payload: z.object({ loud: z.boolean() }) },
    welcome: { from: 'guest', to: 'host', payload: z.null() },
  },
  timeouts: { reply: 1000 },
})

type Host = 'idle' | 'asking' | 'happy' | 'alone'

const host = fromReducer(greeting, 'host', {
  initial: 'idle',
  spontaneous: (state: Host) => (state === 'idle' ? ['greet'] : []),
  next(_state, event, { send, start, cancel }): Host {
    switch (event.type) {
      case 'greet':
        send({ to: 'guest', type: 'hello', payload: { loud: true } })
        start('reply')
        return 'asking'
      case 'welcome':
        cancel('reply')
        return 'happy'
      case 'timeout.reply':
        return 'alone'
    }
  },
})

/** Answers what it can hear. */
const guest = fromReducer(greeting, 'guest', {
  initial: 'present',
  next(state, event, { send }): 'present' {
    if (event.type === 'hello' && event.payload.loud) send({ to: 'host', type: 'welcome', payload: null })
    return state
  },
})

describe('a reducer', () => {
  test('asks for effects in the order of its calls, timers as the protocol has them', () => {
    expect(host.next('idle', { type: 'greet' })).toEqual({
      state: 'asking',
      effects: [
        { kind: 'action', type: 'send', params: { to: 'guest', type: 'hello', payload: { loud: true } } },
        { kind: 'timer', id: 'reply', delay: 1000, event: { type: 'timeout.reply' } },
      ],
    })
    expect(host.next('asking', { type: 'welcome' })).toEqual({
      state: 'happy',
      effects: [{ kind: 'cancel', id: 'reply' }],
    })
  })

  test('may ask for something at its start', () => {
    const eager = fromReducer(greeting, 'host', {
      initial: 'asking',
      begin: ({ start, act }) => {
        start('reply')
        act('wait', { since: 'now' })
      },
      next: (): Host => 'happy',
    })
    expect(eager.initial()).toEqual({
      state: 'asking',
      effects: [
        { kind: 'timer', id: 'reply', delay: 1000, event: { type: 'timeout.reply' } },
        { kind: 'action', type: 'wait', params: { since: 'now' } },
      ],
    })
    expect(host.initial()).toEqual({ state: 'idle', effects: [] })
  })

  test('may ask an actor, whose answers it lists', () => {
    const asking = fromReducer(greeting, 'host', {
      initial: 'idle',
      outcomes: { mood: (loud: boolean) => [{ kind: 'returns', value: loud }, { kind: 'never' }] },
      begin: ({ invoke }) => invoke('mood', true),
      next(state, event, { stop }): Host {
        if (event.type === 'xstate.done.actor.mood') return event.output === true ? 'happy' : 'alone'
        stop('mood')
        return state
      },
    })
    expect(asking.initial().effects).toEqual([{ kind: 'invoke', id: 'mood', source: 'mood', input: true }])
    expect(asking.outcomes('mood', true)).toEqual([{ kind: 'returns', value: true }, { kind: 'never' }])
    expect(asking.next('idle', doneEvent('mood', true)).state).toBe('happy')
    expect(asking.next('idle', { type: 'welcome' }).effects).toEqual([{ kind: 'stop', id: 'mood' }])
    expect(() => asking.outcomes('mud', null)).toThrow(/did you mean 'mood'/)
  })

  test('takes steps by itself, and every message, unless it says otherwise', () => {
    expect(host.spontaneous?.('idle')).toEqual([{ type: 'greet' }])
    expect(host).not.toHaveProperty('takes')
    expect(guest).not.toHaveProperty('spontaneous')
    const shy = fromReducer(greeting, 'host', {
      initial: 'idle',
      takes: (state: Host, { type }) => type === 'welcome' && state === 'asking',
      next: (): Host => 'happy',
    })
    expect(shy.takes?.('idle', { type: 'welcome' })).toBe(false)
    expect(shy.takes?.('asking', { type: 'welcome' })).toBe(true)
  })

  test('comes back after a crash with its state or without, unless it says otherwise', () => {
    expect(host.restarts).toEqual(['snapshot', 'fresh'])
    const brittle = fromReducer(greeting, 'guest', {
      initial: 'present',
      restarts: [],
      next: (state): 'present' => state,
    })
    expect(brittle.restarts).toEqual([])
  })

  test('is called by its state, its state’s name, or what it says', () => {
    expect(host.nameOf('idle')).toBe('idle')
    const initial = { name: 'idle', heard: 0 }
    const named = fromReducer(greeting, 'host', { initial, next: (state): typeof initial => state })
    expect(named.nameOf(initial)).toBe('idle')
    const counter = fromReducer(greeting, 'host', {
      initial: { heard: 0 },
      nameOf: ({ heard }: { heard: number }) => (heard === 0 ? 'idle' : 'happy'),
      next: ({ heard }) => ({ heard: heard + 1 }),
    })
    expect(counter.nameOf({ heard: 3 })).toBe('happy')
  })

  test('is refused where its first state is not one of the role’s', () => {
    const reducer = { initial: 'sad', next: (state: string) => state }
    expect(() => fromReducer(greeting, 'host', reducer)).toThrow(
      "Role 'host' of protocol 'greeting' starts in a state called 'sad', and has idle, asking, happy, alone",
    )
    expect(() => fromReducer(greeting, 'guests' as 'guest', reducer)).toThrow(/did you mean 'guest'/)
    expect(() => fromReducer(greeting, 'host', { initial: 3, next: (n: number) => n })).toThrow(/called ''/)
  })

  const events = fc.array(fc.constantFrom('greet', 'welcome', 'timeout.reply', 'stumble'))

  test.prop([events])('does what it does whatever it did before, a failure included', (before) => {
    const stumbling = fromReducer(greeting, 'host', {
      initial: 'idle',
      spontaneous: () => ['stumble', 'greet'],
      next(state, event, { send }): Host {
        send({ to: 'guest', type: 'hello', payload: { loud: false } })
        if (event.type === 'stumble') throw new Error('stumbled')
        return state
      },
    })
    const first = stumbling.next('idle', { type: 'greet' })
    for (const type of before)
      try {
        stumbling.next('asking', { type })
      } catch {}
    expect(stumbling.next('idle', { type: 'greet' })).toEqual(first)
    expect(first.effects).toHaveLength(1)
  })

  test('sends what its role may send, or does not compile', () => {
    fromReducer(greeting, 'guest', {
      initial: 'present',
      next(state, _event, { send, start, invoke }): 'present' {
        // @ts-expect-error -- a guest says no hello
        send({ to: 'guest', type: 'hello', payload: { loud: true } })
        // @ts-expect-error -- the protocol has no such timeout
        start('patience')
        // @ts-expect-error -- it lists no outcomes of such an actor
        invoke('mood')
        return state
      },
    })
  })
})

describe('a system of reducers', () => {
  const system = defineSystem({
    name: 'greeting',
    title: 'a greeting',
    protocol: greeting,
    agents: { host, guest },
  })

  test('is proved', async () => {
    const result = await checkProtocol(system, { faults: { drop: 1, crash: 1 } })
    expect(result).toMatchObject({ complete: true, violations: [] })
  })

  test('hangs where nobody waits for the timer', async () => {
    const patient: typeof host = {
      ...host,
      next: (state, event) => {
        const { state: next, effects } = host.next(state, event)
        return { state: next, effects: effects.filter(({ kind }) => kind !== 'timer') }
      },
    }
    const agents = { host: patient, guest }
    const { violations } = await checkProtocol({ ...system, agents }, { faults: { drop: 1 } })
    expect(violations).toMatchObject([{ cause: { kind: 'hang', address: 'host', state: 'asking' } }])
  })
})
