import { auditScript } from 'coevo/agents/audit'
import type { Heard, Said } from 'coevo/agents/classroom/classroom'
import { lessonScript } from 'coevo/agents/lesson'
import { reviewScript } from 'coevo/agents/review'
import type { Script } from 'coevo/agents/classroom/talk'
import { createTeacher } from 'coevo/agents/teacher'
import { canonicalJson } from 'coevo/core'
import { createStepper, type Effect } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, expectTypeOf, test } from 'vitest'

const again = (question: string, answer: string) => `${question} not ${answer}`
const stepper = createStepper(
  createTeacher(lessonScript({ attempts: 2, until: 'right', again }), { timeouts: { reply: 7 } }),
)
const begin = { type: 'begin', session: 's', work: { prompt: 'q' } }

const message = (type: string, from: string, payload: object, session = 's') => ({
  type,
  from,
  session,
  payload,
})
const answer = (turn: number, text: string) => message('answer', 'solver', { turn, text })
const pass = (turn: number) => message('pass', 'solver', { turn, reason: 'failure' })
const verdict = (turn: number, score: number) =>
  message('verdict', 'verifier', { turn, score, readable: true, text: '' })
const abstain = (turn: number) => message('abstain', 'verifier', { turn, reason: 'timeout' })
const late = { type: 'xstate.after.reply.teacher.waiting' }

function play(...events: readonly { readonly type: string }[]) {
  let { snapshot, effects } = stepper.initial(undefined)
  for (const event of events) ({ snapshot, effects } = stepper.next(snapshot, event))
  return { value: snapshot.value, context: snapshot.context, effects, summary: summary(effects) }
}

/** What was said: type, receiver and payload; and which timer is set. */
const summary = (effects: readonly Effect[]) =>
  effects.map((effect) => {
    if (effect.kind === 'timer') return `wait ${effect.delay}`
    if (effect.kind !== 'action' || effect.type !== 'send')
      return effect.kind === 'action' ? effect.type : effect.kind
    const { type, to, payload } = effect.params as { type: string; to: string; payload: object }
    return `${type} ${to} ${Object.values(payload).join(' ')}`
  })

test('sets the task, and waits so long', () => {
  const { value, summary } = play(begin)
  expect(value).toBe('waiting')
  expect(summary).toEqual(['task solver 0 q 0', 'wait 7'])
})

test('has an answer judged, a wrong one tried again, and reports the end', () => {
  expect(play(begin, answer(0, 'a')).summary).toEqual(['cancel', 'submission verifier 0 q a 1', 'wait 7'])
  expect(play(begin, answer(0, 'a'), verdict(1, 0)).summary).toEqual([
    'cancel',
    'task solver 1 q not a 2',
    'wait 7',
  ])
  const over = play(begin, answer(0, 'a'), verdict(1, 1))
  const ends = ['end solver finished 1', 'end verifier finished 1']
  expect(over.summary).toEqual(['cancel', ...ends, 'wait 7', 'cancel', 'report'])
  expect(over.value).toBe('done')
})

test.for([
  ['the solver passes', [pass(0)], 'timeout'],
  ['the solver is late', [late], 'timeout'],
  ['the verifier abstains', [answer(0, 'a'), abstain(1)], 'error'],
  ['the verifier is late', [answer(0, 'a'), late], 'error'],
  ['the solver passes at its second attempt', [answer(0, 'a'), verdict(1, 0), pass(2)], 'timeout'],
] as const)('ends the session where %s', ([, events, end]) => {
  const { value, context } = play(begin, ...events)
  expect(value).toBe('done')
  expect(context.talk!.outcome).toEqual({ end, score: 0 })
})

