import type { MessageTypes, RoleRules } from 'coevo/bus'
import type { Incoming, MessageOf, Outgoing, Protocol, StateOf } from 'coevo/protocol'
import { z } from 'zod'

const teacher = { count: 1, states: ['idle', 'waiting', 'done'], rest: ['idle', 'done'] } as const
const respondent = { count: 1, states: ['idle', 'thinking', 'done'], rest: ['idle', 'done'] } as const

/** Who takes part in lessons, reviews and audits. The teacher asks; the others answer it and nobody else. */
export const roles = {
  teacher,
  solver: respondent,
  critic: respondent,
  generator: respondent,
  verifier: respondent,
} as const satisfies RoleRules

/** The number of a question among all of its session: a late or repeated answer is known by it. */
const turn = z.int().min(0)
const attempt = z.int().min(0)
const [prompt, answer, text] = [z.string(), z.string(), z.string()]

const asks = { from: 'teacher', in: ['waiting'] } as const
const opens = { from: 'teacher', in: ['idle', 'waiting'] } as const
const says = { to: 'teacher', in: ['thinking'] } as const
const refusal = z.object({ turn, reason: z.enum(['timeout', 'failure']) })

/** What is said in lessons, reviews and audits, but for the end. */
export const messages = {
  task: { ...opens, to: 'solver', payload: z.object({ turn, attempt, prompt }) },
  answer: { ...says, from: 'solver', payload: z.object({ turn, text }) },
  pass: { ...says, from: 'solver', payload: refusal },

  submission: { ...asks, to: 'verifier', payload: z.object({ turn, attempt, prompt, answer }) },
  verdict: {
    ...says,
    from: 'verifier',
    /** `text`: what a verifier wrote who reads and writes; empty for one that computes. */
    payload: z.object({ turn, score: z.number().min(0).max(1), readable: z.boolean(), text }),
  },
  abstain: { ...says, from: 'verifier', payload: refusal },

  draft: { ...asks, to: 'critic', payload: z.object({ turn, attempt, prompt, answer }) },
  critique: { ...says, from: 'critic', payload: z.object({ turn, text }) },
  decline: { ...says, from: 'critic', payload: refusal },

  request: { ...opens, to: 'generator', payload: z.object({ turn, prompt }) },
  proposal: { ...says, from: 'generator', payload: z.object({ turn, text }) },
  withdraw: { ...says, from: 'generator', payload: refusal },
} as const satisfies MessageTypes

/** How a session ended. 'timeout': somebody did not answer; 'error': that was the verifier. */
export const ends = ['finished', 'timeout', 'error'] as const

/** The last word, to everybody who takes part. */
export const endTo = <const Role extends Respondent>(...to: readonly Role[]) => ({
  from: 'teacher' as const,
  to,
  in: ['waiting'] as const,
  payload: z.object({ end: z.enum(ends), score: z.number().min(0).max(1) }),
})

export const timeouts = {
  /** How long the teacher waits for an answer. */
  reply: 60_000,
  /** How long an agent waits for its policy: less, so that it can still say that it has no answer. */
  thought: 50_000,
}

/** Whoever answers the teacher. */
export type Respondent = Exclude<keyof typeof roles, 'teacher'>

/** All that lessons, reviews and audits have in common: each is a part of this. */
export type Classroom = Protocol<
  typeof roles,
  typeof messages & { readonly end: ReturnType<typeof endTo<Respondent>> },
  keyof typeof timeouts
>

export type ClassroomMessage = MessageOf<Classroom['messages']>

/** What an agent hears. */
export type Heard<Role extends keyof typeof roles> = Incoming<Classroom, Role>

/** What an agent says in a state; in any, if left out. */
export type Said<
  Role extends keyof typeof roles,
  State extends StateOf<Classroom, Role> = StateOf<Classroom, Role>,
> = Outgoing<Classroom, Role, State>

/** By question: who is asked, how it is answered, and how it is not. */
export const questions = {
  task: { to: 'solver', reply: 'answer', refusal: 'pass' },
  submission: { to: 'verifier', reply: 'verdict', refusal: 'abstain' },
  draft: { to: 'critic', reply: 'critique', refusal: 'decline' },
  request: { to: 'generator', reply: 'proposal', refusal: 'withdraw' },
} as const satisfies Partial<Record<ClassroomMessage['type'], object>>

/** The types of message that ask for an answer. */
export type QuestionType = keyof typeof questions

/** The questions that a session can begin with. */
export type OpeningType = Extract<Said<'teacher', 'idle'>['type'], QuestionType>

/** What a message of a type tells. */
export type PayloadOf<Type extends ClassroomMessage['type']> = Extract<
  ClassroomMessage,
  { readonly type: Type }
>['payload']

/** A question and its answer. */
export type Exchange<Type extends QuestionType = QuestionType> = {
  readonly [Each in Type]: {
    readonly type: Each
    readonly asked: PayloadOf<Each>
    readonly reply: PayloadOf<(typeof questions)[Each]['reply']>
  }
}[Type]
