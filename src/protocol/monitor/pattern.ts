import { roleOf, type Message, type Refusal } from '../../bus/index.ts'
import type { Observation } from './monitor.ts'

/** Tells the observations that a promise is about from all others. */
export type Pattern<Seen extends Observation = Observation> = (seen: Observation) => seen is Seen

/** What monitors see of one kind. */
type Seen<At extends Observation['at']> = Extract<Observation, { readonly at: At }>

/** Those messages of a union that have one of these types. */
type OfType<M extends Message, Type> = Extract<M, { readonly type: Type }>

/** A message of one of these types on its way. */
export interface Carried<M extends Message, At extends 'sent' | 'delivered', Type> {
  readonly at: At
  readonly message: OfType<M, Type>
  readonly cause: M | null
}

/** A pattern of messages; `where` narrows what is meant, and is told what they were caused by. */
type Carriage<M extends Message, At extends 'sent' | 'delivered'> = <Type extends M['type']>(
  type: Type | readonly Type[],
  where?: (message: OfType<M, Type>, cause: M | null) => boolean,
) => Pattern<Carried<M, At, Type>>

/** The patterns over the messages of a protocol. */
export interface Patterns<M extends Message> {
  /** A message of a type, or of one of several, that entered the bus. */
  readonly sent: Carriage<M, 'sent'>
  /** A message of a type, or of one of several, that reached its receiver. */
  readonly delivered: Carriage<M, 'delivered'>
  /** A message that the bus would not have, for this reason or any. */
  readonly refused: (reason?: Refusal) => Pattern<Seen<'refused'>>
  /** An effect of an agent's other than a message. Recorded journals hold none. */
  readonly act: (type: string, where?: (by: string, params: unknown) => boolean) => Pattern<Seen<'act'>>
  /**
   * An agent, or any of a role, that came back after a crash: with its last snapshot (`remembers`), with
   * none, or either way.
   */
  readonly restarted: (address?: string, how?: { readonly remembers: boolean }) => Pattern<Seen<'restarted'>>
}

/** Makes the patterns over these messages. */
export function patterns<M extends Message>(): Patterns<M> {
  return {
    sent: carried<M, 'sent'>('sent'),
    delivered: carried<M, 'delivered'>('delivered'),
    refused: (reason) => when('refused', ({ refused }) => reason === undefined || refused.reason === reason),
    act: (wanted, where) =>
      when('act', ({ type, by, params }) => type === wanted && (where?.(by, params) ?? true)),
    restarted: (wanted, how) =>
      when(
        'restarted',
        ({ address, remembers }) =>
          (wanted === undefined || address === wanted || roleOf(address) === wanted) &&
          (how === undefined || remembers === how.remembers),
      ),
  }
}

function carried<M extends Message, At extends 'sent' | 'delivered'>(at: At): Carriage<M, At> {
  return <Type extends M['type']>(
    type: Type | readonly Type[],
    where: (message: OfType<M, Type>, cause: M | null) => boolean = () => true,
  ) => {
    const types: readonly string[] = typeof type === 'string' ? [type] : type
    return (seen): seen is Carried<M, At, Type> =>
      seen.at === at &&
      types.includes(seen.message.type) &&
      where(seen.message as OfType<M, Type>, seen.cause as M | null)
  }
}

function when<At extends Observation['at']>(at: At, where: (seen: Seen<At>) => boolean): Pattern<Seen<At>> {
  return (seen): seen is Seen<At> => seen.at === at && where(seen as Seen<At>)
}
