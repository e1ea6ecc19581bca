import { canonicalJson } from 'coevo/core'
import { drop, put, watching, type Monitor, type Observation, type Plain } from 'coevo/protocol'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { delivered, follow, message, restarted, sent, type ErrandMessage } from './errand.ts'

const watch = watching<ErrandMessage>()

describe('a pattern', () => {
  const ask = message('ask', 1)
  const answer = message('answer', 2, { seq: 1, cause: 's#0' })
  const refusal: Observation = {
    at: 'refused',
    message: ask,
    refused: { reason: 'wrong state', detail: 'not now' },
  }
  const act: Observation = { at: 'act', by: 'asker', type: 'note', params: 7 }
  const all: Observation[] = [
    sent(ask),
    delivered(ask),
    sent(answer, ask),
    refusal,
    act,
    restarted('answerer-1', true),
    restarted('answerer-0', false),
  ]
  const kinds = [
    ['a message that was sent', watch.sent('ask'), [0]],
    ['one of several types', watch.sent(['ask', 'answer']), [0, 2]],
    ['a message that arrived', watch.delivered('ask'), [1]],
    ['a message by its payload', watch.sent(['ask', 'answer'], ({ payload }) => payload.n > 1), [2]],
    ['a message by its cause', watch.sent('answer', (_, cause) => cause?.payload.n === 1), [2]],
    ['no message by another cause', watch.sent('answer', (_, cause) => cause?.payload.n === 2), []],
    ['a refusal', watch.refused(), [3]],
    ['a refusal for a reason', watch.refused('wrong state'), [3]],
    ['no refusal for another reason', watch.refused('unknown type'), []],
    ['an act', watch.act('note'), [4]],
    ['an act by what it did', watch.act('note', (by, params) => by === 'asker' && params === 7), [4]],
    ['no other act', watch.act('note', (by) => by === 'answerer-0'), []],
    ['a restart', watch.restarted(), [5, 6]],
    ["a restart of a role's", watch.restarted('answerer'), [5, 6]],
    ['a restart at an address', watch.restarted('answerer-1'), [5]],
    ['a restart without memory', watch.restarted('answerer', { remembers: false }), [6]],
  ] as const
  test.for(kinds)('tells %s', ([, pattern, places]) => {
    expect([...all.keys()].filter((i) => pattern(all[i]!))).toEqual(places)
  })
})

test('always: what matches is as it should be, or the message is named that is not', () => {
  const rising = watch.always('answers are positive', watch.sent('answer'), (seen) => {
    expectTypeOf(seen.message.type).toEqualTypeOf<'answer'>()
    return seen.message.payload.n > 0
  })
  expect(follow(rising, [sent(message('ask', -1)), sent(message('answer', 1))])).toMatchObject({
    broken: null,
    hot: false,
  })
  expect(follow(rising, [sent(message('answer', 1)), sent(message('answer', 0, { seq: 1 }))]).broken).toEqual(
    {
      at: 1,
      detail: 'answer {"n":0} from answerer-0 to asker was sent',
    },
  )
})

test('never: the first that matches breaks it', () => {
  const none = watch.never('nobody falls out', watch.restarted())
  expect(follow(none, [sent(message('ask', 1))]).broken).toBeNull()
  expect(follow(none, [restarted('asker', false)]).broken?.detail).toBe('asker came back without its memory')
  const acts = watch.never('nobody notes', watch.act('note'))
  expect(follow(acts, [{ at: 'act', by: 'asker', type: 'note', params: 1 }]).broken?.detail).toBe(
    "asker did 'note'",
  )
})

test('sometimes: a goal that is never owed', () => {
  const answered = watch.sometimes('a question is answered', watch.sent('answer'))
  expect(follow(answered, [sent(message('ask', 1))])).toMatchObject({ hot: false, goal: false })
  expect(follow(answered, [sent(message('answer', 1)), sent(message('ask', 1))])).toMatchObject({
    hot: false,
    goal: true,
  })
})

test('eventually: owed until it happens', () => {
  const asked = watch.eventually('somebody asks', watch.delivered('ask'))
  expect(follow(asked, [sent(message('ask', 1))])).toMatchObject({ hot: true, broken: null })
  expect(follow(asked, [delivered(message('ask', 1)), sent(message('ask', 2))]).hot).toBe(false)
})

test('monitor: a promise of one’s own, of which what is left out is never so', () => {
  const counted = watch.monitor<number>('at most two questions', {
    initial: 0,
    next: (count, seen) => (seen.at === 'sent' && seen.message.type === 'ask' ? count + 1 : count),
    broken: (count) => (count > 2 ? `${count} questions` : null),
  })
  const asks = [0, 1, 2].map((seq) => sent(message('ask', 1, { seq })))
  expect(follow(counted, asks.slice(1))).toMatchObject({ broken: null, hot: false, goal: undefined })
  expect(follow(counted, asks).broken).toEqual({ at: 2, detail: '3 questions' })
})

const observation: fc.Arbitrary<Observation> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('ask', 'answer'),
      fc.nat({ max: 3 }),
      fc.constantFrom('answerer-0', 'answerer-1', 'answerer-2', '10', '9', '__proto__'),
      fc.boolean(),
    )
    .map(([type, n, answerer, isSent]) => (isSent ? sent : delivered)(message(type, n, { answerer }))),
  fc.constant(restarted('asker', false)),
)

property.prop([fc.array(observation)])(
  'states are plain, small in what they say, and the same object where nothing changes',
  (seen) => {
    const keyOf = ({ message: { to, from } }: { message: ErrandMessage }) => (to === 'asker' ? from : to)
    const monitors: Monitor[] = [
      watch.always('a', watch.sent('ask'), ({ message: { payload } }) => payload.n < 3),
      watch.never(
        'b',
        watch.delivered('answer', ({ payload }) => payload.n === 3),
      ),
      watch.sometimes('c', watch.sent('ask')),
      watch.eventually('d', watch.delivered('answer')),
      watch.leadsTo('e', watch.sent('ask'), watch.delivered('answer'), {
        by: (seen) => keyOf(seen),
        within: 3,
      }),
      watch.leadsTo('f', watch.sent('ask'), watch.sent('answer'), {
        by: (seen) => keyOf(seen),
        unless: watch.restarted('asker'),
      }),
    ]
    for (const monitor of monitors) {
      const written = new Map<string, string>()
      let state = monitor.initial
      for (const one of seen) {
        const next = monitor.next(state, one)
        const [before, after] = [canonicalJson(state), canonicalJson(next)]
        expect(JSON.stringify(next)).toBe(written.get(after) ?? JSON.stringify(next))
        written.set(after, JSON.stringify(next))
        if (before === after && before !== '{}') expect(next).toBe(state)
        state = next
      }
    }
  },
)

const key = fc.constantFrom('b', 'a', '10', '9', '__proto__', 'toString')
property.prop([fc.array(fc.tuple(key, fc.option(fc.nat({ max: 2 })))), fc.array(fc.nat())])(
  'records that hold the same are written alike, however they came about',
  (changes) => {
    let record: Plain<number> = {}
    const model = new Map<string, number>()
    for (const [name, value] of changes) {
      const next = value === null ? drop(record, name) : put(record, name, value)
      if (value === null ? !model.has(name) : model.get(name) === value) expect(next).toBe(record)
      if (value === null) model.delete(name)
      else model.set(name, value)
      record = next
    }
    const again = [...model].reduce((all: Plain<number>, [name, value]) => put(all, name, value), {})
    expect(JSON.stringify(record)).toBe(JSON.stringify(again))
    expect(new Map(Object.entries(record))).toEqual(model)
  },
)
