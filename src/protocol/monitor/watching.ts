import type { Message } from '../../bus/index.ts'
import type { Json } from '../../core/index.ts'
import { leadsTo, type LeadsTo } from './leads-to.ts'
import type { Monitor, Observation } from './monitor.ts'
import { type Pattern, patterns, type Patterns } from './pattern.ts'

/** A promise of one's own; what is left out is never so. */
export interface Rules<M extends Message, State extends Json> {
  /** Plain data, as every state; small, and with sorted keys (`put`), or equal states pass for different. */
  readonly initial: State
  /** Returns the next state; the same object where nothing changed. */
  readonly next: (state: State, seen: Observation<M>) => State
  /** Says in a sentence what went wrong, when a state breaks the promise; null while it holds. */
  readonly broken?: (state: State) => string | null
  /** True while something is still owed. */
  readonly hot?: (state: State) => boolean
  /** True for a state that some session must reach. */
  readonly goal?: (state: State) => boolean
  /** True for what changes no state, whichever it is: see `Monitor.ignores`. */
  readonly ignores?: (seen: Observation<M>) => boolean
}

/** What the monitors of a protocol are written with: patterns, and promises about what matches them. */
export interface Watching<M extends Message = Message> extends Patterns<M> {
  /** Whatever matches the pattern is as it should be. */
  readonly always: <Seen extends Observation>(
    name: string,
    pattern: Pattern<Seen>,
    holds: (seen: Seen) => boolean,
  ) => Monitor
  /** Nothing matches the pattern. */
  readonly never: (name: string, pattern: Pattern) => Monitor
  /** In some session something matches the pattern. */
  readonly sometimes: (name: string, pattern: Pattern) => Monitor
  /** In every session something matches the pattern before it comes to rest. */
  readonly eventually: (name: string, pattern: Pattern) => Monitor
  /** Whatever matches the first pattern is followed by something that matches the second. */
  readonly leadsTo: LeadsTo
  /** A promise of one's own, as a machine. */
  readonly monitor: <State extends Json>(name: string, rules: Rules<M, State>) => Monitor<M, State>
}

/**
 * Gives what the monitors of a protocol with these messages are written with.
 *
 * @example
 * const { leadsTo, sent, restarted } = watching<MessageOf<typeof messages>>()
 * leadsTo('every match that starts ends', sent('start'), sent('end'), {
 *   by: ({ message }) => message.to,
 *   unless: restarted('referee', { remembers: false }),
 * })
 */
export function watching<M extends Message = Message>(): Watching<M> {
  return {
    ...patterns<M>(),
    always: (name, pattern, holds) => watchFor(name, (seen) => pattern(seen) && !holds(seen)),
    never: watchFor,
    sometimes: (name, pattern) => ({ ...occurrence(name, pattern), goal: (seen) => seen === true }),
    eventually: (name, pattern) => ({ ...occurrence(name, pattern), hot: (seen) => seen === false }),
    leadsTo,
    monitor: (name, { broken = () => null, hot = () => false, ...rules }) => ({
      name,
      broken,
      hot,
      ...rules,
    }),
  }
}

/** Breaks with the first observation of a kind, and says which it was. */
function watchFor(name: string, isBad: (seen: Observation) => boolean): Monitor<Message, string | null> {
  return {
    name,
    initial: null,
    next: (state, seen) => (state === null && isBad(seen) ? describe(seen) : state),
    broken: (state) => state,
    hot: () => false,
    ignores: (seen) => !isBad(seen),
  }
}

/** Remembers whether something was seen. */
function occurrence(name: string, pattern: Pattern): Monitor<Message, boolean> {
  return {
    name,
    initial: false,
    next: (state, seen) => state || pattern(seen),
    broken: () => null,
    hot: () => false,
    ignores: (seen) => !pattern(seen),
  }
}

/**
 * Says what was seen in one sentence, without the message's number: a state that held it would tell apart
 * what the checker must take for one.
 */
function describe(seen: Observation): string {
  if (seen.at === 'act') return `${seen.by} did '${seen.type}'`
  if (seen.at === 'restarted')
    return `${seen.address} came back ${seen.remembers ? 'with' : 'without'} its memory`
  const { type, from, to, payload } = seen.message
  const message = `${type} ${JSON.stringify(payload)} from ${from} to ${to}`
  return seen.at === 'refused'
    ? `${message} was refused: ${seen.refused.detail}`
    : `${message} was ${seen.at}`
}
