/**
 * What becomes of messages on their way.
 *
 * - ordered: each link delivers what was sent over it first
 * - unordered: each link delivers in any order
 * - duplicating: unordered, and what was sent once may arrive any number of times, or never
 * - lossy: unordered, and any message may be lost
 */
export type Network = (typeof NETWORKS)[number]

/** The kinds of network. */
export const NETWORKS = ['ordered', 'unordered', 'duplicating', 'lossy'] as const

/** How often each fault may happen in one run; 0 where left out. */
export interface Faults {
  /** A message is lost. */
  readonly drop?: number
  /** A message arrives and stays on its way. */
  readonly duplicate?: number
  /** An agent stops; what reaches it before it is restarted is lost. */
  readonly crash?: number
  /** A link (one way), or all links of an agent, carry nothing until it heals; what is sent is lost. */
  readonly partition?: number
}

/** The kinds of fault. */
export const FAULTS = ['drop', 'duplicate', 'crash', 'partition'] as const satisfies readonly (keyof Faults)[]

/**
 * When timers fire.
 *
 * - free: any timer at any time: no assumption on how long anything takes
 * - ordered: in the order in which they are due, while messages may take any time in between; a timer counts
 *   from when the last one fired, for messages take no time on the clock
 */
export type Time = (typeof TIMES)[number]

/** The kinds of time. */
export const TIMES = ['free', 'ordered'] as const
