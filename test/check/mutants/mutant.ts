import type { Behaviour, Cause, System } from 'coevo/check'
import type { Effect } from 'coevo/protocol'

/** A system with a planted fault. */
export interface Mutant {
  /** What is wrong with it. */
  readonly name: string
  /** Without the fault, in the same scope. */
  readonly original: System
  readonly system: System
  /** What a check must say: all that matters of it. */
  readonly cause: Partial<Cause>
}

/** Changes the agents of a system whose address is this one or begins with it. */
export function withAgents(
  system: System,
  address: string,
  change: (behaviour: Behaviour) => Partial<Behaviour>,
): System {
  const agents = Object.entries(system.agents).map(([name, behaviour]) =>
    name.startsWith(address) ? [name, { ...behaviour, ...change(behaviour) }] : [name, behaviour],
  )
  return { ...system, agents: Object.fromEntries(agents) as System['agents'] }
}

/** Changes what an agent asks for at each of its steps. */
export const changingEffects =
  (change: (effects: readonly Effect[]) => readonly Effect[]) =>
  (agent: Behaviour): Partial<Behaviour> => ({
    next(state, event) {
      const move = agent.next(state, event)
      return { ...move, effects: change(move.effects) }
    },
  })

/** True for an effect that sends a message of this type. */
export const sends = (effect: Effect, type: string): effect is Extract<Effect, { kind: 'action' }> =>
  effect.kind === 'action' && effect.type === 'send' && (effect.params as { type: string }).type === type
