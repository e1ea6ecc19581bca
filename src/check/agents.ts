import type { EventObject } from 'xstate'
import { admit, seat, type Addresses, type Draft } from '../bus/index.ts'
import { UserError } from '../core/index.ts'
import { doneEvent, failedEvent, type Effect } from '../protocol/index.ts'
import type { Behaviour, Move } from './behaviour.ts'
import { canonicalKey, deepFreeze } from './canonical.ts'
import { Envelopes } from './envelope.ts'
import {
  MAX_OUTCOMES,
  stimulusOf,
  type Act,
  type Failure,
  type Node,
  type Pending,
  type Reaction,
  type Stimulus,
  type Timer,
} from './node.ts'
import { renameDeep } from './rename.ts'
import type { System } from './system.ts'
import { watchGlobals } from './watch-globals.ts'

/** The session of what no message led to. */
const SESSION = '0'

/** An agent's moment in the making. */
interface Draught {
  state: unknown
  up: boolean
  timers: readonly Timer[]
  pending: readonly (Pending & { readonly input: unknown })[]
}

/** What led to a step: everything that follows from it carries its session. */
interface Origin {
  readonly session: string
  readonly cause: number
}

type Done = Pick<Reaction, 'node' | 'sent' | 'acts' | 'failure' | 'ignored'>

/**
 * The agents of a system, each moment of theirs computed once.
 *
 * Agents are pure, so what one does on a stimulus is looked up after the first time. The first time it is
 * done twice, and now and then again, to find those that are not pure.
 */
export class Agents {
  readonly system: System
  readonly addresses: readonly string[]
  readonly envelopes = new Envelopes()
  readonly nodes: Node[] = []
  readonly reactions: Reaction[] = []
  readonly #ids = new Map<string, Node>()
  readonly #inputs = new Map<Pending, unknown>()
  readonly #aspects = new Map<number, number>()
  readonly #behaviours: readonly Behaviour[]
  /** Agents of one kind share their nodes. */
  readonly #kinds: readonly string[]
  readonly #seated: Addresses

