import {
  defineSystem,
  fromReducer,
  type System,
  type Ask,
  type Behaviour,
  type Outcome,
  type Reducer,
  type Restart,
} from 'coevo/check'
import type { Json } from 'coevo/core'
import { defineProtocol, type Monitor, type Watching } from 'coevo/protocol'
import { z } from 'zod'

const message = { payload: z.object({ n: z.number().default(0) }) }

/** A protocol of two roles with a message each way, to try things out with. */
export function toyProtocol(monitors: (watch: Watching) => readonly Monitor[] = () => []) {
  return defineProtocol({
    name: 'toy',
    roles: {
      caller: { count: 1, states: ['idle', 'busy', 'done'], rest: ['idle', 'done'] },
      callee: { count: [1, 3], states: ['idle', 'busy', 'done'], rest: ['idle', 'done'] },
    },
    messages: {
      call: { from: 'caller', to: 'callee', ...message },
      answer: { from: 'callee', to: 'caller', ...message },
    },
    timeouts: { soon: 10, late: 30 },
    monitors,
  })
}

export const toy = toyProtocol()

/** What a toy is in: a name, and whatever it wants to remember. */
export interface Toys {
  readonly name: 'idle' | 'busy' | 'done'
  readonly seen: Json
}

export const IDLE: Toys = { name: 'idle', seen: [] }

/** What happens to a toy: a message or an answer, by its type; the rest is there where it belongs. */
export interface Happening {
  readonly type: string
  readonly payload: { readonly n: number }
  readonly output: unknown
}

type Role = 'caller' | 'callee'

/** A message, its receiver taken on trust. */
interface Draft {
  readonly to: string
  readonly type: string
  readonly payload: { readonly n: number }
}

type Asking = Omit<Ask<typeof toy, Role, string>, 'send'> & { readonly send: (draft: Draft) => void }

/** A toy: what is left out does nothing. */
export interface ToyParts {
  readonly initial: Toys
  readonly begin?: (ask: Asking) => void
  readonly next?: (state: Toys, event: Happening, ask: Asking) => Toys
  readonly spontaneous?: (state: Toys) => readonly string[]
  readonly takes?: (state: Toys, event: Happening) => boolean
  readonly outcomes?: Readonly<Record<string, () => readonly Outcome[]>>
  readonly restarts?: readonly Restart[]
}

const toyOf = (role: Role, parts: ToyParts) =>
  fromReducer(toy, role, { next: (state: Toys) => state, ...parts } as unknown as Reducer<
    typeof toy,
    Role,
    Json
  >)

export const caller = (parts: ToyParts): Behaviour<Json> => toyOf('caller', parts)

export const callee = (parts: ToyParts): Behaviour<Json> => toyOf('callee', parts)

export type PairParts = Partial<
  Pick<System, 'network' | 'faults' | 'time' | 'orders' | 'monitors' | 'invariants'>
>

/** A system of one caller and one callee. */
export function pair(one: ToyParts, other: ToyParts, parts: PairParts = {}) {
  return defineSystem({
    name: 'pair',
    title: 'Two agents',
    protocol: toy,
    agents: { caller: caller(one), callee: [callee(other)] },
    ...parts,
  })
}

/** A system of this caller and a callee that does nothing. */
export function alone(
  one: Behaviour,
  parts: Partial<Pick<System, 'orders' | 'faults' | 'network' | 'symmetric'>> = {},
): System {
  return defineSystem({
    name: 'alone',
    title: 'A caller by itself',
    protocol: toy,
    agents: { caller: one, callee: [callee({ initial: IDLE })] },
    ...(parts as object),
  })
}

/** A caller that takes a step 'go' of its own while it is idle. */
export const going = (parts: Partial<ToyParts>) =>
  caller({ initial: IDLE, spontaneous: ({ name }) => (name === 'idle' ? ['go'] : []), ...parts })
