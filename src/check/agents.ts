import { isDeepStrictEqual } from 'node:util'
import type { EventObject } from 'xstate'
import { admit, seat, type Addresses, type Draft } from '../bus/index.ts'
import { UserError, watchGlobals } from '../core/index.ts'
import { DELAY_RULE, doneEvent, failedEvent, isDelay, type Effect } from '../protocol/index.ts'
import { Envelopes } from './envelope.ts'
import { stimulusOf, type Act, type Failure, type Node, type Reaction, type Stimulus } from './node.ts'
import { Nodes, UNBORN, type Moment } from './nodes.ts'
import { renameDeep, SESSION, sessionOf, type Behaviour, type Move, type System } from '../system/index.ts'

/** What led to a step: everything that follows from it carries its session. */
interface Origin {
  readonly session: string
  /** The envelope that the step is about; −1 for none. */
  readonly cause: number
}

/** Where what no message led to comes from. */
const OUTSIDE: Origin = { session: SESSION, cause: -1 }

/** An agent's step: where it leads, and the moment that it changes. */
interface Step {
  readonly origin: Origin
  /** Where the agent was; null before it is started. */
  readonly before: Node | null
  /** The moment with what led to the step taken out of it. */
  readonly from: Moment
  readonly take: () => Move<unknown>
}

type Done = Pick<Reaction, 'node' | 'sent' | 'acts' | 'failure' | 'ignored' | 'cause'>

/**
 * The agents of a system, each moment of theirs computed once.
 *
 * Agents are pure, so what one does on a stimulus is looked up after the first time. The first time it is
 * done twice, and now and then again, to find those that are not pure.
 */
export class Agents {
  readonly system: System
  readonly addresses: readonly string[]
  readonly envelopes: Envelopes
  readonly reactions: Reaction[] = []
  readonly #nodes: Nodes
  readonly #behaviours: readonly Behaviour[]
  readonly #seated: Addresses
  readonly #aspects = new Map<number, number>()
  readonly #aspectsByText = new Map<string, number>()

