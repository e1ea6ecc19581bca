import type { Message, Refused } from '../bus/index.ts'
import type { Faults, Network, Time } from '../system/index.ts'

/** The world that a system was put in. */
export interface Scope {
  readonly network: Network
  readonly faults: Required<Faults>
  readonly time: Time
}

/** What broke. */
export type Cause =
  /** A monitor's promise is broken. */
  | { readonly kind: 'broken'; readonly monitor: string; readonly detail: string }
  /** All is at rest, and a monitor is still owed something. */
  | { readonly kind: 'owed'; readonly monitor: string }
  /** What must hold of the agents' states does not. */
  | { readonly kind: 'invariant'; readonly name: string; readonly detail: string }
  /** All is at rest, and an agent is in a state that waits for something. */
  | {
      readonly kind: 'hang'
      readonly address: string
      readonly state: string
      /** The order that is for it and was not given, because it is in none of the states where it may rest. */
      readonly order?: { readonly event: string; readonly rest: readonly string[] }
    }
  /** Without faults and with every message delivered, it goes round for ever. */
  | { readonly kind: 'restless'; readonly period: number }
  /** An agent sent what the bus refuses. */
  | { readonly kind: 'refused'; readonly message: Message; readonly refused: Refused }
  /** An agent threw. */
  | {
      readonly kind: 'failed'
      readonly address: string
      readonly state: string
      readonly event: string
      readonly error: string
    }
  /** An agent did two things in one situation. `source`: what it read, where that is known. */
  | {
      readonly kind: 'nondeterministic'
      readonly address: string
      readonly state: string
      readonly event: string
      readonly source: string | null
    }
  /** No session reached what a monitor says some session must. */
  | { readonly kind: 'unreached'; readonly monitor: string }

/** What was chosen at one step. */
export type Choice =
  | {
      readonly kind: 'deliver' | 'drop' | 'duplicate'
      readonly message: Message
      /** Its place on its link: 0 is the oldest. */ readonly place: number
    }
  | { readonly kind: 'order'; readonly to: string; readonly event: string }
  | { readonly kind: 'spontaneous'; readonly address: string; readonly event: string }
  | { readonly kind: 'timer'; readonly address: string; readonly timer: string; readonly delay: number }
  | { readonly kind: 'outcome'; readonly address: string; readonly source: string; readonly outcome: string }
  | { readonly kind: 'crash'; readonly address: string }
  | { readonly kind: 'restart'; readonly address: string; readonly remembers: boolean }
  | { readonly kind: 'cut' | 'heal'; readonly from: string | null; readonly to: string | null }

/** One step of a run that is told again. */
export interface TracedStep {
  /** 0, 1, … */
  readonly index: number
  readonly choice: Choice
  /** Which of the possible choices it was; 0 is the dullest. */
  readonly picked: number
  /** How many choices there were. */
  readonly options: number
  /** What the agent sent in return, and whether it was lost in a partition. */
  readonly sent: readonly { readonly message: Message; readonly lost: boolean }[]
  /** Effects other than messages. */
  readonly acts: readonly { readonly by: string; readonly type: string; readonly params: unknown }[]
  /** True where a message reached an agent that was down. */
  readonly ignored: boolean
  /** By address, after the step: the state's name; 'down' after a crash. */
  readonly states: Readonly<Record<string, string>>
}

/** A run told from the start to what broke. */
export interface Trace {
  readonly addresses: readonly string[]
  readonly initial: Readonly<Record<string, string>>
  /** What agents sent when they were started. */
  readonly opening: readonly Message[]
  readonly steps: readonly TracedStep[]
  /** By address, at the end: all that is known of the state, as plain data. */
  readonly final: Readonly<Record<string, unknown>>
}

/** A broken promise and the shortest story found that breaks it. */
export interface Violation {
  readonly cause: Cause
  /** The cause in one line. */
  readonly summary: string
  /** Replays the run: `coevo check SYSTEM --replay TOKEN`. */
  readonly token: string
  /** Where the run left the dull path, a line each: 'drop #3 ack solver → teacher'. */
  readonly deviations: readonly string[]
  readonly trace: Trace
}

/** What was seen to happen. Counts of steps taken. */
export interface Coverage {
  /** By role: the states of the protocol, and how often a step entered or stayed in each. */
  readonly states: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** By type: deliveries. */
  readonly messages: Readonly<Record<string, number>>
  /** By kind of fault that was allowed: how often it happened. */
  readonly faults: Readonly<Record<string, number>>
  /** 'player policy: returns "bet"', …: how often. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly timers: Readonly<Record<string, number>>
  /** What was allowed or declared and never happened, a sentence each. */
  readonly warnings: readonly string[]
}

/** What a check came to. */
export interface CheckResult {
  readonly protocol: string
  readonly mode: 'exhaustive' | 'random'
  readonly scope: Scope
  /** True when every state that can be reached was visited: only then does no violation mean there is none. */
  readonly complete: boolean
  /**
   * Messages on one link, where every state with no more than that was visited and those beyond were left
   * out; null where all was visited, or not all of that either.
   */
  readonly within: number | null
  /** States visited; in random mode, 0. */
  readonly states: number
  /** Steps taken. */
  readonly transitions: number
  /** Runs made; in exhaustive mode, 0. */
  readonly runs: number
  /** Steps of the longest run, or of the farthest state. */
  readonly depth: number
  /** Why it is not complete, or what could not be decided, a sentence each. */
  readonly notes: readonly string[]
  /** One of each cause. */
  readonly violations: readonly Violation[]
  readonly coverage: Coverage
}
