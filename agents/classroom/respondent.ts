import { effect, type EffectOf } from 'coevo/protocol'
import { fromPromise, setup } from 'xstate'
import {
  timeouts,
  type Heard,
  type PayloadOf,
  type QuestionType,
  type Respondent,
  type Said,
} from './classroom.ts'

/** How an agent that answers a teacher behaves. */
export interface RespondentOptions {
  /** Milliseconds, where they differ from the protocol's. */
  readonly timeouts?: Partial<typeof timeouts> | undefined
}

/** What tells one agent that answers from another: what it hears, and how it puts what its policy returns. */
export interface RespondentKind<Returned> {
  readonly role: Respondent
  readonly hears: QuestionType
  readonly reply: (turn: number, returned: Returned) => Said<Respondent, 'thinking'>
  readonly refuse: (turn: number, reason: 'timeout' | 'failure') => Said<Respondent, 'thinking'>
}

/** A respondent's memory. */
export interface RespondentContext {
  /** The session it takes part in: that of its first message. */
  readonly session: string | null
  /** The question it was asked last; null before the first. */
  readonly asked: PayloadOf<QuestionType> | null
}

/** Something that came of a question, beside the reply. */
export interface Thought<Returned> {
  readonly turn: number
  readonly returned: Returned
}

/**
 * Creates the machine of an agent that answers its teacher for one session.
 *
 *     idle ── question ──► thinking ── returned | failure | timeout ──► idle … ── end ──► done
 *
 * Messages may overtake each other: a question older than the last one is late, and so is any after the end.
 *
 * It thinks through the invoked actor `policy`, which is given the question. An agent that gets no answer from it
 * says so.
 *
 * Effects: `send`, a message of the protocol; `record`, what the policy returned, where a reply was made of it.
 */
export function createRespondent<Returned>(
  { role, hears, reply, refuse }: RespondentKind<Returned>,
  options: RespondentOptions = {},
) {
  const agent = setup({
    types: {
      context: {} as RespondentContext,
      events: {} as Heard<Respondent>,
    },
    actors: {
      policy: fromPromise<Returned, PayloadOf<QuestionType>>(() =>
        Promise.reject(new Error(`a ${role} needs a policy`)),
      ),
    },
    actions: {
      send: effect as EffectOf<Said<Respondent>>,
      record: effect as EffectOf<Thought<Returned>>,
    },
    delays: { ...timeouts, ...options.timeouts },
    guards: {
      isNew: ({ context: { session, asked }, event }) =>
        session === null ||
        (event.session === session && event.type !== 'end' && event.payload.turn > (asked?.turn ?? -1)),
      isOurs: ({ context: { session }, event }) => session === null || event.session === session,
    },
  })
  const takeUp = agent.assign(({ event: { session, payload } }) => ({
    session,
    asked: payload as PayloadOf<QuestionType>,
  }))
  const leave = agent.assign(({ event: { session } }) => ({ session, asked: null }))
  type Memory = { readonly context: RespondentContext }
  const turnOf = ({ context: { asked } }: Memory) => asked!.turn
  const refusal = (reason: 'timeout' | 'failure') =>
    ({ type: 'send', params: (memory: Memory) => refuse(turnOf(memory), reason) }) as const
  const question = { guard: 'isNew', target: 'thinking', actions: takeUp } as const
  const end = { guard: 'isOurs', target: 'done', actions: leave } as const
  return agent.createMachine({
    id: role,
    context: { session: null, asked: null },
    initial: 'idle',
    states: {
      idle: { on: { [hears]: question, end } },
      thinking: {
        on: { [hears]: { ...question, reenter: true }, end },
        invoke: {
          id: 'policy',
          src: 'policy',
          input: ({ context }) => context.asked!,
          onDone: {
            target: 'idle',
            actions: [
              {
                type: 'record',
                params: (now) => ({ turn: turnOf(now), returned: now.event.output }),
              },
              { type: 'send', params: (now) => reply(turnOf(now), now.event.output) },
            ],
          },
          onError: { target: 'idle', actions: refusal('failure') },
        },
        after: { thought: { target: 'idle', actions: refusal('timeout') } },
      },
      done: {},
    },
  })
}
