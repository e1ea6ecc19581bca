import type { Entrant } from './entrant.ts'

/** Makes an agent of another that may be called anything else; it is asked as the object that it is, of a class perhaps. */
export function delegate(agent: Entrant): Omit<Entrant, 'name'> {
  const { live, person, constrainable, rule, code } = agent
  return {
    ...(live !== undefined && { live }),
    ...(person !== undefined && { person }),
    ...(constrainable !== undefined && { constrainable }),
    ...(rule !== undefined && { rule }),
    ...(code !== undefined && { code }),
    seat: (...given) => agent.seat(...given),
    ...(agent.check && { check: () => agent.check!() }),
    ...(agent.account && { account: () => agent.account!() }),
    ...(agent.close && { close: () => agent.close!() }),
    ...(agent.begins && { begins: (match) => agent.begins!(match) }),
    ...(agent.ends && { ends: (...given) => agent.ends!(...given) }),
  }
}
