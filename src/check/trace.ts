import type { Message } from '../bus/index.ts'
import { MAX_OUTCOMES } from './node.ts'
import { describeOutcome } from './report/choice.ts'
import { timerName } from './report/name.ts'
import type { Cause, Choice, Trace, TracedStep } from './result.ts'
import { runTape, type Tape } from './run.ts'
import { KIND, kindOf, placeOf, whoOf } from './choice.ts'
import type { World } from './world.ts'

/** A message on its way, with the number it got when it was sent. */
interface Flight {
  readonly envelope: number
  readonly message: Message
}

/** A run that was told again. */
export interface Told {
  readonly trace: Trace
  /** What broke at its end; null for nothing. */
  readonly cause: Cause | null
  /** Every choice of the run. */
  readonly tape: Tape
}

/** Runs a tape and tells it step by step, with its messages numbered in the order of sending. */
export function tell(world: World, tape: Tape, maxSteps: number): Told {
  const picks: number[] = []
  const { cause } = runTape(world, tape, maxSteps, (picked) => picks.push(picked))
  return { trace: new Teller(world).tell(picks), cause, tape: picks }
}

class Teller {
  readonly #world: World
  /** By link, in the order of its contents. */
  readonly #flights: Flight[][]
  /** By envelope that was delivered: the number it had the last time. */
  readonly #heard = new Map<number, string>()
  #sent = 0

  constructor(world: World) {
    this.#world = world
    this.#flights = world.roads.map(() => [])
  }

  tell(tape: Tape): Trace {
    const world = this.#world
    const { addresses } = world.agents
    world.reset()
    const initial = this.#states()
    const opening = world.opening.map((envelope) => this.#send(envelope, null).message)
    const steps = tape.map((picked, index): TracedStep => {
      world.enumerate()
      const { count: options, choices } = world
      const taken = choices[picked]!
      const choice = this.#describe(taken)
      const { cut } = world
      world.take(taken)
      const { reaction } = world
      const heard = 'message' in choice ? choice.message : null
      if (kindOf(taken) === KIND.deliver || kindOf(taken) === KIND.drop) this.#land(taken)
      if (reaction !== null && reaction.cause >= 0 && heard !== null)
        this.#heard.set(reaction.cause, heard.id)
      const cause = this.#heard.get(reaction?.cause ?? -1) ?? null
      const sent = (reaction?.sent ?? []).map((envelope) => this.#send(envelope, cause, cut?.links))
      const by = reaction === null ? '' : addresses[reaction.agent]!
      return {
        index,
        choice,
        picked,
        options,
        sent,
        acts: (reaction?.acts ?? []).map(({ type, params }) => ({ by, type, params })),
        ignored: reaction?.ignored ?? false,
        states: this.#states(),
      }
    })
    const final = Object.fromEntries(
      addresses.map((address, agent) => [address, this.#dataOf(agent)] as const),
    )
    return { addresses, initial, opening, steps, final }
  }

  #states(): Record<string, string> {
    const { addresses } = this.#world.agents
    return Object.fromEntries(addresses.map((address, agent) => [address, this.#world.node(agent).name]))
  }

  #dataOf(agent: number): unknown {
    const { behaviour, state, up } = this.#world.node(agent)
    return up ? behaviour.dataOf(state) : null
  }

  /** Numbers a message and puts it on its way, unless a cut loses it or an equal one is there for good. */
  #send(
    envelope: number,
    cause: string | null,
    cut?: readonly boolean[],
  ): { message: Message; lost: boolean } {
    const { envelopes } = this.#world.agents
    const { session, from, to, type, payload } = envelopes.all[envelope]!
    const seq = this.#sent++
    const message = { id: `${session}#${seq}`, session, from, to, type, payload, seq, cause }
    const link = this.#world.roadOf(from, to)
    const lost = cut?.[link] === true
    const flights = this.#flights[link]!
    const stays =
      this.#world.scope.network === 'duplicating' && flights.some((each) => each.envelope === envelope)
    if (!lost && !stays) {
      flights.push({ envelope, message })
      if (this.#world.scope.network !== 'ordered')
        flights.sort((a, b) => envelopes.compare(a.envelope, b.envelope) || a.message.seq - b.message.seq)
    }
    return { message, lost }
  }

  #land(choice: number): void {
    if (this.#world.scope.network === 'duplicating' && kindOf(choice) === KIND.deliver) return
    this.#flights[whoOf(choice)]!.splice(placeOf(choice), 1)
  }

  #describe(choice: number): Choice {
    const world = this.#world
    const { addresses, system } = world.agents
    const who = whoOf(choice)
    const place = placeOf(choice)
    const address = addresses[who] ?? ''
    switch (kindOf(choice)) {
      case KIND.deliver:
        return this.#onTheWay('deliver', who, place)
      case KIND.drop:
        return this.#onTheWay('drop', who, place)
      case KIND.duplicate:
        return this.#onTheWay('duplicate', who, place)
      case KIND.order:
        return { kind: 'order', to: address, event: system.orders[place]!.event.type }
      case KIND.spontaneous:
        return { kind: 'spontaneous', address, event: world.node(who).spontaneous[place]!.type }
      case KIND.timer: {
        const { id, left } = world.node(who).timers[place]!
        return { kind: 'timer', address, timer: timerName(id), delay: left }
      }
      case KIND.outcome: {
        const { source, outcomes } = world.node(who).pending[Math.floor(place / MAX_OUTCOMES)]!
        return { kind: 'outcome', address, source, outcome: describeOutcome(outcomes[place % MAX_OUTCOMES]!) }
      }
      case KIND.crash:
        return { kind: 'crash', address }
      case KIND.restart: {
        const remembers = world.node(who).behaviour.restarts[place] === 'snapshot'
        return { kind: 'restart', address, remembers }
      }
      default: {
        const { from, to } = kindOf(choice) === KIND.cut ? world.cuts[place]! : world.cut!
        return { kind: kindOf(choice) === KIND.cut ? 'cut' : 'heal', from, to }
      }
    }
  }

  #onTheWay(kind: 'deliver' | 'drop' | 'duplicate', link: number, place: number): Choice {
    const flights = this.#flights[link]!
    const { message } = flights[place]!
    const older = flights.filter((other) => other.message.seq < message.seq).length
    return { kind, message, place: older }
  }
}
