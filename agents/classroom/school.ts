import { createBus, type Bus, type Journal } from 'coevo/bus'
import { createStepper, watchBus, type Breach, type Clock, type Protocol, type Stepper } from 'coevo/protocol'
import type { AnyStateMachine } from 'xstate'
import { converse, type Conversation, type Stage } from './conversation.ts'

/** Where sessions of a protocol are held. */
export interface SchoolOptions {
  readonly protocol: Protocol
  /** By address: the machine of each agent; the first one leads. */
  readonly machines: Readonly<Record<string, AnyStateMachine>>
  /**
   * Real time, for policies that may never answer. Without it time is virtual: it stands still while a
   * policy works, and a timeout fires when nothing else can happen.
   */
  readonly clock?: Clock | undefined
  /** Watches every session, and is called with each promise of the protocol's that one does not keep. */
  readonly watch?: ((breach: Breach) => void) | undefined
}

/** Which sessions are held. */
export interface Round {
  /** The sessions' numbers, each once. */
  readonly sessions: readonly number[]
  /** How many sessions are open at once, at most. It changes the speed and nothing else. */
  readonly concurrency: number
  /** Takes every message; a message's session is the session's number. */
  readonly journal?: Journal | undefined
}

/** A session that is to be held, and what is made of its leader's report. */
export interface Held<Result> extends Conversation {
  conclude(report: unknown): Result
}

/** A bus, and the sessions on it. */
export interface School {
  readonly bus: Bus
  /**
   * Holds the sessions of a round; one round at a time.
   *
   * @param hold says what a session is about; its id is its number
   * @returns what came of each, sorted by number
   * @throws what the first session that failed threw
   */
  hold<Result>(round: Round, hold: (session: number) => Held<Result>): Promise<Result[]>
}

/** Opens a school: any number of sessions of one protocol, each with agents of its own. */
export function openSchool({ protocol, machines, clock, watch }: SchoolOptions): School {
  let journal: Journal | undefined
  let failures: { readonly session: number; readonly error: unknown }[] = []
  const bus = createBus({ protocol, journal: { append: (entry) => journal?.append(entry) } })
  bus.on('error', ({ message: { id, session, type }, refused: { reason, detail } }) => {
    // A receiver's own failure comes from its session; a late message harms nobody.
    if (reason === 'receiver failed' || reason === 'closed session') return
    const error = new Error(`the bus refused ${type} (${id}): ${detail}`)
    failures.push({ session: Number(session), error })
  })
  const stage: Stage = {
    bus,
    cast: new Map(Object.entries(machines).map(([address, machine]) => [address, begun(machine)])),
    clock: clock ?? null,
    watcher: watch === undefined ? null : watchBus(bus, protocol.monitors, watch),
  }
  return {
    bus,
    async hold<Result>(round: Round, hold: (session: number) => Held<Result>) {
      const results: { readonly session: number; readonly result: Result }[] = []
      journal = round.journal
      failures = []
      const queue = round.sessions.values()
      const serve = async () => {
        for (const session of queue) {
          try {
            const held = hold(session)
            const report = await converse(stage, String(session), held)
            results.push({ session, result: held.conclude(report) })
          } catch (error) {
            failures.push({ session, error })
          }
          if (failures.length > 0) return
        }
      }
      const { length } = round.sessions
      await Promise.all(Array.from({ length: Math.max(1, Math.min(round.concurrency, length)) }, serve))
      const [failed] = failures.toSorted((a, b) => a.session - b.session)
      if (failed !== undefined) throw failed.error
      return results.toSorted((a, b) => a.session - b.session).map(({ result }) => result)
    },
  }
}

/** A machine that is the same at every beginning: its first step is taken once. */
function begun(machine: AnyStateMachine): Stepper<AnyStateMachine> {
  const stepper = createStepper(machine)
  const first = stepper.initial(undefined)
  return { initial: () => first, next: (snapshot, event) => stepper.next(snapshot, event) }
}
