import { admit, createBus, memoryJournal, type Receivers, seat } from 'coevo/bus'
import { UserError } from 'coevo/core'
import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const protocol = {
  roles: {
    teacher: { count: 1, states: ['idle', 'asking'], rest: ['idle'] },
    pupil: { count: [2, 3], states: ['idle', 'thinking'], rest: ['idle'] },
    guest: { count: [0, 1], states: ['idle'], rest: ['idle'] },
  },
  messages: {
    question: { from: 'teacher', to: 'pupil', in: ['asking'], payload: z.object({ text: z.string() }) },
    answer: {
      from: 'pupil',
      to: 'teacher',
      in: ['idle', 'thinking'],
      payload: z.object({ text: z.string() }),
    },
    hint: { from: 'teacher', to: 'pupil', payload: z.object({ text: z.string() }) },
    farewell: { from: 'teacher', to: ['pupil', 'guest'], payload: z.object({}) },
  },
} as const

const everybody = ['teacher', 'pupil-0', 'pupil-1']
const session = { protocol, addresses: seat(protocol, everybody) }
const question = { to: 'pupil-1', type: 'question', payload: { text: 'why?' } }

/** Whether the teacher may ask in a state. */
const ask = (state: string | undefined) => admit(session, { from: 'teacher', state, draft: question })

describe('the state of a sender', () => {
  test.for(['asking', 'asking.aloud', 'idle.sleeping|asking.aloud', undefined])(
    '%s lets a message pass',
    (state) => {
      expect(ask(state)).toEqual({ payload: question.payload })
    },
  )

  test.for(['idle', 'asking2', 'idle.asking', ''])("'%s' does not", (state) => {
    expect(ask(state)).toEqual({
      refused: { reason: 'wrong state', detail: `'question' is sent in asking, not in ${state}` },
    })
  })

  test('does not matter to a message that may be sent in any', () => {
    const draft = { ...question, type: 'hint' }
    expect(admit(session, { from: 'teacher', state: 'idle', draft })).toEqual({ payload: draft.payload })
  })

  test('one type goes to any of several roles, and to no other', () => {
    const all = { protocol, addresses: seat(protocol, [...everybody, 'guest-0']) }
    const say = (to: string) =>
      admit(all, { from: 'teacher', state: 'idle', draft: { to, type: 'farewell', payload: {} } })
    expect([say('pupil-1'), say('guest-0')]).toEqual([{ payload: {} }, { payload: {} }])
    const detail = "'farewell' goes from teacher to pupil or guest, not from teacher to teacher"
    expect(say('teacher')).toEqual({ refused: { reason: 'wrong direction', detail } })
  })

  test('reaches the check through the bus', () => {
    const bus = createBus({ protocol })
    const refused: string[] = []
    bus.on('error', (entry) => refused.push(`${entry.refused.reason}: ${entry.refused.detail}`))
    const open = bus.open('s', receivers(everybody))
    open.send('teacher', question, null, 'asking')
    open.send('pupil-0', { to: 'teacher', type: 'answer', payload: { text: 'so' } }, null, 'gone')
    expect(refused).toEqual(["wrong state: 'answer' is sent in idle or thinking, not in gone"])
  })
})

const receivers = (addresses: readonly string[]): Receivers =>
  new Map(addresses.map((name) => [name, () => {}]))

describe('a session', () => {
  test('has each role as often as the protocol says', () => {
    expect(seat(protocol, [...everybody, 'guest-0'])).toEqual(
      new Map([
        ['teacher', 'teacher'],
        ['pupil-0', 'pupil'],
        ['pupil-1', 'pupil'],
        ['guest-0', 'guest'],
      ]),
    )
  })

  const pupils = "A session needs 2 to 3 agents of role 'pupil', at 'pupil-0', 'pupil-1', …; it was given"
  const teacher = "A session needs one agent of role 'teacher', at 'teacher'; it was given"
  test.for([
    [['teacher', 'pupil-0'], `${pupils} 'pupil-0'.`],
    [['teacher'], `${pupils} none.`],
    [[...everybody, 'pupil-2', 'pupil-3'], `${pupils} 'pupil-0', 'pupil-1', 'pupil-2', 'pupil-3'.`],
    [['teacher', 'pupil-0', 'pupil-2'], `${pupils} 'pupil-0', 'pupil-2'.`],
    [['teacher', 'pupil-0', 'pupil-01'], `${pupils} 'pupil-0', 'pupil-01'.`],
    [['teacher', 'pupil', 'pupil-0'], `${pupils} 'pupil', 'pupil-0'.`],
    [['teacher-0', 'pupil-0', 'pupil-1'], `${teacher} 'teacher-0'.`],
    [['pupil-0', 'pupil-1'], `${teacher} none.`],
    [[...everybody, 'janitor'], "'janitor' belongs to no role: the protocol has teacher, pupil, guest."],
    [[...everybody, 'toString'], "'toString' belongs to no role: the protocol has teacher, pupil, guest."],
  ] as const)('of %j is refused', ([addresses, problem]) => {
    const bus = createBus({ protocol })
    expect(() => bus.open('s', receivers(addresses))).toThrow(new UserError(problem))
    expect(bus.open('s', receivers(everybody)).id).toBe('s')
  })
})

const address = fc.constantFrom(...everybody, 'pupil-2', 'nobody')
const sent = fc.record({
  from: address,
  state: fc.constantFrom(undefined, 'idle', 'asking', 'thinking', 'asking.aloud'),
  draft: fc.record({
    to: address,
    type: fc.constantFrom('question', 'answer', 'hint', 'other'),
    payload: fc.constantFrom<unknown>({ text: 'x' }, { text: 'x', more: 1 }, {}, null),
  }),
})

property.prop([sent])('a bus takes what is admitted and nothing else', ({ from, state, draft }) => {
  const journal = memoryJournal()
  createBus({ protocol, journal }).open('s', receivers(everybody)).send(from, draft, null, state)
  const [entry] = journal.session('s')
  const verdict = admit(session, { from, state, draft })
  expect(entry!.refused).toEqual('refused' in verdict ? verdict.refused : null)
  if ('payload' in verdict) expect(entry!.message.payload).toEqual(verdict.payload)
})
