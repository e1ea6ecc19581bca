import { createSolver } from 'coevo/agents/solver'
import { createStepper, doneEvent, failedEvent, type Effect } from 'coevo/protocol'
import { expect, test } from 'vitest'

const stepper = createStepper(createSolver({ timeouts: { thought: 5 } }))

const task = (turn: number, session = 's') => ({
  type: 'task',
  session,
  from: 'teacher',
  payload: { turn, attempt: 0, prompt: 'q' },
})
const end = (session = 's') => ({
  type: 'end',
  session,
  from: 'teacher',
  payload: { end: 'finished', score: 1 },
})
const written = doneEvent('policy', { text: 'a', trace: null })
const late = { type: 'xstate.after.thought.solver.thinking' }

function play(...events: readonly { readonly type: string }[]) {
  let { snapshot, effects } = stepper.initial(undefined)
  for (const event of events) ({ snapshot, effects } = stepper.next(snapshot, event))
  return { value: snapshot.value, context: snapshot.context, effects, sent: sent(effects) }
}

const sent = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.kind === 'action' && effect.type === 'send' ? [effect.params] : []))

test('thinks through its policy, then answers with the number of the question', () => {
  const asked = play(task(4))
  expect(asked.value).toBe('thinking')
  expect(asked.effects).toContainEqual({
    kind: 'invoke',
    id: 'policy',
    source: 'policy',
    input: task(4).payload,
  })
  expect(asked.effects).toContainEqual(expect.objectContaining({ kind: 'timer', delay: 5 }))
  const answered = play(task(4), written)
  expect(answered.value).toBe('idle')
  expect(answered.sent).toEqual([{ to: 'teacher', type: 'answer', payload: { turn: 4, text: 'a' } }])
  const returned = { text: 'a', trace: null }
  expect(answered.effects).toContainEqual({ kind: 'action', type: 'record', params: { turn: 4, returned } })
})

test('passes when its policy fails or takes too long', () => {
  const pass = (reason: string) => [{ to: 'teacher', type: 'pass', payload: { turn: 0, reason } }]
  expect(play(task(0), failedEvent('policy', new Error('no'))).sent).toEqual(pass('failure'))
  const timeout = play(task(0), late)
  expect(timeout.sent).toEqual(pass('timeout'))
  expect(timeout.effects).toContainEqual({ kind: 'stop', id: 'policy' })
})

test('a newer question and the end overtake a thought', () => {
  const newer = play(task(0), task(2))
  expect(newer.value).toBe('thinking')
  expect(newer.effects.map(({ kind }) => kind)).toContain('stop')
  expect(newer.effects).toContainEqual(expect.objectContaining({ kind: 'invoke', input: task(2).payload }))
  expect(play(task(0), end()).value).toBe('done')
  expect(play(end()).value).toBe('done')
})

test.for([
  ['a second question while it thinks', [task(1)], task(1)],
  ['a question that it has answered', [task(1), written], task(1)],
  ['an older question', [task(1), written], task(0)],
  ['a question that the end overtook', [end()], task(0)],
  ['a question after the end', [task(0), written, end()], task(2)],
  ['a question of another session', [task(0), written], task(1, 't')],
  ['the end of another session', [task(0)], end('t')],
] as const)('%s changes nothing', ([, before, event]) => {
  const was = play(...before)
  const now = play(...before, event)
  expect(now.effects).toEqual([])
  expect([now.value, now.context]).toEqual([was.value, was.context])
})
