import type { EventObject } from 'xstate'
import type { Refused } from '../bus/index.ts'
import type { Behaviour, Outcome } from '../system/index.ts'

/** A timer that runs. */
export interface Timer {
  readonly id: string
  /** Milliseconds until it is due; where timers fire at any time, the delay it was set with. */
  readonly left: number
  /** Milliseconds that it was set for. */
  readonly delay: number
  readonly event: EventObject
  readonly session: string
}

/** An invoked actor that has not answered yet. */
export interface Pending {
  readonly id: string
  readonly source: string
  readonly outcomes: readonly Outcome[]
  readonly session: string
  /** The envelope it is about; −1 for none. */
  readonly cause: number
}

/** An agent at one moment: interned, so that equal moments are one object with one number. */
export interface Node {
  readonly id: number
  readonly agent: number
  readonly behaviour: Behaviour
  /** The agent's own state; after a crash, the last one. */
  readonly state: unknown
  /** The state's name; 'down' after a crash. */
  readonly name: string
  readonly up: boolean
  /** True in a state where the protocol lets the agent stay for ever. */
  readonly rests: boolean
  /** Soonest first. */
  readonly timers: readonly Timer[]
  readonly pending: readonly Pending[]
  readonly spontaneous: readonly EventObject[]
  /** By envelope: whether it takes it now; null where it takes all. */
  readonly takes: ((envelope: number) => boolean) | null
  /** What it did on every stimulus so far, by the stimulus' code and the agent. */
  readonly reactions: Map<number, Reaction>
  /** Itself after so many milliseconds. */
  readonly later: Map<number, Node>
}

/** What an agent does on a stimulus. The same object each time, since agents are pure. */
export interface Reaction {
  readonly id: number
  readonly agent: number
  readonly stimulus: Stimulus
  /** Where it was. */
  readonly before: Node
  readonly node: Node
  /** Ids of envelopes, in order. */
  readonly sent: readonly number[]
  readonly acts: readonly Act[]
  readonly failure: Failure | null
  /** The envelope it is about: that was delivered, or that led to asking the actor; −1 for none. */
  readonly cause: number
  /** Where the message reached an agent that was down. */
  readonly ignored: boolean
  /** How often it was taken. */
  count: number
}

export interface Act {
  readonly type: string
  readonly params: unknown
  readonly session: string
}

/** Why a reaction breaks a promise by itself. */
export type Failure =
  | {
      readonly kind: 'refused'
      readonly envelope: number
      readonly reason: Refused
    }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'nondeterministic'; readonly source: string | null }

/** What happens to an agent. */
export type Stimulus =
  | { readonly kind: 'deliver'; readonly envelope: number }
  | { readonly kind: 'timer' | 'spontaneous' | 'order'; readonly place: number }
  | { readonly kind: 'outcome'; readonly place: number; readonly outcome: number }
  | { readonly kind: 'crash' }
  | { readonly kind: 'restart'; readonly place: number }

const KINDS = ['deliver', 'timer', 'spontaneous', 'order', 'outcome', 'crash', 'restart'] as const

/** The most outcomes that an invoked actor may have. */
export const MAX_OUTCOMES = 256

/** What tells the stimuli of one node apart, as a number: the kind, and which of the kind. */
export const CODE = {
  deliver: (envelope: number) => envelope * 8,
  timer: (place: number) => place * 8 + 1,
  spontaneous: (place: number) => place * 8 + 2,
  order: (place: number) => place * 8 + 3,
  /** `place`: of the actor, times MAX_OUTCOMES, plus that of the outcome. */
  outcome: (place: number) => place * 8 + 4,
  crash: () => 5,
  restart: (place: number) => place * 8 + 6,
} as const

/** The stimulus that a code stands for. */
export function stimulusOf(code: number): Stimulus {
  const kind = KINDS[code % 8]!
  const place = Math.floor(code / 8)
  switch (kind) {
    case 'deliver':
      return { kind, envelope: place }
    case 'outcome':
      return { kind, place: Math.floor(place / MAX_OUTCOMES), outcome: place % MAX_OUTCOMES }
    case 'crash':
      return { kind }
    case 'timer':
    case 'spontaneous':
    case 'order':
    case 'restart':
      return { kind, place }
  }
}
