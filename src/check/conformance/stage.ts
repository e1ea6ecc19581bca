import type { EventObject } from 'xstate'
import { admit, type Addresses, type Draft, type Message } from '../../bus/index.ts'
import { canonicalJson, watchGlobals } from '../../core/index.ts'
import type { Effect } from '../../protocol/index.ts'
import type { Move } from '../../system/index.ts'
import { canonicalKey, deepFreeze } from '../canonical.ts'
import { Memory } from './memory.ts'
import { after, savedAndRead, type Moment } from './moment.ts'
import type { Happening } from './history.ts'
import type { AgentRule } from './rules.ts'
import type { Subject } from './subject.ts'
import { tellEffects } from './tell.ts'

/** What an agent did on an event. */
export interface Taken {
  readonly moment: Moment
  /** The types of the messages that it sent. */
  readonly sent: readonly string[]
  /** True when its memory is another, or it had effects. */
  readonly isMoved: boolean
}

/** Ends a performance. `message`: how the rule was broken; null when the agent cannot go on for another reason. */
export class Curtain extends Error {
  readonly broken: string | null
  constructor(broken: string | null) {
    super(broken ?? 'the agent cannot go on')
    this.broken = broken
  }
}

/** Where an agent plays alone, one event after the other, while one rule is watched. */
export class Stage {
  readonly #subject: Subject
  readonly #rule: AgentRule
  readonly #addresses: Addresses
  readonly #memory = new Memory()
  #seq = 0
  readonly address: string
  readonly story: string[] = []
  /** Of each event: all that came of it, and the length of the story then. */
  readonly log: { readonly key: string; readonly told: number }[] = []

  constructor(subject: Subject, rule: AgentRule) {
    this.#subject = subject
    this.#rule = rule
    this.#addresses = addressesOf(subject)
    const { count } = subject.protocol.roles[subject.role]!
    this.address = count === 1 ? subject.role : `${subject.role}-0`
  }

