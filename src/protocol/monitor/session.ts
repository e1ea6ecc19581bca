import type { Json } from '../../core/index.ts'
import type { Monitor, Observation } from './monitor.ts'

/** A promise that a session did not keep. */
export interface Breach {
  /** broken: something bad happened; owed: something good had not happened when the session ended. */
  readonly kind: 'broken' | 'owed'
  readonly session: string
  /** The promise. */
  readonly monitor: string
  /** What went wrong, in a sentence. */
  readonly detail: string
  /** The place of the message that broke it; null for what is owed, and for what is no message. */
  readonly seq: number | null
}

/** The monitors of one session, and where they are. */
export class SessionWatch {
  /** The monitors whose goal was reached. */
  readonly reached = new Set<string>()
  readonly #session: string
  /** Without those that are broken. */
  #watched: { readonly monitor: Monitor; state: Json }[]

  constructor(session: string, monitors: readonly Monitor[]) {
    this.#session = session
    this.#watched = monitors.map((monitor) => ({ monitor, state: monitor.initial }))
  }

  /** Shows an observation to every monitor; returns the promises that it breaks. Never throws. */
  see(seen: Observation): Breach[] {
    const seq = 'message' in seen ? seen.message.seq : null
    const breaches: Breach[] = []
    for (const watched of this.#watched) {
      const detail = this.#step(watched, seen)
      if (detail === null) continue
      this.#watched = this.#watched.filter((other) => other !== watched)
      breaches.push(this.#breach('broken', watched.monitor, detail, seq))
    }
    return breaches
  }

  /** Ends the session; returns the promises that are owed. */
  end(): Breach[] {
    return this.#watched
      .filter(({ monitor, state }) => monitor.hot(state))
      .map(({ monitor }) => this.#breach('owed', monitor, 'it was still owed when the session ended', null))
  }

  #step(watched: { readonly monitor: Monitor; state: Json }, seen: Observation): string | null {
    const { monitor, state } = watched
    try {
      watched.state = monitor.next(state, seen)
      if (watched.state === state) return null
      if (monitor.goal?.(watched.state) === true) this.reached.add(monitor.name)
      return monitor.broken(watched.state)
    } catch (error) {
      return `the monitor failed: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  #breach(kind: Breach['kind'], { name }: Monitor, detail: string, seq: number | null): Breach {
    return { kind, session: this.#session, monitor: name, detail, seq }
  }
}
