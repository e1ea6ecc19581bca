import { createPlayer } from 'coevo/agents/player'
import { createReferee } from 'coevo/agents/referee'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { createStepper, doneEvent, failedEvent, type Effect } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import {
  type AnyStateMachine,
  assign,
  createMachine,
  enqueueActions,
  type EventObject,
  initialTransition,
  raise,
  transition,
} from 'xstate'
import { lamp } from './lamp.ts'

type Fields = {
  id: string
  delay: number | undefined
  event: EventObject
  sendId: string
  src: string
  input: unknown
}

/** What XState says a step asks for, in our words. */
function effectsOf(actions: readonly { readonly type: string; readonly params?: unknown }[]): Effect[] {
  return actions.flatMap(({ type, params }): Effect[] => {
    const { id, delay, event, sendId, src, input } = (params ?? {}) as Fields
    if (type === 'xstate.raise') return delay === undefined ? [] : [{ kind: 'timer', id, delay, event }]
    if (type === 'xstate.cancel') return [{ kind: 'cancel', id: sendId }]
    if (type === 'xstate.spawnChild') return [{ kind: 'invoke', id, source: src, input }]
    if (type === 'xstate.stopChild') return [{ kind: 'stop', id }]
    return [{ kind: 'action', type, params }]
  })
}

/** Sends the events to XState's own `transition` and to a stepper, and compares everything they say. */
function compare(machine: AnyStateMachine, events: readonly EventObject[]): void {
  const stepper = createStepper(machine)
  const [start, actions] = initialTransition(machine)
  let snapshot = start
  let step = stepper.initial(undefined)
  expect(step.effects).toEqual(effectsOf(actions))
  for (const event of events) {
    if (snapshot.status !== 'active') break
    const [next, actions] = transition(machine, snapshot, event)
    snapshot = next
    step = stepper.next(step.snapshot, event)
    expect(step.effects).toEqual(effectsOf(actions))
    const { value, context, status, error, output, tags } = snapshot
    expect(step.snapshot).toMatchObject({ value, context, status, tags })
    expect([step.snapshot.error, step.snapshot.output]).toEqual([error, output])
    expect(Object.keys(step.snapshot.children)).toEqual(Object.keys(snapshot.children))
    expect(new Set(step.snapshot._nodes)).toEqual(new Set(snapshot._nodes))
  }
}

describe('a stepper goes where XState goes, by the same actions', () => {
  const lampEvents = [
    { type: 'press' },
    { type: 'cut' },
    { type: 'xstate.after.burn.lamp.on' },
    doneEvent('permit', 'yes'),
    failedEvent('permit', 'no'),
  ]
  property.prop([fc.array(fc.constantFrom(...lampEvents))])('in a lamp', (events) => compare(lamp, events))

  const referee = createReferee(kuhnPoker, { rule: { kind: 'retry', times: 1 } })
  const begin = { type: 'begin', session: 's', number: 1, seed: 1 }
  const move = fc
    .record({ turn: fc.nat({ max: 4 }), text: fc.constantFrom('check', 'bet', 'fold', 'call', 'x') })
    .map((payload) => ({ type: 'move', session: 's', from: `player-${payload.turn % 2}`, payload }))
  const refereeEvent = fc.oneof(
    { weight: 6, arbitrary: move },
    fc.constantFrom(begin, { type: 'xstate.after.move.referee.waiting' }),
  )
  property.prop([fc.array(refereeEvent)])('in a referee', (events) => compare(referee, [begin, ...events]))

  const from = 'referee'
  const playerEvents = [
    { type: 'start', session: 's', from, payload: { game: 'g', seat: 0 } },
    ...[0, 1, 2].map((turn) => ({
      type: 'turn',
      session: 's',
      from,
      payload: { turn, observation: 'o', informationState: 'i', legal: ['a'] },
    })),
    { type: 'end', session: 's', from, payload: { end: 'finished', return: 1 } },
    { type: 'xstate.after.decision.player.deciding' },
    doneEvent('policy', { text: 'a', trace: null }),
    failedEvent('policy', 'no'),
  ]
  property.prop([fc.array(fc.constantFrom(...playerEvents))])('in a player', (events) =>
    compare(createPlayer(), events),
  )
})