  constructor(system: System) {
    this.system = system
    this.addresses = Object.keys(system.agents)
    this.#seated = seat(system.protocol, this.addresses)
    this.#behaviours = Object.values(system.agents)
    this.#kinds = this.addresses.map((address) => {
      const role = this.#seated.get(address)!
      return system.symmetric.includes(role) ? role : address
    })
  }

  /** The first reaction of an agent: to being started. */
  initial(agent: number): Done {
    return this.#perform(agent, { session: SESSION, cause: -1 }, () => this.#begin(agent))
  }

  /** What an agent does on the stimulus of this code. */
  react(agent: number, node: Node, code: number): Reaction {
    const key = code * this.addresses.length + agent
    let reaction = node.reactions.get(key)
    if (reaction === undefined) {
      reaction = this.#firstReaction(agent, node, stimulusOf(code))
      node.reactions.set(key, reaction)
    }
    return reaction
  }

  /** True when an agent still does on a stimulus what it did the first time. */
  isSteady({ agent, stimulus, ...first }: Reaction, node: Node): boolean {
    return first.failure !== null || isSame(this.#react(agent, node, stimulus), first)
  }

  /** An agent after so many milliseconds in which nothing reached it. */
  elapse(node: Node, milliseconds: number): Node {
    if (milliseconds === 0 || !node.up || node.timers.length === 0) return node
    let later = node.later.get(milliseconds)
    if (later === undefined) {
      const timers = node.timers.map((timer) => ({ ...timer, left: Math.max(0, timer.left - milliseconds) }))
      const agent = this.#behaviours.indexOf(node.behaviour)
      later = this.#intern(agent, { ...this.#open(node), timers })
      node.later.set(milliseconds, later)
    }
    return later
  }

  /** An agent's moment as it is at another agent's address, with every agent renamed. */
  rename(agent: number, node: Node, rename: (address: string) => string): Node {
    const { behaviour, state } = node
    const { up, timers, pending } = this.#open(node)
    return this.#intern(agent, {
      state: behaviour.renamed?.(state, rename) ?? renameDeep(state, rename),
      up,
      timers: renameDeep(timers, rename) as readonly Timer[],
      pending: pending.map((each) => ({
        ...each,
        input: renameDeep(each.input, rename),
        cause: each.cause < 0 ? -1 : this.renameEnvelope(each.cause, rename),
      })),
    })
  }

  /** A message with every agent renamed. */
  renameEnvelope(envelope: number, rename: (address: string) => string): number {
    const { session, from, to, type, payload } = this.envelopes.all[envelope]!
    const draft = { to: rename(to), type, payload: renameDeep(payload, rename) }
    return this.envelopes.intern(session, rename(from), draft).id
  }

  /**
   * What an agent's moment says of one agent of a symmetric role (itself, perhaps), as a number: the same
   * for two of which it says the same.
   */
  aspect(agent: number, node: number, of: number): number {
    const key = (node * this.addresses.length + agent) * this.addresses.length + of
    let aspect = this.#aspects.get(key)
    if (aspect === undefined) {
      const blurred = (address: string) => {
        const other = this.addresses.indexOf(address)
        if (other < 0 || this.#kinds[other] !== this.#kinds[of]) return address
        return other === of ? '@this' : '@other'
      }
      aspect = this.rename(agent, this.nodes[node]!, blurred).id
      this.#aspects.set(key, aspect)
    }
    return aspect
  }

  #firstReaction(agent: number, node: Node, stimulus: Stimulus): Reaction {
    const { value: done, source } = watchGlobals(() => this.#react(agent, node, stimulus))
    const steady = source === null && isSame(this.#react(agent, node, stimulus), done)
    const failure: Failure | null = steady ? done.failure : { kind: 'nondeterministic', source }
    const reaction = { id: this.reactions.length, agent, stimulus, count: 0, ...done, failure }
    this.reactions.push(reaction)
    return reaction
  }

  #react(agent: number, node: Node, stimulus: Stimulus): Done {
    const { behaviour, timers, pending } = node
    const open = this.#open(node)
    const unmoved = { node, sent: [], acts: [], failure: null, ignored: true }
    const take = (event: EventObject, origin: Origin, rest: Partial<Draught> = {}) =>
      this.#perform(
        agent,
        origin,
        () => ({ ...behaviour.next(node.state, event), from: { ...open, ...rest } }),
        node,
      )
    switch (stimulus.kind) {
      case 'deliver': {
        if (!node.up) return unmoved
        const { session, message, id } = this.envelopes.all[stimulus.envelope]!
        return take(message, { session, cause: id })
      }
      case 'timer': {
        const { event, session } = timers[stimulus.place]!
        return take(event, { session, cause: -1 }, { timers: timers.toSpliced(stimulus.place, 1) })
      }
      case 'outcome': {
        const { id, session, cause, outcomes } = pending[stimulus.place]!
        const outcome = outcomes[stimulus.outcome]!
        const rest = { pending: open.pending.toSpliced(stimulus.place, 1) }
        if (outcome.kind === 'never')
          return { ...unmoved, ignored: false, node: this.#intern(agent, { ...open, ...rest }) }
        const event =
          outcome.kind === 'returns' ? doneEvent(id, outcome.value) : failedEvent(id, outcome.error)
        return take(event, { session, cause }, rest)
      }
      case 'spontaneous':
        return take(node.spontaneous[stimulus.place]!, origin(node.spontaneous[stimulus.place]!))
      case 'order': {
        const { event } = this.system.orders[stimulus.place]!
        return take(event, origin(event))
      }
      case 'crash': {
        const remembers = behaviour.restarts.includes('snapshot')
        const last: Draught = remembers ? open : { ...open, state: null, timers: [], pending: [] }
        return { ...unmoved, ignored: false, node: this.#intern(agent, { ...last, up: false }) }
      }
      case 'restart': {
        const outside = { session: SESSION, cause: -1 }
        if (behaviour.restarts[stimulus.place] === 'fresh')
          return this.#perform(agent, outside, () => this.#begin(agent))
        const restore = behaviour.restore?.bind(behaviour)
        if (restore === undefined)
          return { ...unmoved, ignored: false, node: this.#intern(agent, { ...open, up: true }) }
        return this.#perform(agent, outside, () => ({
          ...restore(node.state),
          from: { state: null, up: true, timers: [], pending: [] },
        }))
      }
    }
  }

  #begin(agent: number): Move<unknown> & { readonly from: Draught } {
    return { ...this.#behaviours[agent]!.initial(), from: { state: null, up: true, timers: [], pending: [] } }
  }

  /** Takes a step and does what it asks for. `before`: where the agent was, if it was anywhere. */
  #perform(
    agent: number,
    origin: Origin,
    step: () => Move<unknown> & { readonly from: Draught },
    before?: Node,
  ): Done {
    const sent: number[] = []
    const acts: Act[] = []
    let moved: ReturnType<typeof step>
    try {
      moved = step()
    } catch (error) {
      if (error instanceof UserError || before === undefined) throw error
      const text = error instanceof Error ? error.message : String(error)
      return {
        node: before,
        sent,
        acts,
        failure: { kind: 'failed', error: text.slice(0, 500) },
        ignored: false,
      }
    }
    const draught: Draught = { ...moved.from, state: moved.state }
    let failure: Failure | null = null
    const from = this.addresses[agent]!
    const state = before?.name ?? this.#behaviours[agent]!.nameOf(moved.state)
    for (const effect of moved.effects) {
      if (effect.kind !== 'action' || effect.type !== 'send') {
        this.#note(effect, draught, acts, origin)
        continue
      }
      const draft = effect.params as Draft
      const verdict = admit(
        { protocol: this.system.protocol, addresses: this.#seated },
        { from, state, draft },
      )
      const payload = 'refused' in verdict ? draft.payload : verdict.payload
      const envelope = this.#plainly(from, () =>
        this.envelopes.intern(origin.session, from, { ...draft, payload }),
      )
      if ('refused' in verdict) {
        failure ??= { kind: 'refused', envelope: envelope.id, reason: verdict.refused }
        continue
      }
      sent.push(envelope.id)
    }
    return { node: this.#intern(agent, draught), sent, acts, failure, ignored: false }
  }

  #note(effect: Effect, draught: Draught, acts: Act[], { session, cause }: Origin): void {
    switch (effect.kind) {
      case 'action':
        acts.push({ type: effect.type, params: effect.params, session })
        break
      case 'invoke': {
        const { id, source, input } = effect
        const outcomes: Pending['outcomes'] = []
        draught.pending = [
          ...draught.pending.filter((other) => other.id !== id),
          { id, source, input, outcomes, session, cause },
        ]
        break
      }
      case 'stop':
        draught.pending = draught.pending.filter(({ id }) => id !== effect.id)
        break
      case 'timer': {
        const { id, delay, event } = effect
        draught.timers = [
          ...draught.timers.filter((other) => other.id !== id),
          { id, left: delay, event, session },
        ]
        break
      }
      case 'cancel':
        draught.timers = draught.timers.filter(({ id }) => id !== effect.id)
        break
    }
  }

  #open(node: Node): Draught {
    const pending = node.pending.map((each) => ({ ...each, input: this.#inputs.get(each) }))
    return { state: node.state, up: node.up, timers: node.timers, pending }
  }

  #intern(agent: number, { state, up, timers, pending }: Draught): Node {
    const address = this.addresses[agent]!
    const behaviour = this.#behaviours[agent]!
    const sorted = timers.toSorted((a, b) => a.left - b.left || (a.id < b.id ? -1 : 1))
    const key = this.#plainly(address, () => {
      const data = state === null && !up ? null : deepFreeze(behaviour.dataOf(state))
      const waits = pending.map(({ id, source, input, session, cause }) => [
        id,
        source,
        input,
        session,
        cause,
      ])
      return `${this.#kinds[agent]} ${up} ${canonicalKey(data, 'its state')} ${canonicalKey([sorted, waits], 'its timers and actors')}`
    })
    let node = this.#ids.get(key)
    if (node === undefined) {
      const name = up ? behaviour.nameOf(state) : 'down'
      const waits = pending.map((each) => this.#await(address, behaviour, each))
      node = {
        id: this.nodes.length,
        behaviour,
        state,
        name,
        up,
        rests: up && this.#rests(address, name),
        timers: sorted,
        pending: waits,
        spontaneous: up ? (behaviour.spontaneous?.(state) ?? []).map(deepFreeze) : [],
        takes: up ? this.#taker(behaviour, state) : null,
        reactions: new Map<number, Reaction>(),
        later: new Map<number, Node>(),
      }
      this.#ids.set(key, node)
      this.nodes.push(node)
    }
    return node
  }

  /** Whether an agent takes a message in a state, asked once. */
  #taker(behaviour: Behaviour, state: unknown): Node['takes'] {
    if (behaviour.takes === undefined) return null
    const known: boolean[] = []
    return (envelope) => (known[envelope] ??= behaviour.takes!(state, this.envelopes.all[envelope]!.message))
  }

  /** Lists what an invoked actor may come to. */
  #await(address: string, behaviour: Behaviour, { input, ...rest }: Draught['pending'][number]): Pending {
    const outcomes = behaviour.outcomes(rest.source, input)
    if (outcomes.length === 0 || outcomes.length > MAX_OUTCOMES)
      throw new UserError(
        `The actor '${rest.source}' of ${address} has ${outcomes.length} outcomes; give it 1 to ${MAX_OUTCOMES}.`,
      )
    const pending = { ...rest, outcomes: outcomes.map(deepFreeze) }
    this.#inputs.set(pending, input)
    return pending
  }

  #rests(address: string, name: string): boolean {
    const { roles, name: protocol } = this.system.protocol
    const { states, rest } = roles[this.#seated.get(address)!]!
    const outermost = name.split(/[.|]/, 1)[0]!
    if (!states.includes(outermost))
      throw new UserError(
        `${address} is in a state '${name}' that protocol '${protocol}' does not have. Known: ${states.join(', ')}.`,
      )
    return rest.includes(outermost)
  }

  #plainly<T>(address: string, run: () => T): T {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw new UserError(
        `${address} cannot be checked: ${error.message}. Keep plain data in contexts and messages; functions and objects with behaviour belong to the machine's actors.`,
      )
    }
  }
}

const origin = (event: EventObject): Origin => ({
  session: 'session' in event ? String(event['session']) : SESSION,
  cause: -1,
})

function isSame(a: Done, b: Done): boolean {
  return (
    a.node === b.node &&
    a.failure?.kind === b.failure?.kind &&
    a.sent.length === b.sent.length &&
    a.sent.every((envelope, i) => envelope === b.sent[i]) &&
    canonicalActs(a.acts) === canonicalActs(b.acts)
  )
}

function canonicalActs(acts: readonly Act[]): string {
  return acts.length === 0 ? '' : canonicalKey(acts)
}
