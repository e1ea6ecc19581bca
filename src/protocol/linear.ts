import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  EventObject,
} from 'xstate'
import { refuseAction, timerEffect, type Effect } from './effect.ts'
import { planTransition, type Plan } from './plan.ts'

type Callback = (args: unknown, params: unknown) => unknown

/** The parts of XState's built-in actions that are read here. */
interface BuiltIn {
  readonly type: string
  readonly resolve: (...args: unknown[]) => readonly [unknown, unknown, readonly Action[] | undefined]
  readonly assignment?: Readonly<Record<string, unknown>> | Callback
  readonly event?: unknown
  readonly id?: string
  readonly delay?: unknown
  readonly sendId?: unknown
}

type Named = { readonly type: string; readonly params?: unknown }
type Action = string | Named | Callback | BuiltIn
type Guard = string | Named | Callback | (Callback & { readonly check: (...args: unknown[]) => boolean })

/**
 * Takes events in a machine of linear states: XState's macrostep, with the plan of every transition kept,
 * so that what is left and entered is worked out once and not at each event.
 */
export class LinearTransition {
  readonly #machine: AnyStateMachine
  readonly #self: { readonly system: unknown }
  readonly #plans = new Map<AnyTransitionDefinition, Map<AnyStateNode, Plan>>()
  #snapshot!: AnyMachineSnapshot
  #context: unknown
  #event!: EventObject
  #raised: EventObject[] = []
  #effects: Effect[] = []

  constructor(machine: AnyStateMachine, self: { readonly system: unknown }) {
    this.#machine = machine
    this.#self = self
  }

