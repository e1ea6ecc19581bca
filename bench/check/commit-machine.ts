import { defineSystem, fromMachine } from 'coevo/check'
import { defineProtocol } from 'coevo/protocol'
import { setup } from 'xstate'

/** How many states two-phase commit has, by the number of resource managers (TwoPhase of the TLA+ examples). */
export const commitStates = { 4: 1568, 5: 8832 } as const

type Manager = 'working' | 'prepared' | 'committed' | 'aborted'

interface Commit {
  readonly managers: readonly Manager[]
  /** By manager: whether it has said that it is prepared, and whether that was heard. */
  readonly said: readonly boolean[]
  readonly heard: readonly boolean[]
}

/**
 * Creates two-phase commit as one machine, its managers and its network included: an event for every action of
 * the specification. This is what xstate/graph can traverse.
 */
export function createCommit(count: number) {
  const agent = setup({ types: { context: {} as Commit } })
  const managers = Array.from({ length: count }, (_, manager) => manager)
  const each = <Transition>(action: string, transition: (manager: number) => Transition) =>
    Object.fromEntries(managers.map((manager) => [`${action}-${manager}`, transition(manager)]))
  const become = (manager: number, state: Manager) =>
    agent.assign(({ context }) => ({ managers: context.managers.with(manager, state) }))
  const works = (manager: number) => (given: { readonly context: Commit }) =>
    given.context.managers[manager] === 'working'
  const say = (manager: number) =>
    agent.assign(({ context }) => ({
      managers: context.managers.with(manager, 'prepared'),
      said: context.said.with(manager, true),
    }))
  const hear = (manager: number) =>
    agent.assign(({ context }) => ({ heard: context.heard.with(manager, true) }))
  return agent.createMachine({
    id: 'commit',
    context: {
      managers: managers.map(() => 'working'),
      said: managers.map(() => false),
      heard: managers.map(() => false),
    },
    initial: 'open',
    on: {
      ...each('prepare', (manager) => ({ guard: works(manager), actions: say(manager) })),
      ...each('abort', (manager) => ({ guard: works(manager), actions: become(manager, 'aborted') })),
    },
    states: {
      open: {
        on: {
          ...each('hear', (manager) => ({
            guard: ({ context }: { readonly context: Commit }) => context.said[manager]!,
            actions: hear(manager),
          })),
          commit: { guard: ({ context }) => context.heard.every(Boolean), target: 'committed' },
          abort: { target: 'aborted' },
        },
      },
      committed: { on: each('obey', (manager) => ({ actions: become(manager, 'committed') })) },
      aborted: { on: each('obey', (manager) => ({ actions: become(manager, 'aborted') })) },
    },
  })
}

const alone = defineProtocol({
  name: 'alone',
  roles: {
    commit: {
      count: 1,
      states: ['open', 'committed', 'aborted'],
      rest: ['open', 'committed', 'aborted'],
    },
  },
  messages: {},
  timeouts: {},
})

/** Puts the machine into a world of its own, where every event may come at any time. */
export function commitAlone(machine: ReturnType<typeof createCommit>) {
  const events = new Map<string, readonly { readonly type: string }[]>()
  const own = ({
    value,
    _nodes,
  }: {
    value: unknown
    _nodes: readonly { ownEvents: readonly string[] }[]
  }) => {
    const known = events.get(String(value))
    if (known !== undefined) return known
    const listed = _nodes.flatMap(({ ownEvents }) => ownEvents).map((type) => ({ type }))
    events.set(String(value), listed)
    return listed
  }
  return defineSystem({
    name: 'commit-alone',
    title: 'two-phase commit as one machine',
    protocol: alone,
    agents: { commit: fromMachine(machine, { spontaneous: own }) },
  })
}
