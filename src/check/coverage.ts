import { roleOf } from '../bus/index.ts'
import type { Coverage } from './result.ts'
import { describeOutcome } from './report/choice.ts'
import { timerName } from './report/name.ts'
import { FAULTS } from './budget.ts'
import type { Node } from './node.ts'
import type { World } from './world.ts'

/** Counts of what happened, by name. */
type Counts = Record<string, number>

/** What was seen to happen, without a judgement of it. */
export type Tally = Omit<Coverage, 'warnings'>

/** Says what a world went through since it was made, and what it could have and did not. */
export function coverageOf(world: World): Coverage {
  return judged(addTallies(beginning(world), tallyOf(world)))
}

/** A tally with a sentence for each thing that could have happened and did not. */
export function judged(tally: Tally): Coverage {
  const { outcomes, timers } = tally
  return { ...tally, outcomes: sorted(outcomes), timers: sorted(timers), warnings: warn(tally) }
}

/** Counts where agents begin: once, however often a world is begun anew. */
export function beginning(world: World): Tally {
  const { agents } = world
  const tally = nothing(world)
  world.reset()
  agents.addresses.forEach((address, agent) => {
    const node = world.node(agent)
    enter(tally.states, roleOf(address), node.name)
    listOutcomes(tally.outcomes, node)
  })
  return tally
}

/** Counts the steps of a world since it was made, or since they were counted and forgotten last. */
export function tallyOf(world: World): Tally {
  const { agents } = world
  const tally = nothing(world)
  const { states, messages, outcomes, timers, faults } = tally
  for (const { agent, stimulus, count, before, node, ignored } of agents.reactions) {
    if (count === 0) continue
    const role = roleOf(agents.addresses[agent]!)
    if (node.up) enter(states, role, node.name, count)
    listOutcomes(outcomes, node)
    if (stimulus.kind === 'deliver' && !ignored)
      add(messages, agents.envelopes.all[stimulus.envelope]!.type, count)
    if (stimulus.kind === 'timer')
      add(timers, `${role} ${timerName(before.timers[stimulus.place]!.id)}`, count)
    if (stimulus.kind === 'outcome') {
      const { source, outcomes: list } = before.pending[stimulus.place]!
      add(outcomes, `${source} ${describeOutcome(list[stimulus.outcome]!)}`, count)
    }
  }
  FAULTS.forEach((kind, i) => {
    if (kind in faults) faults[kind] = world.faults[i]!
  })
  return tally
}

/** Forgets the steps that were counted. */
export function forgetSteps(world: World): void {
  for (const reaction of world.agents.reactions) reaction.count = 0
  world.faults.fill(0)
}

/** What happened in two parts of a check. */
export function addTallies(a: Tally, b: Tally): Tally {
  const roles = Object.keys(a.states)
  return {
    states: Object.fromEntries(roles.map((role) => [role, sum(a.states[role]!, b.states[role]!)])),
    messages: sum(a.messages, b.messages),
    faults: sum(a.faults, b.faults),
    outcomes: sum(a.outcomes, b.outcomes),
    timers: sum(a.timers, b.timers),
  }
}

/** By name: which happened first depends on what was tried before. */
function sorted(counts: Readonly<Counts>): Counts {
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function sum(a: Readonly<Counts>, b: Readonly<Counts>): Counts {
  const total = { ...a }
  for (const [name, count] of Object.entries(b)) add(total, name, count)
  return total
}

/** A tally of nothing, with all that the protocol names and the scope allows. */
function nothing({ agents, scope }: World) {
  const { roles, messages } = agents.system.protocol
  const allowed = FAULTS.filter(
    (kind) => scope.faults[kind] > 0 || (kind === 'drop' && scope.network === 'lossy'),
  )
  return {
    states: Object.fromEntries(Object.entries(roles).map(([role, rule]) => [role, zeros(rule.states)])),
    messages: zeros(Object.keys(messages)),
    faults: zeros(allowed),
    outcomes: {} as Counts,
    timers: {} as Counts,
  }
}

function enter(states: Readonly<Record<string, Counts>>, role: string, name: string, count = 1): void {
  const table = states[role]!
  const outermost = name.split(/[.|]/, 1)[0]!
  if (Object.hasOwn(table, outermost)) table[outermost]! += count
}

function listOutcomes(outcomes: Counts, { pending }: Node): void {
  for (const { source, outcomes: list } of pending)
    for (const outcome of list) add(outcomes, `${source} ${describeOutcome(outcome)}`, 0)
}

function add(counts: Counts, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count
}

function zeros(names: readonly string[]): Counts {
  return Object.fromEntries(names.map((name) => [name, 0]))
}

function warn({ states, messages, faults, outcomes }: Tally): string[] {
  const never = (table: Readonly<Counts>, tell: (name: string) => string) =>
    Object.entries(table).flatMap(([name, count]) => (count === 0 ? [tell(name)] : []))
  return [
    ...never(faults, (kind) => `The fault '${kind}' was allowed and never happened.`),
    ...never(messages, (type) => `No message of type '${type}' was ever delivered.`),
    ...Object.entries(states).flatMap(([role, table]) =>
      never(table, (state) => `No ${role} was ever in state '${state}'.`),
    ),
    ...never(outcomes, (name) => `It never happened that ${name}.`),
  ]
}
