import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Draft, Message, MessageType, MessageTypes } from '../bus/index.ts'

/** Who may say what to whom, and how long anybody waits. */
export interface Protocol<
  Role extends string = string,
  Messages extends MessageTypes = MessageTypes,
  Timeout extends string = string,
> {
  /** Kebab-case: 'match'. */
  readonly name: string
  /** A session has one agent of a role, at the role's name, or several, at 'role-0', 'role-1', … */
  readonly roles: readonly Role[]
  readonly messages: Messages
  /** Milliseconds by name: what a role waits for at most before it takes a defined way out. */
  readonly timeouts: Readonly<Record<Timeout, number>>
}

/** Checks a protocol's types where it is written and returns it unchanged. */
export function defineProtocol<
  const Role extends string,
  Messages extends Readonly<Record<string, MessageType<NoInfer<Role>, NoInfer<Role>>>>,
  Timeout extends string,
>(protocol: Protocol<Role, Messages, Timeout>): Protocol<Role, Messages, Timeout> {
  return protocol
}

/** Where an agent of a role is reached: 'referee', or 'player-0'. */
export type Address<Role extends string = string> = Role | `${Role}-${number}`

type TypesTo<P extends Protocol, Role> = {
  [Type in keyof P['messages']]: P['messages'][Type]['to'] extends Role ? Type : never
}[keyof P['messages']] &
  string

type TypesFrom<P extends Protocol, Role> = {
  [Type in keyof P['messages']]: P['messages'][Type]['from'] extends Role ? Type : never
}[keyof P['messages']] &
  string

/** The messages that a role receives: the events of its machine. */
export type Incoming<P extends Protocol, Role extends P['roles'][number]> = {
  [Type in TypesTo<P, Role>]: Message<Type, StandardSchemaV1.InferOutput<P['messages'][Type]['payload']>>
}[TypesTo<P, Role>]

/** The messages that a role may send, before they enter the bus: the effects of its machine. */
export type Outgoing<P extends Protocol, Role extends P['roles'][number]> = {
  [Type in TypesFrom<P, Role>]: Draft<
    Address<P['messages'][Type]['to']>,
    Type,
    StandardSchemaV1.InferInput<P['messages'][Type]['payload']>
  >
}[TypesFrom<P, Role>]