  next(
    snapshot: AnyMachineSnapshot,
    event: EventObject,
  ): { snapshot: AnyMachineSnapshot; effects: Effect[] } {
    this.#snapshot = snapshot
    this.#context = snapshot.context
    this.#event = event
    this.#raised = []
    this.#effects = []
    if (snapshot.status === 'active') this.#macrostep()
    return { snapshot: this.#snapshot, effects: this.#effects }
  }

  #macrostep(): void {
    const [selected] = this.#machine.getTransitionData(this.#snapshot, this.#event)
    if (selected !== undefined) this.#take(selected)
    else if (this.#event.type.startsWith('xstate.error.actor')) return this.#fail()
    for (let changed = true; ;) {
      let transition: AnyTransitionDefinition | undefined = changed ? this.#eventless() : undefined
      const eventless: boolean = transition !== undefined
      if (transition === undefined) {
        const raised = this.#raised.shift()
        if (raised === undefined) return
        this.#event = raised
        transition = this.#machine.getTransitionData(this.#snapshot, raised)[0]
      }
      const before = this.#snapshot
      if (transition !== undefined) this.#take(transition)
      changed = !eventless || this.#snapshot !== before
    }
  }

  /** An actor's failure that nobody deals with is the machine's own, as in XState. */
  #fail(): void {
    for (const id of Object.keys(this.#snapshot.children)) this.#effects.push({ kind: 'stop', id })
    const error = (this.#event as { error?: unknown }).error
    this.#snapshot = { ...this.#snapshot, status: 'error', error, children: {} } as AnyMachineSnapshot
  }

  #eventless(): AnyTransitionDefinition | undefined {
    for (const { always } of this.#snapshot._nodes.toReversed())
      for (const transition of always ?? [])
        if (transition.guard === undefined || this.#holds(transition.guard as Guard)) return transition
    return undefined
  }

  #holds(guard: Guard): boolean {
    const { context } = this.#snapshot
    const args = { context, event: this.#event }
    if (typeof guard === 'function')
      return 'check' in guard ? guard.check(this.#snapshot, args, guard) : Boolean(guard(args, undefined))
    const name = typeof guard === 'string' ? guard : guard.type
    const known = this.#machine.implementations.guards[name] as Guard | undefined
    if (known === undefined) throw new Error(`Guard '${name}' is not implemented.`)
    if (typeof known !== 'function' || 'check' in known) return this.#holds(known)
    return Boolean(known(args, typeof guard === 'string' ? undefined : this.#paramsOf(guard)))
  }

  #take(transition: AnyTransitionDefinition): void {
    const before = this.#snapshot
    const plan = this.#plan(transition)
    let { children } = before
    this.#context = before.context
    for (const operation of plan.operations) {
      if (operation.kind === 'action') {
        this.#act(operation.action as Action)
      } else if (operation.kind === 'stop') {
        const { [operation.id]: _, ...rest } = children
        children = rest
        this.#effects.push(operation)
      } else {
        const { kind, id, source } = operation
        const given = operation.input
        const input = typeof given === 'function' ? (given as Callback)(this.#arguments(), undefined) : given
        children = { ...children, [id]: { id, src: source } }
        this.#effects.push({ kind, id, source, input })
      }
    }
    const context = this.#context
    if (plan.after === null && context === before.context && children === before.children) return
    this.#snapshot = { ...before, ...plan.after, context, children } as AnyMachineSnapshot
  }

  #plan(transition: AnyTransitionDefinition): Plan {
    const active = this.#snapshot._nodes
    const leaf = active.at(-1)!
    let known = this.#plans.get(transition)
    if (known === undefined) this.#plans.set(transition, (known = new Map<AnyStateNode, Plan>()))
    let plan = known.get(leaf)
    if (plan === undefined) known.set(leaf, (plan = planTransition(transition, active)))
    return plan
  }

  #act(action: Action): void {
    const name = typeof action === 'string' ? action : typeof action === 'function' ? null : action.type
    const known = name === null ? action : (this.#machine.implementations.actions[name] as Action | undefined)
    const params = typeof action === 'object' ? this.#paramsOf(action) : undefined
    if (typeof known !== 'function' || !('resolve' in known)) {
      const type = name ?? ((action as Callback).name || '(anonymous)')
      this.#effects.push({ kind: 'action', type, params })
    } else this.#resolve(known as unknown as BuiltIn, params)
  }

  #resolve(action: BuiltIn, params: unknown): void {
    const value = (given: unknown) =>
      typeof given === 'function' ? (given as Callback)(this.#arguments(), params) : given
    switch (action.type) {
      case 'xstate.assign': {
        const { assignment } = action
        const context = { ...(this.#context as object) } as Record<string, unknown>
        if (typeof assignment === 'function') Object.assign(context, value(assignment))
        else for (const key of Object.keys(assignment!)) context[key] = value(assignment![key])
        this.#context = context
        break
      }
      case 'xstate.raise': {
        const { delays } = this.#machine.implementations
        const { id, delay } = action as { readonly id: string; readonly delay: unknown }
        const wait = value(typeof delay === 'string' ? delays[delay] : delay)
        const event = value(action.event) as EventObject
        if (typeof wait === 'number') this.#effects.push(timerEffect(id, wait, event))
        else this.#raised.push(event)
        break
      }
      case 'xstate.cancel':
        this.#effects.push({ kind: 'cancel', id: value(action.sendId) as string })
        break
      case 'xstate.enqueueActions': {
        const now = { ...this.#snapshot, context: this.#context }
        const [, , queued] = action.resolve(
          { self: this.#self, system: this.#self.system },
          now,
          this.#arguments(),
          params,
          action,
        )
        for (const each of queued ?? []) this.#act(each)
        break
      }
      case 'xstate.log':
        break
      default:
        refuseAction(action.type)
    }
  }

  #paramsOf({ params }: Named): unknown {
    if (typeof params !== 'function') return params
    return (params as Callback)({ context: this.#context, event: this.#event }, undefined)
  }

  #arguments() {
    return { context: this.#context, event: this.#event, self: this.#self, system: this.#self.system }
  }
}
