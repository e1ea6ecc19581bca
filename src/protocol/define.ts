import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Draft, Message, MessageType, MessageTypes, RoleRule, RoleRules } from '../bus/index.ts'
import { checkConsistent } from './consistent.ts'
import { watching, type Monitor, type Watching } from './monitor/index.ts'

/** Who may say what to whom and when, how long anybody waits, and what is promised of it all. */
export interface Protocol<
  Roles extends RoleRules = RoleRules,
  Messages extends MessageTypes = MessageTypes,
  Timeout extends string = string,
> {
  /** Kebab-case: 'match'. */
  readonly name: string
  readonly roles: Roles
  readonly messages: Messages
  /** Milliseconds by name: what a role waits for at most before it takes a defined way out. */
  readonly timeouts: Readonly<Record<Timeout, number>>
  readonly monitors: readonly Monitor[]
}

/** Roles that rest in states of theirs. */
type Restful<Roles extends RoleRules> = {
  readonly [Role in keyof Roles]: RoleRule<Roles[Role]['states'][number]>
}

/** Messages that go between known roles, sent in known states. */
type Consistent<Roles extends RoleRules, Messages extends MessageTypes> = {
  readonly [Type in keyof Messages]: MessageType<keyof Roles & string, keyof Roles & string> & {
    readonly in?: readonly Roles[Messages[Type]['from'] & keyof Roles]['states'][number][]
  }
}

/**
 * Checks a protocol's types where it is written, and gives its monitors what they need to be written.
 *
 * @example
 * defineProtocol({
 *   name: 'greeting',
 *   roles: {
 *     host: { count: 1, states: ['idle', 'asking'], rest: ['idle'] },
 *     guest: { count: [1, 8], states: ['idle'], rest: ['idle'] },
 *   },
 *   messages: { hello: { from: 'host', to: 'guest', in: ['asking'], payload: z.object({}) } },
 *   timeouts: { reply: 1000 },
 *   monitors: ({ never, sent }) => [
 *     never('a guest is greeted as number 0', sent('hello', ({ to }) => to === 'guest-0')),
 *   ],
 * })
 * @throws UserError naming the part that does not fit: a role, a state, a schema or a timeout that is none.
 */
export function defineProtocol<
  const Roles extends RoleRules & Restful<Roles>,
  const Messages extends MessageTypes & Consistent<Roles, Messages>,
  Timeout extends string,
>(protocol: {
  readonly name: string
  readonly roles: Roles
  readonly messages: Messages
  readonly timeouts: Readonly<Record<Timeout, number>>
  readonly monitors?: (watch: Watching<MessageOf<Messages>>) => readonly Monitor[]
}): Protocol<Roles, Messages, Timeout> {
  const defined = { ...protocol, monitors: protocol.monitors?.(watching()) ?? [] }
  checkConsistent(defined)
  return defined
}

/** The messages of a protocol, as they are on the bus: a union that `type` tells apart. */
export type MessageOf<Messages extends MessageTypes> = {
  [Type in keyof Messages & string]: Message<Type, StandardSchemaV1.InferOutput<Messages[Type]['payload']>>
}[keyof Messages & string]

type RoleOf<P extends Protocol> = keyof P['roles'] & string

/** Where an agent of a role is reached: 'referee' where a session has one, 'player-0' where several. */
export type Address<P extends Protocol, Role extends RoleOf<P>> = Role extends string
  ? P['roles'][Role]['count'] extends 1
    ? Role
    : `${Role}-${number}`
  : never

/** The states of a role's machine that the protocol knows of. */
export type StateOf<P extends Protocol, Role extends RoleOf<P>> = P['roles'][Role]['states'][number]

/** The roles that a type of message may be sent to. */
type ReceiverOf<Rule extends MessageType> = Rule['to'] extends readonly (infer Role extends string)[]
  ? Role
  : Extract<Rule['to'], string>

type TypesTo<P extends Protocol, Role> = {
  [Type in keyof P['messages']]: Extract<ReceiverOf<P['messages'][Type]>, Role> extends never ? never : Type
}[keyof P['messages']] &
  string

/** A state, or one inside it. */
type Within<State extends string> = State | `${State}.${string}`

/** True where a message may be sent in one of these states. */
type MaySend<Rule extends MessageType, State> = Rule extends {
  readonly in: readonly (infer In extends string)[]
}
  ? [Extract<State, Within<In>>] extends [never]
    ? false
    : true
  : true

type TypesFrom<P extends Protocol, Role, State> = {
  [Type in keyof P['messages']]: P['messages'][Type]['from'] extends Role
    ? MaySend<P['messages'][Type], State> extends true
      ? Type
      : never
    : never
}[keyof P['messages']] &
  string

/** The messages that a role receives: the events of its machine. */
export type Incoming<P extends Protocol, Role extends RoleOf<P>> = {
  [Type in TypesTo<P, Role>]: Message<Type, StandardSchemaV1.InferOutput<P['messages'][Type]['payload']>>
}[TypesTo<P, Role>]

/**
 * The messages that a role may send in a state (or in any), before they enter the bus: the effects of its
 * machine.
 */
export type Outgoing<
  P extends Protocol,
  Role extends RoleOf<P>,
  State extends Within<StateOf<P, Role>> = StateOf<P, Role>,
> = {
  [Type in TypesFrom<P, Role, State>]: Draft<
    Address<P, ReceiverOf<P['messages'][Type]>>,
    Type,
    StandardSchemaV1.InferInput<P['messages'][Type]['payload']>
  >
}[TypesFrom<P, Role, State>]
