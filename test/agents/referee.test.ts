import { createReferee } from 'coevo/agents/referee'
import { canonicalJson, stream } from 'coevo/core'
import { kuhnPoker, type KuhnState } from 'coevo/games/kuhn-poker'
import { createStepper, type Effect } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'

const stepper = createStepper(
  createReferee(kuhnPoker, { rule: { kind: 'retry', times: 1 }, timeouts: { move: 7 } }),
)
const begin = { type: 'begin', session: 's', number: 3, seed: 1 }
const nextBegin = { ...begin, session: 't' }
const opened = stepper.next(stepper.initial(undefined).snapshot, begin)

const move = (turn: number, text: string, from = `player-${turn % 2}`, session = 's') => ({
  type: 'move',
  session,
  from,
  payload: { turn, text },
})

/** What was said: type and receiver; and which timer is set. */
const summary = (effects: readonly Effect[]) =>
  effects.map((effect) => {
    if (effect.kind === 'timer') return `wait ${effect.delay}`
    if (effect.kind !== 'action') return effect.kind
    const { type = '', to = '' } = effect.params as { type?: string; to?: string }
    return effect.type === 'send' ? `${type} ${to}` : effect.type
  })

test('opens a match: tells everybody, asks the first player and waits so long', () => {
  expect(summary(opened.effects)).toEqual(['start player-0', 'start player-1', 'turn player-0', 'wait 7'])
  expect(opened.snapshot.value).toBe('waiting')
})

test('asks the next player, and closes the match with its outcome', () => {
  const bet = stepper.next(opened.snapshot, move(0, 'bet'))
  expect(summary(bet.effects)).toEqual(['cancel', 'turn player-1', 'wait 7'])
  const fold = stepper.next(bet.snapshot, move(1, 'fold'))
  expect(summary(fold.effects)).toEqual([
    'cancel',
    'end player-0',
    'end player-1',
    'wait 7',
    'cancel',
    'report',
  ])
  expect(fold.snapshot.value).toBe('idle')
  expect(fold.snapshot.context.match!.outcome).toEqual({ end: 'finished', returns: [1, -1] })
  const again = stepper.next(fold.snapshot, nextBegin)
  expect(summary(again.effects)).toEqual(summary(opened.effects))
})

test.for([
  ['a late move', move(-1, 'bet', 'player-0')],
  ['a move of a turn to come', move(1, 'check')],
  ["another player's move", move(0, 'bet', 'player-1')],
  ['a move of another session', move(0, 'bet', 'player-0', 'r')],
  ['another begin', nextBegin],
] as const)('%s changes nothing', ([, event]) => {
  const next = stepper.next(opened.snapshot, event)
  expect(next.effects).toEqual([])
  expect(next.snapshot.context).toEqual(opened.snapshot.context)
})

test('a duplicate move changes nothing', () => {
  const once = stepper.next(opened.snapshot, move(0, 'bet'))
  const twice = stepper.next(once.snapshot, move(0, 'bet'))
  expect(twice.effects).toEqual([])
  expect(twice.snapshot.context).toEqual(once.snapshot.context)
})

test('a player that is silent or resigns loses by timeout', () => {
  for (const event of [
    { type: 'xstate.after.move.referee.waiting' },
    { type: 'resign', session: 's', from: 'player-0', payload: { turn: 0, reason: 'timeout' } },
  ]) {
    const next = stepper.next(opened.snapshot, event)
    expect(next.snapshot.value).toBe('idle')
    expect(next.snapshot.context.match!.outcome).toEqual({ end: 'timeout', returns: [-2, 2] })
  }
})

test('chance can be given from outside', () => {
  const deal = (first: number) => {
    const chance = (_: unknown, draw: number) => ({
      ...stream(0),
      categorical: () => (draw === 0 ? first : 1),
    })
    const { snapshot } = stepperWith(chance)
    return (snapshot.context.match!.state as KuhnState).cards
  }
  const stepperWith = (chance: NonNullable<Parameters<typeof createReferee>[1]['chance']>) => {
    const dealt = createStepper(createReferee(kuhnPoker, { rule: { kind: 'forfeit' }, chance }))
    return dealt.next(dealt.initial(undefined).snapshot, begin)
  }
  expect([0, 1, 2].map(deal)).toEqual([
    [0, 2],
    [1, 2],
    [2, 1],
  ])
})

const anything = fc.oneof(
  fc
    .tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom('check', 'bet', 'fold', 'call', 'x'),
      fc.nat({ max: 1 }),
    )
    .map(([turn, text, seat]) => move(turn, text, `player-${seat}`)),
  fc.constant({ type: 'xstate.after.move.referee.waiting' }),
  fc.constant(begin),
)

property.prop([fc.array(anything, { maxLength: 12 })])(
  'whatever happens: plain data, a timer whenever it waits, one outcome a match',
  (events) => {
    let { snapshot } = stepper.initial(undefined)
    let timers = 0
    let begun = 0
    let reported = 0
    for (const event of events) {
      const was = snapshot.value
      const step = stepper.next(snapshot, event)
      snapshot = step.snapshot
      if (was === 'idle' && snapshot.value === 'waiting') begun++
      for (const effect of step.effects) {
        if (effect.kind === 'timer') timers++
        if (effect.kind === 'cancel') timers--
        if (effect.kind === 'action' && effect.type === 'report') reported++
      }
      expect(timers).toBe(snapshot.value === 'waiting' ? 1 : 0)
      expect(reported).toBe(begun - (snapshot.value === 'waiting' ? 1 : 0))
      expect(JSON.parse(canonicalJson(snapshot.context))).toEqual(snapshot.context)
    }
  },
)