  /** Says that a rule is broken. That ends the performance if it is the one that is watched. */
  breaks(rule: AgentRule, message: string): void {
    if (rule === this.#rule) throw new Curtain(message)
  }

  begin(told = 'it starts'): Moment {
    const empty = { state: null, timers: [], actors: [] }
    return this.#step(told, empty, null, () => this.#subject.agent.initial()).moment
  }

  /** Gives the agent an event. */
  take(told: string, moment: Moment, event: EventObject): Taken {
    const { agent } = this.#subject
    const move = (state: unknown) => () => agent.next(state, event)
    const before = { name: agent.nameOf(moment.state), key: this.keyOf(moment) }
    if (this.#rule === 'restarts') this.#compare(told, moment, event)
    return this.#step(told, moment, before, move(moment.state))
  }

  /** Stops the agent and starts it again, as `restarts` of its behaviour says. */
  restart(moment: Moment, choice: number): Moment {
    const { agent } = this.#subject
    const way = agent.restarts[choice % agent.restarts.length]
    if (way === undefined) return moment
    if (way === 'fresh') return this.begin('it comes back without its memory')
    const told = 'it comes back with its memory'
    if (agent.restore === undefined) {
      this.story.push(told)
      return { ...moment, state: savedAndRead(moment.state) }
    }
    const empty = { state: null, timers: [], actors: [] }
    return this.#step(told, empty, null, () => agent.restore!(savedAndRead(moment.state))).moment
  }

  /** Makes the message that happens; null where the bus refuses it. */
  message(said: Extract<Happening, { readonly kind: 'message' }>): Message | null {
    const { type, sender } = said
    const session = said.session === 'own' ? this.#subject.session : `${said.session} session`
    const { protocol } = this.#subject
    const role = protocol.messages[type]!.from
    const senders = [...this.#addresses].filter(([address, of]) => of === role && address !== this.address)
    const from = senders[sender % senders.length]?.[0] ?? this.address
    const to = this.address
    const draft = { to, type, payload: this.#memory.echo(said.payload, said.echo) }
    const admission = this.#admit({ from, state: undefined, draft })
    if ('refused' in admission) return null
    const { payload } = admission
    const seq = this.#seq++
    this.#memory.keep(payload)
    return deepFreeze({ id: `${session}#${seq}`, session, from, to, type, payload, seq, cause: null })
  }

  keyOf({ state }: Moment): string {
    try {
      return canonicalKey(this.#subject.agent.dataOf(state))
    } catch {
      return '(not plain data)'
    }
  }

  isAtRest({ state }: Moment): boolean {
    const { protocol, role, agent } = this.#subject
    return protocol.roles[role]!.rest.includes(outermost(agent.nameOf(state)))
  }

  #step(
    told: string,
    from: Moment,
    before: { readonly name: string; readonly key: string } | null,
    run: () => Move<unknown>,
  ): Taken {
    const { agent, protocol, role } = this.#subject
    const { state, effects } = this.#run(told, before?.name ?? 'no state yet', run)
    const name = agent.nameOf(state)
    this.story.push(`${told} → ${name}${tellEffects(effects)}`)
    if (isFailed(state)) this.#fails(`its machine fails in '${before?.name ?? name}'`)
    if (!protocol.roles[role]!.states.includes(outermost(name)))
      this.breaks('states', `it is in '${name}', which the protocol does not name`)
    this.#expectPlain(() => canonicalJson(deepFreeze(agent.dataOf(state)), 'its memory'))
    const sent = effects.flatMap((effect) =>
      effect.kind === 'action' && effect.type === 'send' ? [effect.params as Draft] : [],
    )
    for (const draft of sent) this.#send(draft, before?.name ?? name)
    const moment = after({ ...from, state }, effects, agent)
    const key = this.keyOf(moment)
    this.log.push({ key: `${key} ${keyOfEffects(effects)}`, told: this.story.length })
    return {
      moment,
      sent: sent.map(({ type }) => type),
      isMoved: effects.length > 0 || key !== before?.key,
    }
  }

  #run(told: string, name: string, run: () => Move<unknown>): Move<unknown> {
    try {
      if (this.#rule !== 'determinism') return run()
      const { value, source } = watchGlobals(run)
      if (source === null) return value
      this.story.push(told)
      throw new Curtain(`it reads ${source}`)
    } catch (error) {
      if (error instanceof Curtain) throw error
      this.story.push(told)
      return this.#fails(`it throws in '${name}': ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  /** Does on a memory that was saved what is about to be done on the one at hand. */
  #compare(told: string, { state }: Moment, event: EventObject): void {
    const { agent } = this.#subject
    const outcome = (of: unknown) => {
      try {
        const { state: next, effects } = agent.next(of, event)
        return `${canonicalKey(agent.dataOf(next))} ${keyOfEffects(effects)}`
      } catch (error) {
        return String(error)
      }
    }
    if (outcome(savedAndRead(state)) === outcome(state)) return
    this.story.push(told)
    this.breaks('restarts', 'it does something else with a memory that was saved and read back')
  }

  #send(draft: Draft, state: string): void {
    const admission = this.#admit({ from: this.address, state, draft })
    if ('refused' in admission) {
      const { reason, detail } = admission.refused
      this.breaks('sends', `the bus refuses its '${draft.type}' for ${reason}: ${detail}`)
    }
    this.#expectPlain(() => canonicalJson(draft.payload, `the payload of '${draft.type}'`))
    this.#memory.keep(draft.payload)
  }

  /** What the bus says of a message. */
  #admit(sent: Parameters<typeof admit>[1]): ReturnType<typeof admit> {
    return admit({ protocol: this.#subject.protocol, addresses: this.#addresses }, sent)
  }

  #expectPlain(write: () => unknown): void {
    try {
      write()
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      this.breaks('plain-data', error.message)
    }
  }

  #fails(message: string): never {
    this.breaks('exceptions', message)
    throw new Curtain(null)
  }
}

/** The most agents of a role that an agent meets. */
const CROWD = 16

function addressesOf({ protocol }: Subject): Addresses {
  return new Map(
    Object.entries(protocol.roles).flatMap(([role, { count }]) =>
      count === 1
        ? [[role, role] as const]
        : Array.from({ length: Math.min(count[1], CROWD) }, (_, i) => [`${role}-${i}`, role] as const),
    ),
  )
}

const outermost = (name: string) => name.split(/[.|]/, 1)[0]!

const isFailed = (state: unknown) =>
  typeof state === 'object' && state !== null && 'status' in state && state.status === 'error'

function keyOfEffects(effects: readonly Effect[]): string {
  try {
    return canonicalKey(effects)
  } catch {
    return effects.map((effect) => effect.kind).join(' ')
  }
}
