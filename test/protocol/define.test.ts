import { defineProtocol, type Incoming, type Outgoing } from 'coevo/protocol'
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
    answer: { from: 'pupil', to: 'teacher', payload: z.object({ text: z.string() }) },
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
  expectTypeOf<Incoming<Protocol, 'pupil'>['type']>().toEqualTypeOf<'question' | 'praise'>()
  expectTypeOf<Incoming<Protocol, 'teacher'>['payload']>().toEqualTypeOf<{ text: string }>()
  expectTypeOf<Outgoing<Protocol, 'pupil'>['to']>().toEqualTypeOf<'teacher'>()
})
