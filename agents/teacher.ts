import { effect, type EffectOf } from 'coevo/protocol'
import { setup } from 'xstate'
import { questions, timeouts, type Heard, type Said } from './classroom/classroom.ts'
import { type Begin, cutShort, goOn, isReply, openTalk, type Script, type Talk } from './classroom/talk.ts'

/** How a teacher behaves. */
export interface TeacherOptions {
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof timeouts> | undefined
}

/** A teacher's memory: its session; null before it begins. */
export interface TeacherContext {
  readonly talk: Talk | null
}

/**
 * Creates the machine of a teacher, who leads one session by a script: it asks one agent after the other, and
 * what it asks next depends on what was said.
 *
 *     idle ── begin ──► waiting ── reply ──► waiting … ── last reply | refusal | timeout ──► done
 *
 * Effects: `send`, a message of the protocol; `report`, the session when it is over.
 */
export function createTeacher(script: Script, options: TeacherOptions = {}) {
  const agent = setup({
    types: {
      context: {} as TeacherContext,
      events: {} as Begin | Heard<'teacher'>,
    },
    actions: {
      send: effect as EffectOf<Said<'teacher'>>,
      report: effect as EffectOf<Talk>,
    },
    delays: { ...timeouts, ...options.timeouts },
    guards: {
      isReply: ({ context: { talk }, event }) =>
        talk !== null && event.type !== 'begin' && isReply(talk, event),
      isOver: ({ context: { talk } }) => talk?.outcome != null,
    },
  })
  const proceed = agent.enqueueActions(({ context: { talk }, event, enqueue }) => {
    const [next, messages] =
      event.type === 'begin'
        ? openTalk(script, event)
        : 'payload' in event
          ? goOn(script, talk!, event)
          : cutShort(script, talk!)
    enqueue.assign({ talk: next })
    for (const params of messages) enqueue({ type: 'send', params })
  })
  const onReply = { guard: 'isReply', target: 'waiting', reenter: true, actions: proceed } as const
  const replies = Object.values(questions)
    .filter(({ to }) => script.agents.includes(to))
    .flatMap(({ reply, refusal }) => [reply, refusal])
    .map((type) => [type, onReply] as const)
  return agent.createMachine({
    id: 'teacher',
    context: { talk: null },
    initial: 'idle',
    states: {
      idle: { on: { begin: { target: 'waiting', actions: proceed } } },
      waiting: {
        always: {
          guard: 'isOver',
          target: 'done',
          actions: { type: 'report', params: ({ context }) => context.talk! },
        },
        on: Object.fromEntries(replies),
        after: { reply: { target: 'waiting', reenter: true, actions: proceed } },
      },
      done: {},
    },
  })
}
