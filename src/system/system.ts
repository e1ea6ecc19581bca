import type { EventObject } from 'xstate'
import { UserError } from '../core/index.ts'
import type { Monitor, Protocol } from '../protocol/index.ts'
import type { Behaviour } from './behaviour.ts'

/**
 * What becomes of messages on their way.
 *
 * - ordered: each link delivers what was sent over it first
 * - unordered: each link delivers in any order
 * - duplicating: unordered, and what was sent once may arrive any number of times, or never
 * - lossy: unordered, and any message may be lost
 */
export type Network = 'ordered' | 'unordered' | 'duplicating' | 'lossy'

/** How often each fault may happen in one run; 0 where left out. */
export interface Faults {
  /** A message is lost. */
  readonly drop?: number
  /** A message arrives and stays on its way. */
  readonly duplicate?: number
  /** An agent stops; what reaches it before it is restarted is lost. */
  readonly crash?: number
  /** A link (one way), or all links of an agent, carry nothing until it heals; what is sent is lost. */
  readonly partition?: number
}

/**
 * When timers fire.
 *
 * - free: any timer at any time: no assumption on how long anything takes
 * - ordered: in the order in which they are due, while messages may take any time in between; a timer counts
 *   from when the last one fired, for messages take no time on the clock
 */
export type Time = 'free' | 'ordered'

/** An order from outside, given once, when the agent is in a state where it may rest. */
export interface Order {
  readonly to: string
  readonly event: EventObject
}

/** A closed world that can be checked: a protocol, who plays its roles, and what may go wrong. */
export interface System {
  /** Kebab-case, as the command line names it. */
  readonly name: string
  /** One line for the list of systems. */
  readonly title: string
  readonly protocol: Protocol
  /** By address ('referee', 'player-0'), as many of each role as the protocol says. */
  readonly agents: Readonly<Record<string, Behaviour>>
  /** Given one after the other. */
  readonly orders: readonly Order[]
  /** Promises beside the protocol's own. */
  readonly monitors: readonly Monitor[]
  /**
   * What must hold of the agents' states (by address) at any moment: a sentence when it does not. An agent
   * that is down has its last state, or null where it cannot come back with it.
   */
  readonly invariants: Readonly<Record<string, (states: Readonly<Record<string, unknown>>) => string | null>>
  /** Roles whose agents are interchangeable: they behave alike, and are told apart by address only. */
  readonly symmetric: readonly string[]
  /** The scope it is checked in unless told otherwise. */
  readonly network: Network
  readonly faults: Faults
  readonly time: Time
}

/** What a system is made of; what is left out is empty, `ordered`, without faults, in `free` time. */
export interface SystemParts<P extends Protocol> {
  readonly name: string
  readonly title: string
  readonly protocol: P
  /** By role: one behaviour for a role of one agent, a list for a role of several. */
  readonly agents: {
    readonly [Role in keyof P['roles'] & string]: P['roles'][Role]['count'] extends 1
      ? Behaviour
      : readonly Behaviour[]
  }
  readonly orders?: readonly Order[]
  readonly monitors?: readonly Monitor[]
  readonly invariants?: System['invariants']
  readonly symmetric?: readonly (keyof P['roles'] & string)[]
  readonly network?: Network
  readonly faults?: Faults
  readonly time?: Time
}

/**
 * Puts the agents of a protocol together into a system that can be checked.
 *
 * @throws UserError when a role has fewer or more agents than the protocol says, or an order is for nobody.
 */
export function defineSystem<P extends Protocol>(parts: SystemParts<P>): System {
  const { protocol, agents, network = 'ordered', faults = {}, time = 'free' } = parts
  const { orders = [], monitors = [], invariants = {}, symmetric = [] } = parts
  const addressed = Object.entries(protocol.roles).flatMap(([role, { count }]) => {
    const given = (agents as Readonly<Record<string, Behaviour | readonly Behaviour[]>>)[role]!
    if (!Array.isArray(given)) return [[role, given as Behaviour] as const]
    const [least, most] = count as readonly [number, number]
    if (given.length < least || given.length > most)
      throw new UserError(
        `System '${parts.name}' has ${given.length} agents of role '${role}'; protocol '${protocol.name}' asks for ${least} to ${most}.`,
      )
    return (given as readonly Behaviour[]).map((agent, i) => [`${role}-${i}`, agent] as const)
  })
  const seated = Object.fromEntries(addressed)
  for (const { to, event } of orders)
    if (!Object.hasOwn(seated, to))
      throw new UserError(
        `System '${parts.name}' gives the order '${event.type}' to '${to}', who is none of its agents: ${Object.keys(seated).join(', ')}.`,
      )
  return {
    name: parts.name,
    title: parts.title,
    protocol,
    agents: seated,
    orders,
    monitors,
    invariants,
    symmetric,
    network,
    faults,
    time,
  }
}
