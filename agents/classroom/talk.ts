import type { Json } from 'coevo/core'
import {
  questions,
  type ends,
  type Exchange,
  type Heard,
  type OpeningType,
  type PayloadOf,
  type QuestionType,
  type Respondent,
  type Said,
} from './classroom.ts'

/** What a teacher asks next; its number is still to come. */
export type Question<Type extends QuestionType = QuestionType> = {
  readonly [Each in Type]: { readonly type: Each; readonly payload: Omit<PayloadOf<Each>, 'turn'> }
}[Type]

/**
 * What a teacher goes by: pure functions of the work and of what was said.
 *
 * An answer that is not given is no business of theirs: it ends the session.
 */
export interface Script<Work extends Json = Json, Type extends QuestionType = QuestionType> {
  /** Who takes part, beside the teacher. */
  readonly agents: readonly Respondent[]
  first(work: Work): Question<Type & OpeningType>
  /** Decides what to ask when all that was asked is answered, or ends the session with a score in [0, 1]. */
  next(work: Work, said: readonly Exchange<Type>[]): Question<Type> | { readonly score: number }
}

/** The order to begin a session. It comes from whoever runs it, not over the bus. */
export interface Begin<Work extends Json = Json> {
  readonly type: 'begin'
  /** The session's id on the bus. */
  readonly session: string
  readonly work: Work
}

/** How a session ended. */
export interface Outcome {
  readonly end: (typeof ends)[number]
  /** What the script made of it, in [0, 1]; 0 where the session was cut short. */
  readonly score: number
}

/** A session under way, or over, as its teacher has it: plain data. */
export interface Talk {
  readonly session: string
  readonly work: Json
  /** The question that is open, or was last. */
  readonly open: Asked
  readonly said: readonly Exchange[]
  /** Null while the session is on. */
  readonly outcome: Outcome | null
}

/** A question as it is sent. */
type Asked<State extends 'idle' | 'waiting' = 'idle' | 'waiting'> = Extract<
  Said<'teacher', State>,
  { readonly type: QuestionType }
>

/** A session and what its teacher says. */
export type Step<State extends 'idle' | 'waiting'> = readonly [
  talk: Talk,
  messages: readonly Said<'teacher', State>[],
]

/** Opens a session with its first question. */
export function openTalk(script: Script, { session, work }: Begin): Step<'idle'> {
  const open = numbered(script.first(work), 0) as Asked<'idle'>
  return [{ session, work, open, said: [], outcome: null }, [open]]
}

/** True for a reply to the open question, or its refusal; false for a late one, a duplicate, or another's. */
export function isReply({ session, open }: Talk, message: Heard<'teacher'>): boolean {
  const { turn } = open.payload
  return message.session === session && message.from === open.to && message.payload.turn === turn
}

/** Goes on after a reply to the open question. */
export function goOn(script: Script, talk: Talk, reply: Heard<'teacher'>): Step<'waiting'> {
  const { type, payload } = talk.open
  if (reply.type !== questions[type].reply) return cutShort(script, talk)
  const said = [...talk.said, { type, asked: payload, reply: reply.payload } as Exchange]
  const next = script.next(talk.work, said)
  if ('score' in next) return close(script, { ...talk, said }, { end: 'finished', score: next.score })
  const open = numbered(next, payload.turn + 1)
  return [{ ...talk, open, said }, [open]]
}

/** Ends a session in which the awaited reply did not come: without a verdict, nobody knows what it was worth. */
export function cutShort(script: Script, talk: Talk): Step<'waiting'> {
  return close(script, talk, { end: talk.open.to === 'verifier' ? 'error' : 'timeout', score: 0 })
}

function numbered({ type, payload }: Question, turn: number): Asked<'waiting'> {
  return { to: questions[type].to, type, payload: { ...payload, turn } } as Asked<'waiting'>
}

function close({ agents }: Script, talk: Talk, outcome: Outcome): Step<'waiting'> {
  return [{ ...talk, outcome }, agents.map((to) => ({ to, type: 'end', payload: outcome }))]
}
