import { defineProtocol, type Incoming, type MessageOf, type Outgoing, type StateOf } from 'coevo/protocol'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'

const lesson = defineProtocol({
  name: 'lesson',
  roles: {
    teacher: { count: 1, states: ['idle', 'asking'], rest: ['idle'] },
    pupil: { count: [1, 8], states: ['idle', 'thinking'], rest: ['idle'] },
  },
  messages: {
    question: { from: 'teacher', to: 'pupil', in: ['asking'], payload: z.object({ text: z.string() }) },
    praise: { from: 'teacher', to: 'pupil', payload: z.object({ marks: z.int() }) },
    answer: { from: 'pupil', to: 'teacher', in: ['thinking'], payload: z.object({ text: z.string() }) },
    bye: { from: 'pupil', to: ['teacher', 'pupil'], payload: z.object({ text: z.string() }) },
  },
  timeouts: { answer: 1000 },
})

type Protocol = typeof lesson
const say = (message: Outgoing<Protocol, 'teacher'>) => message

test('a role may send its own messages, to one of several agents of a role', () => {
  expect(say({ to: 'pupil-0', type: 'question', payload: { text: 'why?' } }).type).toBe('question')
  expect(say({ to: 'pupil-3', type: 'praise', payload: { marks: 1 } }).to).toBe('pupil-3')
})

test('anything else does not compile', () => {
  // @ts-expect-error: the payload of another type
  say({ to: 'pupil-0', type: 'question', payload: { marks: 1 } })
  // @ts-expect-error: a payload of the wrong type
  say({ to: 'pupil-0', type: 'praise', payload: { marks: 'many' } })
  // @ts-expect-error: a message that the pupil sends
  say({ to: 'pupil-0', type: 'answer', payload: { text: 'because' } })
  // @ts-expect-error: to a role that does not receive it
  say({ to: 'teacher', type: 'question', payload: { text: 'why?' } })
  // @ts-expect-error: to an address of no role
  say({ to: 'pupil-x', type: 'question', payload: { text: 'why?' } })
  // @ts-expect-error: of a type that there is not
  say({ to: 'pupil-0', type: 'quiz', payload: { text: 'why?' } })
  defineProtocol({
    name: 'wrong',
    roles: { teacher: { count: 1, states: ['idle'], rest: ['idle'] } },
    // @ts-expect-error: between roles that there are not
    messages: { question: { from: 'teacher', to: 'pupil', payload: z.object({}) } },
    timeouts: {},
  })
  expectTypeOf(lesson.timeouts).toEqualTypeOf<Readonly<Record<'answer', number>>>()
})

test('a role hears what is sent to it', () => {
  expectTypeOf<Incoming<Protocol, 'pupil'>['type']>().toEqualTypeOf<'question' | 'praise' | 'bye'>()
  expectTypeOf<Incoming<Protocol, 'teacher'>['payload']>().toEqualTypeOf<{ text: string }>()
  expectTypeOf<Incoming<Protocol, 'teacher'>['type']>().toEqualTypeOf<'answer' | 'bye'>()
  expectTypeOf<Outgoing<Protocol, 'pupil', 'thinking'>>().toExtend<{ to: 'teacher' | `pupil-${number}` }>()
})

/** What a teacher says who is in this state. */
const sayIn = <State extends StateOf<Protocol, 'teacher'> | `${StateOf<Protocol, 'teacher'>}.${string}`>(
  _state: State,
  message: Outgoing<Protocol, 'teacher', State>,
) => message

test('a message is sent in its own states, inner ones included, or it does not compile', () => {
  sayIn('asking', { to: 'pupil-0', type: 'question', payload: { text: 'why?' } })
  sayIn('asking.aloud', { to: 'pupil-0', type: 'question', payload: { text: 'why?' } })
  sayIn('idle', { to: 'pupil-0', type: 'praise', payload: { marks: 1 } })
  // @ts-expect-error: a question is asked in 'asking'
  sayIn('idle', { to: 'pupil-0', type: 'question', payload: { text: 'why?' } })
  // @ts-expect-error: also from inside another state
  sayIn('idle.asking', { to: 'pupil-0', type: 'question', payload: { text: 'why?' } })
  // @ts-expect-error: a state that a teacher does not have
  sayIn('thinking', { to: 'pupil-0', type: 'praise', payload: { marks: 1 } })
  expectTypeOf<Outgoing<Protocol, 'teacher', 'idle'>['type']>().toEqualTypeOf<'praise'>()
  expectTypeOf<Outgoing<Protocol, 'teacher'>['type']>().toEqualTypeOf<'question' | 'praise'>()
  expectTypeOf<Outgoing<Protocol, 'pupil', 'idle'>['type']>().toEqualTypeOf<'bye'>()
})

test('states and messages that there are not do not compile', () => {
  const role = { count: 1, states: ['idle', 'busy'], rest: ['idle'] } as const
  const payload = z.object({ text: z.string() })
  defineProtocol({
    name: 'wrong',
    roles: { a: role, b: { count: 1, states: ['here'], rest: ['here'] } },
    // @ts-expect-error: 'here' is a state of the receiver
    messages: { hello: { from: 'a', to: 'b', in: ['here'], payload } },
    timeouts: {},
  })
  defineProtocol({
    name: 'wrong',
    // @ts-expect-error: it rests in a state that it does not have
    roles: { a: { count: 1, states: ['idle'], rest: ['gone'] } },
    messages: {},
    timeouts: {},
  })
  const { monitors } = defineProtocol({
    name: 'right',
    roles: { a: role },
    messages: { hello: { from: 'a', to: 'a', in: ['busy'], payload } },
    timeouts: {},
    monitors: ({ never, sent }) => [
      never(
        'a hello is empty',
        sent('hello', (message) => message.payload.text === ''),
      ),
      // @ts-expect-error: there is no such message
      never('a farewell', sent('farewell')),
      never(
        'a hello with a name',
        // @ts-expect-error: a hello has no name
        sent('hello', ({ payload }) => payload.name === ''),
      ),
    ],
  })
  expect(monitors.map(({ name }) => name)).toEqual(['a hello is empty', 'a farewell', 'a hello with a name'])
  expectTypeOf<MessageOf<Protocol['messages']>['type']>().toEqualTypeOf<
    'question' | 'praise' | 'answer' | 'bye'
  >()
})
