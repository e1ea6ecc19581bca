import { UserError } from 'coevo/core'
import type { Entrant } from './entrant.ts'
import { openEntrant, type Premises } from './open-entrant.ts'

/** Agents that are open, and what closes those that were opened here. */
export interface Opened {
  readonly entrants: readonly Entrant[]
  readonly close: () => void
}

/**
 * Opens agents by name; those of a program's own are open.
 *
 * @throws UserError when two have one name, or one cannot be opened; then all others are closed.
 */
export async function openAll(
  agents: readonly (string | Entrant)[],
  premises: Premises = {},
): Promise<Opened> {
  const own: Entrant[] = []
  const close = () => {
    for (const each of own.splice(0)) each.close?.()
  }
  try {
    checkNames(agents.map((agent) => (typeof agent === 'string' ? agent : agent.name)))
    const entrants: Entrant[] = []
    for (const agent of agents) {
      const entrant = typeof agent === 'string' ? await openEntrant(agent, premises) : agent
      if (typeof agent === 'string') own.push(entrant)
      entrants.push(entrant)
    }
    checkNames(entrants.map(({ name }) => name))
    return { entrants, close }
  } catch (error) {
    close()
    throw error
  }
}

function checkNames(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined)
    throw new UserError(
      `Two agents are called '${twice}': give one of them a name of its own, such as 'other=${twice}'.`,
    )
}
