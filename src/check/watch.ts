import { UserError, type Json } from '../core/index.ts'
import type { Monitor, Observation } from '../protocol/index.ts'
import type { Agents } from './agents.ts'
import { canonicalKey, deepFreeze } from './canonical.ts'
import { renameDeep, sessionsOf } from '../system/index.ts'
import type { Reaction } from './node.ts'

/** Where all monitors are, in all sessions: interned, so that equal moments are one object. */
export interface Watch {
  readonly id: number
  /** By session: the state of each monitor. */
  readonly sessions: ReadonlyMap<string, readonly Json[]>
  /** The first promise that is broken. */
  readonly broken: { readonly monitor: string; readonly detail: string } | null
  /** The names of monitors that are owed something. */
  readonly owed: readonly string[]
  /** By a reaction's number: where it leads. */
  readonly after: Map<number, Watch>
}

/** What the monitors of a session see; of all sessions, where it is null. */
interface Sight {
  readonly session: string | null
  readonly seen: Observation
}

/** The monitors of a system, run over reactions instead of single messages. */
export class Watches {
  readonly monitors: readonly Monitor[]
  /** Monitors whose goal some session reached, by place. */
  readonly reached = new Set<number>()
  readonly initial: Watch
  readonly all: Watch[] = []
  /** Each reaction that the monitors were shown for the first time where they were, once `remember` was called. */
  readonly shown: { readonly watch: Watch; readonly reaction: Reaction; readonly next: Watch }[] = []
  #remembers = false
  readonly #agents: Agents
  readonly #ids = new Map<string, Watch>()
  /** By a reaction's number, where every monitor ignores what it shows: the sessions that it is shown in. */
  readonly #ignored: (readonly string[] | null)[] = []

  constructor(agents: Agents) {
    this.#agents = agents
    this.monitors = [...agents.system.protocol.monitors, ...agents.system.monitors]
    const opening = this.monitors.map(({ initial }) => initial)
    const sessions = this.monitors.length === 0 ? [] : sessionsOf(agents.system)
    this.initial = this.#intern(new Map(sessions.map((session) => [session, opening])))
  }

  /** Keeps account of what is shown from now on. */
  remember(): void {
    this.#remembers = true
  }

  /** Shows the monitors what a reaction did. */
  after(watch: Watch, reaction: Reaction): Watch {
    let next = watch.after.get(reaction.id)
    if (next === undefined) {
      next = this.#show(watch, this.#observations(reaction))
      watch.after.set(reaction.id, next)
      if (this.#remembers) this.shown.push({ watch, reaction, next })
    }
    return next
  }

  /** Shows the monitors what an agent did when it was started. */
  begin(watch: Watch, agent: number, done: Pick<Reaction, 'sent' | 'acts' | 'cause'>): Watch {
    return this.#show(watch, this.#doings(agent, done))
  }

  /**
   * True where what a reaction shows changes no monitor, now or later, whatever else is shown before.
   *
   * That the monitors are where they were is not enough: what is ignored now may count after another
   * observation. What opens a session changes where the monitors are.
   */
  ignores(watch: Watch, reaction: Reaction): boolean {
    if (this.monitors.length === 0) return true
    let sessions = this.#ignored[reaction.id]
    if (sessions === undefined)
      this.#ignored[reaction.id] = sessions = this.#ignore(this.#observations(reaction))
    return sessions !== null && sessions.every((session) => watch.sessions.has(session))
  }

  #ignore(sights: readonly Sight[]): readonly string[] | null {
    const isIgnored = sights.every(({ seen }) =>
      this.monitors.every((monitor) => monitor.ignores?.(seen) === true),
    )
    if (!isIgnored) return null
    return sights.flatMap(({ session }) => (session === null ? [] : [session]))
  }

  /** The same, with every agent renamed. */
  rename(watch: Watch, rename: (address: string) => string): Watch {
    const states = [...watch.sessions].map(
      ([session, list]) => [session, list.map((state) => renameDeep(state, rename) as Json)] as const,
    )
    return this.#intern(new Map(states))
  }

  #show(watch: Watch, observations: readonly Sight[]): Watch {
    if (this.monitors.length === 0) return watch
    const sessions = new Map(watch.sessions)
    for (const { session, seen } of observations)
      for (const name of session === null ? [...sessions.keys()] : [session]) {
        const before = sessions.get(name) ?? this.monitors.map(({ initial }) => initial)
        sessions.set(
          name,
          this.monitors.map((monitor, i) => monitor.next(before[i]!, seen)),
        )
      }
    return this.#intern(sessions)
  }

  #observations({ agent, stimulus, node, ignored, ...done }: Reaction): Sight[] {
    const { addresses, envelopes } = this.#agents
    const heard = stimulus.kind === 'deliver' && !ignored ? envelopes.all[stimulus.envelope]! : null
    const seen: Sight[] = []
    if (heard !== null)
      seen.push({ session: heard.session, seen: { at: 'delivered', message: heard.message, cause: null } })
    if (stimulus.kind === 'restart') {
      const remembers = node.behaviour.restarts[stimulus.place] === 'snapshot'
      seen.push({ session: null, seen: { at: 'restarted', address: addresses[agent]!, remembers } })
    }
    return [...seen, ...this.#doings(agent, done)]
  }

  #doings(agent: number, { sent, acts, cause: about }: Pick<Reaction, 'sent' | 'acts' | 'cause'>): Sight[] {
    const { addresses, envelopes } = this.#agents
    const cause = about < 0 ? null : envelopes.all[about]!.message
    return [
      ...sent.map((id): Sight => {
        const { session, message } = envelopes.all[id]!
        return { session, seen: { at: 'sent', message, cause } }
      }),
      ...acts.map(({ type, params, session }): Sight => {
        return { session, seen: { at: 'act', by: addresses[agent]!, type, params } }
      }),
    ]
  }

  #intern(sessions: ReadonlyMap<string, readonly Json[]>): Watch {
    const key = this.#keyOf(sessions)
    let watch = this.#ids.get(key)
    if (watch === undefined) {
      const states = this.monitors.flatMap((_, i) =>
        [...sessions.values()].map((list) => ({ state: list[i]!, i })),
      )
      for (const { state, i } of states) if (this.monitors[i]!.goal?.(state) === true) this.reached.add(i)
      const broken = states
        .map(({ state, i }) => ({ monitor: this.monitors[i]!.name, detail: this.monitors[i]!.broken(state) }))
        .find(({ detail }) => detail !== null)
      watch = {
        id: this.all.length,
        sessions: deepFreeze(sessions),
        broken: (broken as Watch['broken'] | undefined) ?? null,
        owed: states.flatMap(({ state, i }) =>
          this.monitors[i]!.hot(state) ? [this.monitors[i]!.name] : [],
        ),
        after: new Map<number, Watch>(),
      }
      this.#ids.set(key, watch)
      this.all.push(watch)
    }
    return watch
  }

  #keyOf(sessions: ReadonlyMap<string, readonly Json[]>): string {
    try {
      return canonicalKey(sessions, 'its state')
    } catch (error) {
      throw new UserError(
        `A monitor cannot be checked: ${error instanceof Error ? error.message : String(error)}. Keep plain data in it.`,
      )
    }
  }
}
