import type { EventObject } from 'xstate'
import { lookUp, UserError } from '../core/index.ts'
import type { Monitor, Protocol } from '../protocol/index.ts'
import type { Behaviour } from './behaviour.ts'
import type { Faults, Network, Time } from './scope.ts'
import { checkSound } from './sound.ts'

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
 * @throws UserError when a role has fewer or more agents than the protocol says, an order is for nobody, an
 * actor that is invoked has no outcomes, or a name is none of the protocol's.
 */
export function defineSystem<P extends Protocol>(parts: SystemParts<P>): System {
  const { name, title, protocol, network = 'ordered', faults = {}, time = 'free' } = parts
  const { orders = [], monitors = [], invariants = {}, symmetric = [] } = parts
  const agents = seatedAgents(parts)
  const system = {
    name,
    title,
    protocol,
    agents,
    orders,
    monitors,
    invariants,
    symmetric,
    network,
    faults,
    time,
  }
  checkSound(system)
  return system
}

/** Gives every agent its address. */
function seatedAgents<P extends Protocol>({ name, protocol, agents }: SystemParts<P>): System['agents'] {
  const byRole = agents as Readonly<Record<string, Behaviour | readonly Behaviour[] | undefined>>
  for (const role of Object.keys(byRole)) lookUp(`role of protocol '${protocol.name}'`, role, protocol.roles)
  const addressed = Object.entries(protocol.roles).flatMap(([role, { count }]) => {
    const given = byRole[role]
    if (count === 1) {
      if (given === undefined || Array.isArray(given))
        throw new UserError(
          `System '${name}' needs one agent of role '${role}', and has ${Array.isArray(given) ? 'a list' : 'none'}.`,
        )
      return [[role, given as Behaviour] as const]
    }
    const list = Array.isArray(given) ? (given as readonly Behaviour[]) : []
    const [least, most] = count
    if (list.length < least || list.length > most || (given !== undefined && !Array.isArray(given)))
      throw new UserError(
        `System '${name}' has ${Array.isArray(given) ? list.length : 'no list of'} agents of role '${role}'; protocol '${protocol.name}' asks for ${least} to ${most}.`,
      )
    return list.map((agent, i) => [`${role}-${i}`, agent] as const)
  })
  return Object.fromEntries(addressed)
}