test.for([
  ['a reply before the session', [], answer(0, 'a')],
  ['another order to begin', [begin], { ...begin, session: 't' }],
  ['a second answer', [begin, answer(0, 'a')], answer(0, 'b')],
  ['a late refusal', [begin, answer(0, 'a')], pass(0)],
  ['an answer of another session', [begin], message('answer', 'solver', { turn: 0, text: 'a' }, 't')],
  ['a verdict on an answer to come', [begin], verdict(1, 1)],
  ["a verdict that has the solver's number", [begin], verdict(0, 1)],
  ['an answer after the end', [begin, pass(0)], answer(0, 'a')],
  ['an order to begin after the end', [begin, pass(0)], begin],
] as const)('%s changes nothing', ([, before, event]) => {
  const was = play(...before)
  const now = play(...before, event)
  expect(now.effects).toEqual([])
  expect([now.value, now.context]).toEqual([was.value, was.context])
})

const anything = fc.oneof(
  fc.constant(begin),
  fc.constant(late),
  fc
    .nat({ max: 4 })
    .chain((turn) =>
      fc.constantFrom(answer(turn, 'a'), pass(turn), verdict(turn, 0), verdict(turn, 1), abstain(turn)),
    ),
)

property.prop([fc.array(anything, { maxLength: 12 })])(
  'is plain data whatever happens, and asks no question twice',
  (events) => {
    let { snapshot } = stepper.initial(undefined)
    let asked = -1
    for (const event of events) {
      const step = stepper.next(snapshot, event)
      snapshot = step.snapshot
      canonicalJson(snapshot.context)
      for (const effect of step.effects) {
        if (effect.kind !== 'action' || effect.type !== 'send') continue
        const { payload } = effect.params as { payload: { turn?: number } }
        if (payload.turn !== undefined) expect(payload.turn).toBe(++asked)
      }
    }
  },
)

describe('what does not fit does not compile', () => {
  test('a message in another state, or from another role', () => {
    expectTypeOf<Said<'solver', 'idle'>>().toEqualTypeOf<never>()
    expectTypeOf<Said<'verifier', 'done'>>().toEqualTypeOf<never>()
    expectTypeOf<Said<'teacher', 'idle'>['type']>().toEqualTypeOf<'task' | 'request'>()
    expectTypeOf<Said<'critic', 'thinking'>['type']>().toEqualTypeOf<'critique' | 'decline'>()
    expectTypeOf<Heard<'verifier'>['type']>().toEqualTypeOf<'submission' | 'end'>()
    const say = (said: Said<'verifier', 'thinking'>) => said.type
    expect(
      say({ to: 'teacher', type: 'verdict', payload: { turn: 0, score: 1, readable: true, text: '' } }),
    ).toBe('verdict')
    // @ts-expect-error: the solver's word
    say({ to: 'teacher', type: 'answer', payload: { turn: 0, text: 'a' } })
    // @ts-expect-error: to one who does not ask
    say({ to: 'solver', type: 'verdict', payload: { turn: 0, score: 1, readable: true, text: '' } })
    // @ts-expect-error: without saying whether it could be read
    say({ to: 'teacher', type: 'verdict', payload: { turn: 0, score: 1, text: '' } })
  })

  test('a script that asks whom its session does not have, or begins in the middle', () => {
    type LessonScript = Script<{ readonly prompt: string }, 'task' | 'submission'>
    const script = lessonScript({ attempts: 1, until: 'end', again })
    expectTypeOf(script).toEqualTypeOf<LessonScript>()
    const submission = { attempt: 0, prompt: 'q', answer: 'a' }
    const wrong: LessonScript = {
      ...script,
      // @ts-expect-error: an answer is judged when it is given, and not before
      first: () => ({ type: 'submission', payload: submission }),
      // @ts-expect-error: there is no critic in a lesson
      next: () => ({ type: 'draft', payload: submission }),
    }
    expect(wrong.agents).toEqual(['solver', 'verifier'])
    expectTypeOf(reviewScript).returns.toExtend<Script<never, 'task' | 'submission' | 'draft'>>()
    expectTypeOf(auditScript).returns.toExtend<Script<never, 'task' | 'submission' | 'request'>>()
  })
})