  /** @throws UserError when a role has fewer or more agents than the protocol says. */
  constructor(system: System) {
    this.system = system
    this.#seated = seat(system.protocol, Object.keys(system.agents))
    this.addresses = [...this.#seated.keys()]
    this.envelopes = new Envelopes(Object.keys(system.protocol.messages))
    this.#nodes = new Nodes(system, this.#seated, this.envelopes)
    this.#behaviours = this.#nodes.behaviours
  }

  get nodes(): readonly Node[] {
    return this.#nodes.all
  }

  /** What an agent does on being started. */
  initial(agent: number): Done {
    return watched(() => this.#begin(agent))
  }

  /** What an agent does on the stimulus of this code. */
  react(agent: number, node: Node, code: number): Reaction {
    const key = code * this.addresses.length + agent
    let reaction = node.reactions.get(key)
    if (reaction === undefined) {
      const stimulus = stimulusOf(code)
      const done = watched(() => this.#react(agent, node, stimulus, true))
      const isSteady = done.failure?.kind !== 'nondeterministic'
      reaction = { id: this.reactions.length, agent, stimulus, before: node, count: 0, ...done }
      // What cannot be relied on is left undone.
      if (!isSteady) reaction = { ...reaction, node, sent: [], acts: [] }
      this.reactions.push(reaction)
      node.reactions.set(key, reaction)
    }
    return reaction
  }

  /** True when an agent still does on a stimulus what it did the first time. */
  isSteady({ agent, stimulus, ...first }: Reaction, node: Node): boolean {
    if (first.failure !== null) return true
    const again = this.#react(agent, node, stimulus, false)
    return (
      again.node === first.node &&
      again.failure === null &&
      isDeepStrictEqual(again.sent, first.sent) &&
      isDeepStrictEqual(again.acts, first.acts)
    )
  }

  /** An agent after so many milliseconds in which nothing reached it. */
  elapse(agent: number, node: Node, milliseconds: number): Node {
    if (milliseconds === 0 || !node.up || node.timers.length === 0) return node
    let later = node.later.get(milliseconds)
    if (later === undefined) {
      const timers = node.timers.map((timer) => ({ ...timer, left: Math.max(0, timer.left - milliseconds) }))
      later = this.#nodes.intern(agent, { ...this.#nodes.open(node), timers })
      node.later.set(milliseconds, later)
    }
    return later
  }

  /** An agent's moment as it is at another agent's address, with every agent renamed. */
  rename(agent: number, node: Node, rename: (address: string) => string): Node {
    return this.#nodes.intern(agent, this.#renamed(node, rename))
  }

  #renamed(node: Node, rename: (address: string) => string): Moment {
    const { behaviour, state } = node
    const { up, timers, pending } = this.#nodes.open(node)
    return {
      // One that is down without a snapshot has no state.
      state: state === null ? null : (behaviour.renamed?.(state, rename) ?? renameDeep(state, rename)),
      up,
      timers: renameDeep(timers, rename) as Moment['timers'],
      pending: pending.map((each) => ({
        ...each,
        input: renameDeep(each.input, rename),
        cause: each.cause < 0 ? -1 : this.renameEnvelope(each.cause, rename),
      })),
    }
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
      const { kinds } = this.#nodes
      const blurred = (address: string) => {
        const other = this.addresses.indexOf(address)
        if (other < 0 || kinds[other] !== kinds[of]) return address
        return other === of ? '@this' : '@other'
      }
      // No node is made of it: that would ask the agent what it does in a state that it is never in.
      const text = `${kinds[agent]} ${this.#nodes.textOf(agent, this.#renamed(this.nodes[node]!, blurred))}`
      aspect = this.#aspectsByText.get(text) ?? this.#aspectsByText.size
      this.#aspectsByText.set(text, aspect)
      this.#aspects.set(key, aspect)
    }
    return aspect
  }

  /** @param twice also takes the step a second time, and says so when it leads elsewhere. */
  #react(agent: number, before: Node, stimulus: Stimulus, twice: boolean): Done {
    const { behaviour, state, timers, pending, spontaneous } = before
    const from = this.#nodes.open(before)
    const quietly = (moment: Moment): Done => ({
      node: this.#nodes.intern(agent, moment),
      sent: [],
      acts: [],
      failure: null,
      ignored: false,
      cause: -1,
    })
    const take = (event: EventObject, origin: Origin, rest: Partial<Moment> = {}) => {
      const step = { origin, before, from: { ...from, ...rest }, take: () => behaviour.next(state, event) }
      return this.#perform(agent, step, twice)
    }
    switch (stimulus.kind) {
      case 'deliver': {
        if (!before.up) return { ...quietly(from), node: before, ignored: true }
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
        const rest = { pending: from.pending.toSpliced(stimulus.place, 1) }
        if (outcome.kind === 'never') return quietly({ ...from, ...rest })
        const event =
          outcome.kind === 'returns' ? doneEvent(id, outcome.value) : failedEvent(id, outcome.error)
        return take(event, { session, cause }, rest)
      }
      case 'spontaneous':
        return take(spontaneous[stimulus.place]!, originOf(spontaneous[stimulus.place]!))
      case 'order': {
        const { event } = this.system.orders[stimulus.place]!
        return take(event, originOf(event))
      }
      case 'crash': {
        if (!behaviour.restarts.includes('snapshot')) return quietly({ ...UNBORN, up: false })
        // As `runMover` restarts it: every timer is set anew, with the whole of its delay.
        const anew = timers.map((timer) => ({ ...timer, left: timer.delay }))
        return quietly({ ...from, up: false, timers: behaviour.losesTimers === true ? [] : anew })
      }
      case 'restart':
        if (behaviour.restarts[stimulus.place] === 'fresh') return this.#begin(agent)
        if (behaviour.restore === undefined) return quietly({ ...from, up: true })
        return this.#perform(
          agent,
          { origin: OUTSIDE, before, from: UNBORN, take: () => behaviour.restore!(state) },
          twice,
        )
    }
  }

  #begin(agent: number): Done {
    const take = () => this.#behaviours[agent]!.initial()
    return this.#perform(agent, { origin: OUTSIDE, before: null, from: UNBORN, take }, true)
  }

  /** Takes a step and does what it asks for. */
  #perform(agent: number, { origin, before, from, take }: Step, twice: boolean): Done {
    const done = { sent: [] as number[], acts: [] as Act[], ignored: false, cause: origin.cause }
    let moved: Move<unknown>
    let again: Move<unknown> | null
    try {
      moved = take()
      again = twice ? take() : null
    } catch (error) {
      if (error instanceof UserError) throw error
      const text = (error instanceof Error ? error.message : String(error)).slice(0, 500)
      if (before === null) throw new UserError(`${this.addresses[agent]} fails when it is started: ${text}`)
      return { ...done, node: before, failure: { kind: 'failed', error: text } }
    }
    const { state, effects } = moved
    const isUnmoved =
      before !== null &&
      state === before.state &&
      effects.length === 0 &&
      from.up === before.up &&
      from.timers === before.timers &&
      from.pending.length === before.pending.length
    if (isUnmoved && (again === null || (again.state === state && again.effects.length === 0)))
      return { ...done, node: before, failure: null }
    const moment: Moment = { ...from, state }
    const name = before?.up === true ? before.name : this.#behaviours[agent]!.nameOf(state)
    let failure: Failure | null = null
    if (again !== null && !this.#isSame(agent, moved, again))
      failure = { kind: 'nondeterministic', source: null }
    for (const effect of effects) {
      if (effect.kind === 'action' && effect.type === 'send') {
        const { envelope, refused } = this.#send(agent, name, effect.params as Draft, origin.session)
        if (refused === null) done.sent.push(envelope)
        else failure ??= { kind: 'refused', envelope, reason: refused }
        continue
      }
      if (effect.kind === 'timer' && !isDelay(effect.delay))
        throw new UserError(
          `${this.addresses[agent]} sets the timer '${effect.id}' to ${effect.delay}: ${DELAY_RULE}.`,
        )
      note(effect, moment, done.acts, origin)
    }
    return { ...done, node: this.#nodes.intern(agent, moment), failure }
  }

  #isSame(agent: number, a: Move<unknown>, b: Move<unknown>): boolean {
    if (a.state !== b.state) {
      const behaviour = this.#behaviours[agent]!
      if (!isDeepStrictEqual(behaviour.dataOf(a.state), behaviour.dataOf(b.state))) return false
    }
    return isDeepStrictEqual(a.effects, b.effects)
  }

  /** Brings a message to the bus's gate. */
  #send(agent: number, state: string, draft: Draft, session: string) {
    const from = this.addresses[agent]!
    const gate = { protocol: this.system.protocol, addresses: this.#seated }
    const verdict = admit(gate, { from, state, draft })
    const refused = 'refused' in verdict ? verdict.refused : null
    const payload = 'refused' in verdict ? draft.payload : verdict.payload
    const { id } = this.#nodes.plainly(agent, () =>
      this.envelopes.intern(session, from, { ...draft, payload }),
    )
    return { envelope: id, refused }
  }
}

/** Takes a step, and says so where it reads a clock or random numbers. */
function watched(step: () => Done): Done {
  const { value: done, source } = watchGlobals(step)
  return source === null ? done : { ...done, failure: { kind: 'nondeterministic', source } }
}

/** Does what an effect other than a message asks for. */
function note(effect: Effect, moment: Moment, acts: Act[], { session, cause }: Origin): void {
  switch (effect.kind) {
    case 'action':
      acts.push({ type: effect.type, params: effect.params, session })
      break
    case 'invoke': {
      const { id, source, input } = effect
      const others = moment.pending.filter((other) => other.id !== id)
      moment.pending = [...others, { id, source, input, outcomes: [], session, cause }]
      break
    }
    case 'stop':
      moment.pending = moment.pending.filter(({ id }) => id !== effect.id)
      break
    case 'timer': {
      const { id, delay, event } = effect
      const others = moment.timers.filter((other) => other.id !== id)
      moment.timers = [...others, { id, left: delay, delay, event, session }]
      break
    }
    case 'cancel':
      moment.timers = moment.timers.filter(({ id }) => id !== effect.id)
      break
  }
}

function originOf(event: EventObject): Origin {
  return { session: sessionOf(event), cause: -1 }
}
