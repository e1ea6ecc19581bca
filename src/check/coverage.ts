import { roleOf } from '../bus/index.ts'
import type { Coverage } from './result.ts'
import { describeOutcome } from './report/choice.ts'
import { timerName } from './report/name.ts'
import { FAULTS } from './budget.ts'
import type { World } from './world.ts'

/** Counts of what happened, by name. */
type Counts = Record<string, number>

/** Says what a world went through since it was made, and what it could have and did not. */
export function coverageOf(world: World): Coverage {
  const { agents, scope } = world
  const { roles, messages: types } = agents.system.protocol
  const states = Object.fromEntries(
    Object.entries(roles).map(([role, rule]) => [role, zeros(rule.states)] as const),
  )
  const messages = zeros(Object.keys(types))
  const outcomes: Counts = {}
  const timers: Counts = {}
  const roleAt = (agent: number) => roleOf(agents.addresses[agent]!)
  const enter = (agent: number, name: string) => {
    const table = states[roleAt(agent)]!
    const outermost = name.split(/[.|]/, 1)[0]!
    if (outermost in table) table[outermost]!++
  }
  world.reset()
  agents.addresses.forEach((_, agent) => enter(agent, world.node(agent).name))
  for (const node of agents.nodes)
    for (const { source, outcomes: list } of node.pending)
      for (const outcome of list) outcomes[`${source} ${describeOutcome(outcome)}`] ??= 0
  for (const node of agents.nodes)
    for (const { agent, stimulus, count, node: next, ignored } of node.reactions.values()) {
      const table = states[roleAt(agent)]!
      const outermost = next.name.split(/[.|]/, 1)[0]!
      if (next.up && outermost in table) table[outermost]! += count
      if (stimulus.kind === 'deliver' && !ignored)
        messages[agents.envelopes.all[stimulus.envelope]!.type]! += count
      if (stimulus.kind === 'timer') {
        const name = `${roleAt(agent)} ${timerName(node.timers[stimulus.place]!.id)}`
        timers[name] = (timers[name] ?? 0) + count
      }
      if (stimulus.kind === 'outcome') {
        const { source, outcomes: list } = node.pending[stimulus.place]!
        const name = `${source} ${describeOutcome(list[stimulus.outcome]!)}`
        outcomes[name] = (outcomes[name] ?? 0) + count
      }
    }
  const allowed = FAULTS.flatMap((kind, i) =>
    scope.faults[kind] > 0 || (kind === 'drop' && scope.network === 'lossy')
      ? [[kind, world.faults[i]!] as const]
      : [],
  )
  const faults = Object.fromEntries(allowed)
  return {
    states,
    messages,
    faults,
    outcomes,
    timers,
    warnings: warn({ states, messages, faults, outcomes }),
  }
}

function zeros(names: readonly string[]): Counts {
  return Object.fromEntries(names.map((name) => [name, 0]))
}

function warn({ states, messages, faults, outcomes }: Omit<Coverage, 'warnings' | 'timers'>): string[] {
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