/** The names of a tree of states, three deep: r, r.a, r.a.a, … */
const names = ['r', ...['a', 'b', 'c'].flatMap((outer) => [`r.${outer}`, `r.${outer}.a`, `r.${outer}.b`])]
const triggers = ['go', 'come', '*', 'always', 'after'] as const

interface Arrow {
  readonly from: string
  readonly to: string | null
  readonly on: (typeof triggers)[number]
  readonly reenter: boolean
  readonly deed: 'nothing' | 'assign' | 'raise' | 'enqueue'
}

const arrow: fc.Arbitrary<Arrow> = fc.record({
  from: fc.constantFrom(...names),
  to: fc.option(fc.constantFrom(...names)),
  on: fc.constantFrom(...triggers),
  reenter: fc.boolean(),
  deed: fc.constantFrom('nothing', 'assign', 'raise', 'enqueue'),
})

const LIMIT = 12

/** A machine with these arrows; each is taken only while fewer than LIMIT have been. */
function machineOf(arrows: readonly Arrow[]): AnyStateMachine {
  const deeds = {
    nothing: [],
    assign: [assign({ note: 'assigned' })],
    raise: [raise({ type: 'come' })],
    enqueue: [
      enqueueActions(({ enqueue, check }) => {
        enqueue.assign({ note: ({ context }: { context: { note: string } }) => `${context.note}!` })
        if (check('fresh'))
          enqueue({ type: 'say', params: ({ context }: { context: object }) => ({ ...context }) })
        enqueue.raise({ type: 'go' }, { delay: 7, id: 'later' })
      }),
    ],
  }
  const arrowsFrom = (id: string, on: string) =>
    arrows
      .filter((each) => each.from === id && each.on === on)
      .map(({ to, reenter, deed }) => ({
        guard: {
          type: 'below',
          params: ({ context }: { context: { taken: number } }) => ({ left: LIMIT - context.taken }),
        },
        ...(to === null ? {} : { target: `#${to}` }),
        reenter,
        actions: [
          assign({ taken: ({ context }: { context: { taken: number } }) => context.taken + 1 }),
          ...deeds[deed],
          'act',
        ],
      }))
  const node = (id: string, children: Record<string, unknown>): object => ({
    id,
    tags: [id],
    entry: [{ type: 'enter', params: id }],
    exit: [{ type: 'exit', params: id }],
    invoke:
      id.length === 5
        ? { id: `by ${id}`, src: 'helper', input: ({ context }: { context: object }) => context }
        : [],
    always: arrowsFrom(id, 'always'),
    on: { go: arrowsFrom(id, 'go'), come: arrowsFrom(id, 'come'), '*': arrowsFrom(id, '*') },
    after: { 5: arrowsFrom(id, 'after') },
    ...(Object.keys(children).length > 0
      ? { initial: { target: 'a', actions: { type: 'begin', params: id } }, states: children }
      : {}),
  })
  const branch = (id: string) => node(id, { a: node(`${id}.a`, {}), b: node(`${id}.b`, {}) })
  return createMachine(
    {
      ...node('r', { a: branch('r.a'), b: branch('r.b'), c: branch('r.c') }),
      context: { taken: 0, note: '' },
    },
    {
      guards: {
        below: (_, { left }) => left > 0,
        fresh: ({ context }) => context.note.length < 3,
      },
      actors: { helper: createMachine({}) },
    },
  ) as AnyStateMachine
}

const event = fc.constantFrom(
  ...['go', 'come', 'other', ...names.map((id) => `xstate.after.5.${id}`)].map((type) => ({ type })),
)

describe('a stepper of any linear machine', () => {
  property.prop([fc.array(arrow, { maxLength: 25 }), fc.array(event, { maxLength: 12 })], { numRuns: 300 })(
    'goes where XState goes, by the same actions',
    (arrows, events) => compare(machineOf(arrows), events),
  )
})

describe('a stepper of a machine with parallel and final states', () => {
  const machine = createMachine({
    type: 'parallel',
    states: {
      left: { initial: 'a', states: { a: { on: { go: 'b' } }, b: { type: 'final' } } },
      right: {
        initial: 'a',
        states: { a: { on: { come: { target: 'b', actions: 'act' } } }, b: { type: 'final' } },
      },
    },
    output: 'over',
  })
  property.prop([fc.array(event)])('leaves it to XState', (events) => compare(machine, events))
})
