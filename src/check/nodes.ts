import { roleOf, type Addresses } from '../bus/index.ts'
import { UserError } from '../core/index.ts'
import { canonicalKey, deepFreeze } from './canonical.ts'
import type { Envelopes } from './envelope.ts'
import { MAX_OUTCOMES, type Node, type Pending, type Reaction, type Timer } from './node.ts'
import type { Behaviour, System } from '../system/index.ts'

/** An agent's moment in the making. */
export interface Moment {
  state: unknown
  up: boolean
  timers: readonly Timer[]
  pending: readonly (Pending & { readonly input: unknown })[]
}

/** Before an agent is started. */
export const UNBORN: Moment = { state: null, up: true, timers: [], pending: [] }

/** The moments that agents have had, each distinct one once. */
export class Nodes {
  readonly all: Node[] = []
  readonly behaviours: readonly Behaviour[]
  /** By agent: its role where that is symmetric, and else its address. */
  readonly kinds: readonly string[]
  readonly #system: System
  readonly #addresses: readonly string[]
  readonly #seated: Addresses
  readonly #envelopes: Envelopes
  readonly #ids = new Map<string, Node>()
  /** What invoked actors were given. */
  readonly #inputs = new Map<Pending, unknown>()

  constructor(system: System, seated: Addresses, envelopes: Envelopes) {
    this.#system = system
    this.#addresses = [...seated.keys()]
    this.#seated = seated
    this.#envelopes = envelopes
    this.behaviours = Object.values(system.agents)
    this.kinds = this.#addresses.map((address) => {
      const role = roleOf(address)
      return system.symmetric.includes(role) ? role : address
    })
  }

  /** A node as a moment, to be changed. */
  open(node: Node): Moment {
    const pending = node.pending.map((each) => ({ ...each, input: this.#inputs.get(each) }))
    return { state: node.state, up: node.up, timers: node.timers, pending }
  }

  /** The node of a moment of an agent. */
  intern(agent: number, moment: Moment): Node {
    const behaviour = this.behaviours[agent]!
    const { state, up, timers, pending } = moment
    const key = `${this.#addresses[agent]} ${this.textOf(agent, moment)}`
    let node = this.#ids.get(key)
    if (node === undefined) {
      const name = up ? behaviour.nameOf(state) : 'down'
      node = {
        id: this.all.length,
        agent,
        behaviour,
        state,
        name,
        up,
        rests: up && this.#rests(agent, name),
        timers: timers.toSorted(bySoonness),
        pending: pending.map((each) => this.#await(agent, each)),
        spontaneous: up ? (behaviour.spontaneous?.(state) ?? []).map(deepFreeze) : [],
        takes: up ? this.#taker(behaviour, state) : null,
        reactions: new Map<number, Reaction>(),
        later: new Map<number, Node>(),
      }
      this.#ids.set(key, node)
      this.all.push(node)
    }
    return node
  }

  /** All that an agent's future depends on: equal for equal moments. */
  textOf(agent: number, { state, up, timers, pending }: Moment): string {
    return this.plainly(agent, () => {
      const data = state === null && !up ? null : this.behaviours[agent]!.dataOf(state)
      const head = `${up} ${canonicalKey(data, 'its state')}`
      deepFreeze(data)
      if (timers.length === 0 && pending.length === 0) return head
      const waits = pending.map(({ id, source, input, session, cause }) => [
        id,
        source,
        input,
        session,
        cause,
      ])
      return `${head} ${canonicalKey(timers.toSorted(bySoonness), 'a timer')} ${canonicalKey(waits, "an actor's input")}`
    })
  }

  /** Runs what needs plain data of an agent. @throws UserError where it is not. */
  plainly<T>(agent: number, run: () => T): T {
    try {
      return run()
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw new UserError(
        `${this.#addresses[agent]} cannot be checked: ${error.message}. Keep plain data in contexts and messages; functions and objects with behaviour belong to the machine's actors.`,
      )
    }
  }

  /** Lists what an invoked actor may come to. */
  #await(agent: number, { input, ...rest }: Moment['pending'][number]): Pending {
    const outcomes = this.behaviours[agent]!.outcomes(rest.source, input)
    if (outcomes.length === 0 || outcomes.length > MAX_OUTCOMES)
      throw new UserError(
        `The actor '${rest.source}' of ${this.#addresses[agent]} has ${outcomes.length} outcomes; give it 1 to ${MAX_OUTCOMES}.`,
      )
    const pending = { ...rest, outcomes: outcomes.map(deepFreeze) }
    this.#inputs.set(pending, input)
    return pending
  }

  #rests(agent: number, name: string): boolean {
    const address = this.#addresses[agent]!
    const { roles, name: protocol } = this.#system.protocol
    const { states, rest } = roles[this.#seated.get(address)!]!
    const outermost = name.split(/[.|]/, 1)[0]!
    if (!states.includes(outermost))
      throw new UserError(
        `${address} is in a state '${name}' that protocol '${protocol}' does not have. Known: ${states.join(', ')}.`,
      )
    return rest.includes(outermost)
  }

  /** Whether an agent takes a message in a state, asked once. */
  #taker(behaviour: Behaviour, state: unknown): Node['takes'] {
    if (behaviour.takes === undefined) return null
    const known: boolean[] = []
    return (envelope) => (known[envelope] ??= behaviour.takes!(state, this.#envelopes.all[envelope]!.message))
  }
}

const bySoonness = (a: Timer, b: Timer) => a.left - b.left || (a.id < b.id ? -1 : 1)
