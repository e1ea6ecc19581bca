import { createPlayer } from 'coevo/agents/player'
import { defineProtocol, machineDiagram, mermaidText, protocolDiagram } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { and, assign, createMachine, fromPromise, not, raise, setup, type AnyStateMachine } from 'xstate'
import { z } from 'zod'
import { text } from '../check/report/any-trace.ts'
import { expectGolden } from '../games/golden.ts'

/** One of everything that a machine may have. */
const house = setup({
  actors: { weather: fromPromise(() => Promise.resolve('rain')) },
  guards: { isDark: () => true, isEmpty: () => false },
  actions: { ring: () => {}, lock: () => {} },
  delays: { patience: 1000 },
}).createMachine({
  id: 'house',
  initial: 'shut',
  entry: 'lock',
  on: { burn: '.gone', '*': { actions: 'ring' } },
  states: {
    shut: {
      initial: 'quiet_hours',
      invoke: { src: 'weather', id: 'window', onDone: 'open', onError: { actions: assign({}) } },
      on: {
        knock: { actions: ['ring', raise({ type: 'hear' })] },
        relock: { target: 'shut', reenter: true },
        alarm: { target: 'shut.loud', guard: and(['isEmpty', not('isDark')]) },
      },
      after: { 5000: 'open' },
      states: {
        quiet_hours: { on: { hear: 'loud', sleep: '#house.shut' }, exit: 'ring' },
        loud: {
          always: { guard: 'isDark', target: '#house.open.door.wide' },
          after: { patience: 'quiet_hours' },
        },
      },
    },
    open: {
      type: 'parallel',
      onDone: 'gone',
      states: {
        door: { initial: 'ajar', states: { ajar: { on: { push: 'wide' } }, wide: { type: 'final' } } },
        lamp: {
          initial: 'off',
          states: {
            off: { on: { press: { target: 'on', actions: () => {} } } },
            on: { on: { press: 'off', again: 'before', burn: {} } },
            before: { type: 'history' },
          },
        },
      },
    },
    gone: { type: 'final' },
  },
})

const harbour = defineProtocol({
  name: 'harbour',
  roles: {
    pilot: { count: 1, states: ['ashore', 'aboard'], rest: ['ashore'] },
    ship: { count: [1, 3], states: ['at sea', 'moored'], rest: ['moored'] },
    tug: { count: [2, 2], states: ['idle'], rest: [] },
  },
  messages: {
    call: { from: 'ship', to: 'pilot', in: ['at sea'], payload: z.null() },
    board: { from: 'pilot', to: 'ship', in: ['ashore', 'aboard'], payload: z.null() },
    leave: { from: 'pilot', to: 'ship', payload: z.null() },
    warn: { from: 'ship', to: 'ship', payload: z.null() },
    pull: { from: 'pilot', to: 'tug', in: ['aboard'], payload: z.null() },
  },
  timeouts: {},
})

test('machines and protocols are drawn with all that they have', () => {
  const drawn = [machineDiagram(house), protocolDiagram(harbour)]
  const parts = drawn.map((diagram) => ['```mermaid', diagram, '```'].join('\n'))
  expectGolden(`${parts.join('\n\n')}\n`, 'diagram.golden.md', import.meta)
})

test('a machine that is parallel from its root is one state with regions', () => {
  const machine = setup({}).createMachine({ id: 'both', type: 'parallel', states: { a: {}, b: {} } })
  expect(machineDiagram(machine).split('\n')).toEqual([
    'stateDiagram-v2',
    '  state "both" as s0 {',
    '    state "a" as s1',
    '    --',
    '    state "b" as s2',
    '  }',
  ])
})

/** What a machine of a few states is made of: names, events, guards and actions are anything. */
const anyDesign = fc.record({
  names: fc.array(text, { minLength: 2, maxLength: 4 }),
  transitions: fc.array(
    fc.record({ from: fc.nat(3), to: fc.nat(3), event: text, guard: text, action: text }),
    { maxLength: 8 },
  ),
})

type Design = typeof anyDesign extends fc.Arbitrary<infer Value> ? Value : never

function build({ names, transitions }: Design): AnyStateMachine {
  const on = (n: number) =>
    transitions.flatMap(({ from, to, event, guard, action }, i) => {
      const target = `#${to % names.length}`
      const transition = { target, guard: { type: guard }, actions: { type: action } }
      // A '*' inside of an event's name is a mistake to XState.
      return from % names.length === n ? [[`e${i} ${event.replaceAll('*', '')}`, transition]] : []
    })
  const states = names.map((name, n) => [`s${n}${name}`, { id: String(n), on: Object.fromEntries(on(n)) }])
  const config = { initial: states[0]![0], states: Object.fromEntries(states) }
  return createMachine(config as object) as AnyStateMachine
}

property.prop([anyDesign])('every line is one that was meant, and every transition is in one', (design) => {
  const [first, ...lines] = machineDiagram(build(design)).split('\n')
  expect(first).toBe('stateDiagram-v2')
  for (const line of lines) expect(line).toMatch(/^ {2}(state ".*" as s\d|\[\*\] --> s1|s\d --> s\d : .*)$/)
  const labels = lines.flatMap((line) => / --> s\d : (.*)$/.exec(line)?.[1]?.split('<br/>') ?? [])
  const numbers = labels.map((label) => Number(/^e(\d+)/.exec(label)?.[1]))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(design.transitions.map((_, i) => i))
})

property.prop([text])('text is written so that nothing in it is a sign of Mermaid', (text) => {
  const written = mermaidText(text, 40)
  expect(written.replaceAll(/#\d+;/g, '?')).not.toMatch(
    /[#;%<>&|"`*_$\\^~@\p{Cc}\u2028\u2029]|::|direction /u,
  )
  const shown = written.replaceAll(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  expect(shown.length).toBeLessThanOrEqual(40)
  expect(
    text
      .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
      .trim()
      .startsWith(shown.replace(/…$/, '')),
  ).toBe(true)
})

test("the player's diagram says what leads where", () =>
  expect(machineDiagram(createPlayer())).toContain(
    ': policy.onDone / record, send<br/>policy.onError / send',
  ))
