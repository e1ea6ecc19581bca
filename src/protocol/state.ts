import type { StateValue } from 'xstate'

/** Names the state that a machine is in: 'waiting', nested 'playing.asking', parallel 'left.on|right.off'. */
export function stateName(value: StateValue): string {
  return typeof value === 'string' ? value : paths(value).join('|')
}

function paths(value: StateValue): string[] {
  if (typeof value === 'string') return [value]
  return Object.entries(value).flatMap(([outer, inner]) => {
    const inside = inner === undefined ? [] : paths(inner)
    return inside.length === 0 ? [outer] : inside.map((path) => `${outer}.${path}`)
  })
}
