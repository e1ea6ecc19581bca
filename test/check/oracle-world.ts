import type { Json } from 'coevo/core'
import type { Message } from 'coevo/bus'
import type { EventObject } from 'xstate'

/** The session of what no message led to. */
export const SESSION = '0'

export type Address = string

/** A message on its way, or long delivered: what tells it from others, and nothing else. */
export type Letter = Pick<Message, 'session' | 'from' | 'to' | 'type' | 'payload'>

export interface Timer {
  readonly id: string
  readonly left: number
  /** Milliseconds that it was set for. */
  readonly delay: number
  readonly event: EventObject
  readonly session: string
}

export interface Waiting {
  readonly id: string
  readonly source: string
  readonly input: unknown
  readonly session: string
  readonly about: Letter | null
}

export interface Agent {
  readonly state: unknown
  readonly up: boolean
  readonly timers: readonly Timer[]
  readonly waits: readonly Waiting[]
}

/** A whole world as plain data. */
export interface World {
  readonly agents: Readonly<Record<Address, Agent>>
  /** By 'from to'. */
  readonly links: Readonly<Record<string, readonly Letter[]>>
  /** By session. */
  readonly monitors: Readonly<Record<string, readonly Json[]>>
  readonly given: number
  readonly left: Readonly<Record<'drop' | 'duplicate' | 'crash' | 'partition', number>>
  readonly cut: readonly string[] | null
}

/** The links, where this is on its way over one of them; those that are empty are left out. */
export function linksWith({ links }: World, road: string, letters: readonly Letter[]): World['links'] {
  const { [road]: _, ...others } = links
  return letters.length === 0 ? others : { ...others, [road]: letters }
}

export function withAgent(world: World, address: Address, agent: Agent): World {
  const timers = agent.timers.toSorted((a, b) => a.left - b.left || (a.id < b.id ? -1 : 1))
  return { ...world, agents: { ...world.agents, [address]: { ...agent, timers } } }
}

export function elapsed(world: World, milliseconds: number): World {
  return Object.entries(world.agents).reduce((later, [address, agent]) => {
    const timers = agent.timers.map((timer) => ({ ...timer, left: timer.left - milliseconds }))
    return agent.up ? withAgent(later, address, { ...agent, timers }) : later
  }, world)
}

/** A world whose agents swapped their addresses, wherever they are written. */
export function renamed(world: World, names: Readonly<Record<Address, Address>>): World {
  const rename = (text: string) =>
    text
      .split(' ')
      .map((word) => names[word] ?? word)
      .join(' ')
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return rename(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(deep)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), deep(item)]))
  }
  const { links, ...rest } = deep(world) as World
  return {
    ...rest,
    links: Object.fromEntries(Object.entries(links).map(([road, list]) => [road, list.toSorted(byText)])),
  }
}

export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

export const byText = (a: unknown, b: unknown) => (textOf(a) < textOf(b) ? -1 : 1)

export const sessionOf = (event: EventObject) => ('session' in event ? String(event['session']) : SESSION)

export const placeOf = (letters: readonly Letter[], letter: Letter) =>
  letters.findIndex((each) => textOf(each) === textOf(letter))

/** Plain data as text, whatever the order of its keys. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}
