import {
  defineProtocol,
  type Incoming,
  type MessageOf,
  type Outgoing,
  type StateOf,
  type Watching,
} from 'coevo/protocol'
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
  expect(() =>
    defineProtocol({
      name: 'wrong',
      roles: { teacher: { count: 1, states: ['idle'], rest: ['idle'] } },
      // @ts-expect-error: between roles that there are not
      messages: { question: { from: 'teacher', to: 'pupil', payload: z.object({}) } },
      timeouts: {},
    }),
  ).toThrow('is no role')
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
  expect(() =>
    defineProtocol({
      name: 'wrong',
      roles: { a: role, b: { count: 1, states: ['here'], rest: ['here'] } },
      // @ts-expect-error: 'here' is a state of the receiver
      messages: { hello: { from: 'a', to: 'b', in: ['here'], payload } },
      timeouts: {},
    }),
  ).toThrow('is no state of a')
  expect(() =>
    defineProtocol({
      name: 'wrong',
      // @ts-expect-error: it rests in a state that it does not have
      roles: { a: { count: 1, states: ['idle'], rest: ['gone'] } },
      messages: {},
      timeouts: {},
    }),
  ).toThrow('is no state')
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

const greeting = (parts: object = {}) =>
  defineProtocol({
    name: 'greeting',
    roles: { host: { count: 1, states: ['idle', 'asking'], rest: ['idle'] } },
    messages: {},
    timeouts: {},
    ...parts,
  })

const hello = { from: 'host', to: 'host', payload: z.object({}) }
const host = { count: 1, states: ['idle', 'asking'], rest: ['idle'] }

test.each<[said: string, parts: object]>([
  [
    "role 'host' rests in 'idel', which is no state (did you mean 'idle'? there are idle, asking)",
    { roles: { host: { ...host, rest: ['idel'] } } },
  ],
  ["role 'host' has no states", { roles: { host: { ...host, states: [], rest: [] } } }],
  ["role 'host-2' is called like the address of an agent", { roles: { 'host-2': host } }],
  ["role 'host' has the count [3,1]", { roles: { host: { ...host, count: [3, 1] } } }],
  ["role 'host' has the count 2", { roles: { host: { ...host, count: 2 } } }],
  ["timeout 'reply' is NaN: give milliseconds from 0 to 2147483647", { timeouts: { reply: NaN } }],
  ["timeout 'reply' is -1", { timeouts: { reply: -1 } }],
  ["timeout 'reply' is Infinity", { timeouts: { reply: Infinity } }],
  ["timeout 'reply' is 2147483648", { timeouts: { reply: 2 ** 31 } }],
  ["timeout 'reply' is 5 s", { timeouts: { reply: '5 s' } }],
  [
    "message 'hello' goes from or to 'gest', which is no role",
    { messages: { hello: { ...hello, to: 'gest' } } },
  ],
  [
    "message 'hello' goes from or to 'guest', which is no role",
    { messages: { hello: { ...hello, from: 'guest' } } },
  ],
  [
    "message 'hello' is sent in 'askin', which is no state of host (did you mean 'asking'?",
    { messages: { hello: { ...hello, in: ['askin'] } } },
  ],
  [
    "the payload of message 'hello' is no schema",
    { messages: { hello: { ...hello, payload: { text: z.string() } } } },
  ],
  ["the payload of message 'hello' is no schema", { messages: { hello: { ...hello, payload: undefined } } }],
  ["the payload of message 'hello' is no schema", { messages: { hello: { ...hello, payload: z.object } } }],
  [
    "two promises are called 'all is well'",
    {
      monitors: ({ never, sent }: Watching) =>
        ['all is well', 'all is well'].map((name) => never(name, sent('hello'))),
    },
  ],
])('says what does not fit: %s', (said, parts) => {
  expect(() => greeting(parts)).toThrow(`Protocol 'greeting': ${said}`)
})
