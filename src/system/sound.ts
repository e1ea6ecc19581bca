import { roleOf } from '../bus/index.ts'
import { nearest, UserError } from '../core/index.ts'
import type { Behaviour } from './behaviour.ts'
import { FAULTS, NETWORKS, TIMES } from './scope.ts'
import type { System } from './system.ts'

/**
 * Holds a system to its protocol: what the compiler says of a TypeScript file, and what types cannot say.
 *
 * @throws UserError naming the system and the part that does not fit.
 */
export function checkSound(system: System): void {
  const { name, protocol, agents, orders, monitors, invariants, symmetric } = system
  const refuse = (problem: string): never => {
    throw new UserError(`System '${name}': ${problem}.`)
  }
  const addresses = Object.keys(agents)
  for (const address of addresses) checkAgent(address, agents[address]!, refuse)
  for (const { to, event } of orders) {
    if (typeof (event as Partial<typeof event> | undefined)?.type !== 'string')
      refuse(`an order to '${to}' has an event without a type`)
    if (!addresses.includes(to))
      refuse(`the order '${event.type}' is for '${to}', who is none of its agents: ${addresses.join(', ')}`)
  }
  for (const role of symmetric) {
    if (!Object.hasOwn(protocol.roles, role))
      refuse(`it calls '${role}' symmetric, which is no role${known(role, Object.keys(protocol.roles))}`)
    if (protocol.roles[role]!.count === 1)
      refuse(`it calls role '${role}' symmetric, which has one agent: nobody is like it`)
  }
  for (const [promise, check] of Object.entries(invariants))
    if (typeof check !== 'function') refuse(`its invariant '${promise}' is no function`)
  const names = [...protocol.monitors, ...monitors].map((monitor) => monitor.name)
  const twice = names.find((one, i) => names.indexOf(one) < i)
  if (twice !== undefined) refuse(`two promises are called '${twice}': give each a name of its own`)
  checkScope(system, refuse)
}

/** The most faults of a kind that can be counted. */
const MOST = 126

/** Holds a scope to what there is. `refuse`: called with the first thing that there is not. */
export function checkScope(
  { network, faults, time }: Pick<System, 'network' | 'faults' | 'time'>,
  refuse: (problem: string) => never,
): void {
  if (!NETWORKS.includes(network))
    refuse(`its network is '${network}', which is none${known(network, NETWORKS)}`)
  if (!TIMES.includes(time)) refuse(`its time is '${time}', which is none${known(time, TIMES)}`)
  for (const [fault, most] of Object.entries(faults) as [string, number | undefined][]) {
    if (!(FAULTS as readonly string[]).includes(fault))
      refuse(`it allows the fault '${fault}', which is none${known(fault, FAULTS)}`)
    if (most !== Infinity && most !== undefined && !(Number.isInteger(most) && most >= 0 && most <= MOST))
      refuse(
        `it allows ${most} faults of kind '${fault}': give a whole number from 0 to ${MOST}, or Infinity`,
      )
  }
}

function checkAgent(address: string, agent: Behaviour, refuse: (problem: string) => never): void {
  const given = agent as Partial<Behaviour> | undefined
  if (typeof given?.next !== 'function' || typeof given.nameOf !== 'function')
    refuse(
      `agent '${address}' is no behaviour: make one with fromMachine(machine) or fromReducer(protocol, '${roleOf(address)}', { … })`,
    )
  for (const [source, isListed] of Object.entries(agent.invokes ?? {}))
    if (!isListed)
      refuse(
        `${address} invokes '${source}', and nothing says what may come of it: give fromMachine(machine, { outcomes: { … } }) a function from its input to its outcomes`,
      )
}

function known(name: string, names: readonly string[]): string {
  const guess = nearest(name, names)
  const list = `there are ${names.join(', ')}`
  return ` (${guess === undefined ? list : `did you mean '${guess}'? ${list}`})`
}
