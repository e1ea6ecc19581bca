import type { Draft, Message } from 'coevo/bus'
import type { Behaviour, System } from 'coevo/check'
import type { Effect } from 'coevo/protocol'
import * as fc from 'fast-check'

/** What a search with fast-check's scheduler came to. */
export interface Search {
  readonly runs: number
  /** Messages delivered and timers fired, over all runs. */
  readonly steps: number
  /** Of the run that broke a promise: how often it left the dull path, and after how many shrinks. */
  readonly violation: { readonly deviations: number; readonly shrinks: number } | null
}

/** The number of the message of a run that is lost, and of the one that arrives twice. */
interface Mishaps {
  readonly lost: number | null
  readonly repeated: number | null
}

/** A mishap hits one of a run's first messages. */
const HIT = 10

/**
 * Runs the agents of a system with `fc.scheduler`: every message and every timer is a promise, and the
 * scheduler chooses which resolves next. The system's monitors watch what is sent.
 */
export async function search(
  system: System,
  options: { readonly runs: number; readonly seed: number; readonly faults: boolean },
): Promise<Search> {
  let steps = 0
  let deviations: number | null = null
  const hit = options.faults ? fc.option(fc.nat(HIT - 1)) : fc.constant(null)
  const property = fc.asyncProperty(
    fc.scheduler(),
    fc.record({ lost: hit, repeated: hit }),
    async (scheduler, mishaps) => {
      const run = new ScheduledRun(system, scheduler, mishaps)
      await scheduler.waitAll()
      steps += run.steps
      if (run.broken) deviations = run.deviations
      return !run.broken
    },
  )
  const { numRuns, numShrinks, failed, errorInstance } = await fc.check(property, {
    numRuns: options.runs,
    seed: options.seed,
  })
  if (failed && deviations === null) throw errorInstance
  return {
    runs: numRuns,
    steps,
    violation: deviations === null ? null : { deviations, shrinks: numShrinks },
  }
}

/** Something that a scheduler has yet to let happen. */
interface Task {
  readonly kind: 'message' | 'timer'
}

class ScheduledRun {
  steps = 0
  broken = false
  /** Steps that took neither the oldest message nor, without any, the oldest timer; mishaps. */
  deviations = 0
  readonly #scheduler: fc.Scheduler
  readonly #mishaps: Mishaps
  readonly #system: System
  readonly #states: Record<string, unknown> = {}
  readonly #watched: unknown[]
  readonly #tasks: Task[] = []
  readonly #timers = new Map<string, Task>()
  #sent = 0

  constructor(system: System, scheduler: fc.Scheduler, mishaps: Mishaps) {
    this.#system = system
    this.#scheduler = scheduler
    this.#mishaps = mishaps
    this.#watched = system.protocol.monitors.map(({ initial }) => initial)
    for (const [address, behaviour] of Object.entries(system.agents))
      this.#follow(address, behaviour.initial())
  }

  #follow(address: string, { state, effects }: ReturnType<Behaviour['next']>): void {
    this.#states[address] = state
    for (const effect of effects)
      switch (effect.kind) {
        case 'action':
          this.#send(address, effect.params as Draft)
          break
        case 'timer':
          this.#set(address, effect)
          break
        case 'cancel':
          this.#forget(`${address} ${effect.id}`)
          break
        case 'invoke':
        case 'stop':
          throw new Error(`${address} invokes an actor: messages and timers are all that is scheduled`)
      }
  }

  #set(address: string, { id, event }: Extract<Effect, { kind: 'timer' }>): void {
    const key = `${address} ${id}`
    this.#forget(key)
    const task = this.#schedule('timer', () => {
      this.#timers.delete(key)
      this.#step(address, event)
    })
    this.#timers.set(key, task)
  }

  #send(from: string, { to, type, payload }: Draft): void {
    const seq = this.#sent++
    const message: Message = { id: `0#${seq}`, session: '0', from, to, type, payload, seq, cause: null }
    this.#system.protocol.monitors.forEach((monitor, i) => {
      this.#watched[i] = monitor.next(this.#watched[i] as never, { at: 'sent', message, cause: null })
      this.broken ||= monitor.broken(this.#watched[i] as never) !== null
    })
    const { lost, repeated } = this.#mishaps
    const copies = seq === lost ? 0 : seq === repeated ? 2 : 1
    if (copies !== 1) this.deviations++
    for (let copy = 0; copy < copies; copy++) this.#schedule('message', () => this.#step(to, message))
  }

  #step(address: string, event: Parameters<Behaviour['next']>[1]): void {
    this.#follow(address, this.#system.agents[address]!.next(this.#states[address], event))
  }

  #schedule(kind: Task['kind'], happen: () => void): Task {
    const task = { kind }
    this.#tasks.push(task)
    void this.#scheduler.schedule(Promise.resolve()).then(() => {
      const at = this.#tasks.indexOf(task)
      if (at < 0) return
      const dullest = this.#tasks.findIndex((other) => other.kind === 'message')
      if (at !== Math.max(0, dullest)) this.deviations++
      this.#tasks.splice(at, 1)
      this.steps++
      happen()
    })
    return task
  }

  /** A scheduler cannot take a promise back: it will resolve, and nothing comes of it. */
  #forget(key: string): void {
    const task = this.#timers.get(key)
    if (task === undefined) return
    this.#timers.delete(key)
    this.#tasks.splice(this.#tasks.indexOf(task), 1)
  }
}
