import { createPlayer } from 'coevo/agents/player'
import { canonicalJson } from 'coevo/core'
import { createStepper, doneEvent, failedEvent, type Effect } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'

const stepper = createStepper(createPlayer({ timeouts: { decision: 5, referee: 9 } }))
const from = 'referee'
const start = (session = 's') => ({ type: 'start', session, from, payload: { game: 'g', seat: 0 } })
const turn = (n: number, session = 's') => ({
  type: 'turn',
  session,
  from,
  payload: { turn: n, observation: 'o', informationState: 'i', legal: ['a', 'b'] },
})
const end = (session = 's') => ({ type: 'end', session, from, payload: { end: 'finished', return: 1 } })
const decided = doneEvent('policy', { text: 'a', trace: null })

function play(...events: readonly { readonly type: string }[]) {
  let { snapshot, effects } = stepper.initial(undefined)
  for (const event of events) ({ snapshot, effects } = stepper.next(snapshot, event))
  return { value: snapshot.value, context: snapshot.context, effects, sent: sent(effects) }
}

const sent = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === 'action' && effect.type === 'send' ? [effect.params] : []))

test('decides through its policy, then answers with the number of the turn', () => {
  const asked = play(start(), turn(4))
  expect(asked.value).toBe('deciding')
  expect(asked.effects).toContainEqual({
    kind: 'invoke',
    id: 'policy',
    source: 'policy',
    input: turn(4).payload,
  })
  const answered = play(start(), turn(4), decided)
  expect(answered.value).toBe('ready')
  expect(answered.sent).toEqual([{ to: 'referee', type: 'move', payload: { turn: 4, text: 'a' } }])
  expect(answered.effects).toContainEqual({
    kind: 'action',
    type: 'record',
    params: { turn: 4, decision: { text: 'a', trace: null } },
  })
})

test('resigns when its policy fails or takes too long', () => {
  const failure = play(start(), turn(0), failedEvent('policy', new Error('no')))
  expect(failure.value).toBe('ready')
  expect(failure.sent).toEqual([{ to: 'referee', type: 'resign', payload: { turn: 0, reason: 'failure' } }])
  const timeout = play(start(), turn(0), { type: 'xstate.after.decision.player.deciding' })
  expect(timeout.value).toBe('ready')
  expect(timeout.sent).toEqual([{ to: 'referee', type: 'resign', payload: { turn: 0, reason: 'timeout' } }])
  expect(timeout.effects).toContainEqual({ kind: 'stop', id: 'policy' })
})

test('leaves a match whose referee is silent', () => {
  expect(play(start(), { type: 'xstate.after.referee.player.ready' }).value).toBe('idle')
})

test.for([
  ['a duplicate turn while it decides', [start(), turn(1)], turn(1)],
  ['a duplicate turn that it has answered', [start(), turn(1), decided], turn(1)],
  ['an older turn', [start(), turn(1), decided], turn(0)],
  ['a duplicate start', [start(), turn(1)], start()],
  ['a start that its first turn overtook', [turn(0)], start()],
  ['a turn that the end overtook', [start(), turn(0), end()], turn(1)],
  ['a turn of a match that was over before it was heard of', [end()], turn(0)],
  ['a late start of the match before', [start(), end(), start('t')], start()],
  ['a late turn of the match before', [start(), end(), start('t'), turn(0, 't')], turn(4)],
  ['the late end of the match before', [start(), end(), start('t')], end()],
  ['a late start of a match that was left for the next', [start(), start('t')], start()],
  ['a late turn of a match that was left for the next', [turn(0), turn(0, 't')], turn(1)],
] as const)('%s changes nothing', ([, before, event]) => {
  const was = play(...before)
  const now = play(...before, event)
  expect(now.effects).toEqual([])
  expect([now.value, now.context]).toEqual([was.value, was.context])
})

const silence = { type: 'xstate.after.referee.player.ready' }

test.for([
  ['overtakes its start', [], turn(0)],
  ['comes after the referee was silent for long', [start(), turn(0), decided, silence], turn(2)],
  ['is the first of the next match', [start(), turn(3), decided], turn(0, 't')],
  ['follows on the end of another match', [start(), end('r')], turn(0)],
] as const)('takes a turn that %s', ([, before, event]) => {
  const asked = play(...before, event)
  expect(asked.value).toBe('deciding')
  expect(asked.effects).toContainEqual(expect.objectContaining({ kind: 'invoke', input: event.payload }))
})

test('remembers the sessions it left last, and no more', () => {
  const sessions = Array.from({ length: 20 }, (_, i) => `s${i}`)
  const { context } = play(...sessions.flatMap((session) => [start(session), end(session)]))
  expect(context.left).toEqual(sessions.slice(-8))
})

test('a newer turn and the end of the match overtake a decision', () => {
  const newer = play(start(), turn(0), turn(1))
  expect(newer.value).toBe('deciding')
  expect(newer.effects.map(({ kind }) => kind)).toContain('stop')
  expect(newer.effects).toContainEqual({
    kind: 'invoke',
    id: 'policy',
    source: 'policy',
    input: turn(1).payload,
  })
  expect(play(start(), turn(0), end()).value).toBe('idle')
})

test('plays a session again, from its first turn', () => {
  const again = play(start(), turn(5), decided, end(), start(), turn(0))
  expect(again.value).toBe('deciding')
  expect(again.context.ask!.turn).toBe(0)
})

test('plays the next match from its first turn', () => {
  const next = play(start(), turn(5), decided, end(), start('t'), turn(0, 't'))
  expect(next.value).toBe('deciding')
  expect(next.context.session).toBe('t')
})

const anything = fc.oneof(
  fc.constantFrom('s', 't').chain((session) =>
    fc.oneof(
      fc.constant(start(session)),
      fc.constant(end(session)),
      fc.nat({ max: 3 }).map((n) => turn(n, session)),
    ),
  ),
  fc.constantFrom(decided, failedEvent('policy', 'no')),
  fc.constantFrom(
    { type: 'xstate.after.decision.player.deciding' },
    { type: 'xstate.after.referee.player.ready' },
  ),
)

property.prop([fc.array(anything, { maxLength: 20 })])(
  'whatever happens: plain data, a timer whenever it waits in a match, one answer a turn at most',
  (events) => {
    let { snapshot } = stepper.initial(undefined)
    let timers = 0
    let invoked = 0
    let asked = 0
    let answers = 0
    for (const event of events) {
      // Whoever runs a machine delivers a result only while it is wanted.
      if (event.type.includes('.actor.') && snapshot.value !== 'deciding') continue
      const step = stepper.next(snapshot, event)
      snapshot = step.snapshot
      for (const effect of step.effects) {
        if (effect.kind === 'timer') timers++
        if (effect.kind === 'cancel') timers--
        if (effect.kind === 'invoke') invoked++
        if (effect.kind === 'stop') invoked--
      }
      asked += step.effects.filter(({ kind }) => kind === 'invoke').length
      answers += sent(step.effects).length
      expect(answers).toBeLessThanOrEqual(asked)
      expect(timers).toBe(snapshot.value === 'idle' ? 0 : 1)
      expect(invoked).toBe(snapshot.value === 'deciding' ? 1 : 0)
      expect(JSON.parse(canonicalJson(snapshot.context))).toEqual(snapshot.context)
    }
  },
)
