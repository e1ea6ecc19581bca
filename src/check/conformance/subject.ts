import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Arbitrary } from 'fast-check'
import type { EventObject } from 'xstate'
import type { Incoming, Outgoing, Protocol } from '../../protocol/index.ts'
import type { Behaviour } from '../../system/index.ts'

type Heard<P extends Protocol, Role extends keyof P['roles'] & string> = Incoming<P, Role>['type']
type Said<P extends Protocol, Role extends keyof P['roles'] & string> = Outgoing<P, Role>['type']

/** An agent and what it promises beside what every agent does. */
export interface AgentSubject<P extends Protocol, Role extends keyof P['roles'] & string> {
  readonly protocol: P
  readonly role: Role
  /** The agent: `fromMachine(machine, { outcomes })`, say. */
  readonly agent: Behaviour
  /** By type of message: what it answers with, to whomever. Others need no answer. */
  readonly answers?: { readonly [Type in Heard<P, Role>]?: readonly Said<P, Role>[] }
  /** Events from outside, given any number of times while it is at rest. */
  readonly orders?: readonly (EventObject | { readonly type: string; readonly [field: string]: unknown })[]
  /** The session's id, where orders name it. Default 'session'. */
  readonly session?: string
  /**
   * The messages that it takes up even from a session that it does not know: any other must change nothing.
   * Left out: the agent does not look at sessions.
   */
  readonly opens?: readonly Heard<P, Role>[]
  /** False where nothing is ever delivered twice, so that the agent need not notice. Default true. */
  readonly duplicates?: boolean
  /** By type of message: payloads that tell more than those drawn from its schema. */
  readonly payloads?: {
    readonly [Type in Heard<P, Role>]?: Arbitrary<StandardSchemaV1.InferInput<P['messages'][Type]['payload']>>
  }
}

/** An agent of any role of any protocol. */
export type Subject = Readonly<{
  protocol: Protocol
  role: string
  agent: Behaviour
  answers: Readonly<Record<string, readonly string[]>>
  orders: readonly EventObject[]
  session: string
  opens: readonly string[] | null
  duplicates: boolean
  payloads: Readonly<Record<string, Arbitrary<unknown>>>
}>

/** Fills in what was left out. */
export function subjectOf<P extends Protocol, Role extends keyof P['roles'] & string>(
  given: AgentSubject<P, Role>,
): Subject {
  const defaults = {
    answers: {},
    orders: [],
    session: 'session',
    opens: null,
    duplicates: true,
    payloads: {},
  }
  return { ...defaults, ...given }
}
