import { receiversOf, roleOf } from '../bus/index.ts'
import type { System } from '../system/index.ts'

/** A way to cut the network: a link, or all links of an agent. */
export interface Cut {
  readonly from: string | null
  readonly to: string | null
  /** By link: true where nothing gets through. */
  readonly links: readonly boolean[]
}

/** A pair of agents that may talk, one way. */
export interface Road {
  readonly from: number
  readonly to: number
}

/** Lists the pairs of agents that some message goes between. */
export function roadsOf({ protocol }: System, addresses: readonly string[]): Road[] {
  const roles = addresses.map(roleOf)
  const pairs = new Set(
    Object.values(protocol.messages).flatMap((rule) => receiversOf(rule).map((to) => `${rule.from} ${to}`)),
  )
  return roles.flatMap((sender, from) =>
    roles.flatMap((receiver, to) => (pairs.has(`${sender} ${receiver}`) ? [{ from, to }] : [])),
  )
}

/** Lists the ways to cut a network: every agent by itself, and every link. */
export function cutsOf(roads: readonly Road[], addresses: readonly string[]): Cut[] {
  const alone = addresses.map((address, agent) => ({
    from: address,
    to: null,
    links: roads.map(({ from, to }) => from === agent || to === agent),
  }))
  const single = roads.map((road, link) => ({
    from: addresses[road.from]!,
    to: addresses[road.to]!,
    links: roads.map((_, other) => other === link),
  }))
  return [...alone, ...single]
}
