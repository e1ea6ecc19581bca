import type { Draft } from 'coevo/bus'
import type { Cause, System } from 'coevo/check'
import paxos from 'coevo/protocols/paxos'
import twoPhaseCommit from 'coevo/protocols/two-phase-commit'
import { changingEffects, type Mutant, sends, withAgents } from './mutant.ts'

const commit = twoPhaseCommit({ rms: 2 })

const atOdds: Partial<Cause> = {
  kind: 'invariant',
  name: 'no resource manager has committed while another has aborted',
}

type Manager = { readonly name: string; readonly prepared: readonly string[] }

type Server = {
  readonly accepted: { readonly proposal: { readonly value: string } } | null
  readonly decided: boolean
  /** By server: what it had accepted. */
  readonly prepared: Readonly<Record<string, unknown>>
}

type Prepared = { readonly type: 'prepared'; readonly payload: { readonly accepted: unknown } }

const agreement = 'all servers decide alike'

const without = (type: string, to: (address: string) => boolean) =>
  changingEffects((asked) =>
    asked.filter((effect) => !(sends(effect, type) && to((effect.params as Draft).to))),
  )

/**
 * Paxos with two clients that only write, the second of which comes once the first one rests. The first
 * leader asks no more than a majority to accept, and one of that majority may crash, and keeps what it knows.
 */
const consensus: System = {
  ...[
    (system: System) => withAgents(system, '', () => ({ restarts: [] })),
    (system: System) => withAgents(system, 'server-2', () => ({ restarts: ['snapshot'] })),
    (system: System) =>
      withAgents(
        system,
        'client',
        without('get', () => true),
      ),
    (system: System) =>
      withAgents(
        system,
        'server-0',
        without('accept', (to) => to === 'server-1'),
      ),
    (system: System) =>
      withAgents(system, 'client-1', (agent) => ({
        initial: () => ({ ...agent.initial(), effects: [] }),
        next: (state, event) => (event.type === 'come' ? agent.initial() : agent.next(state, event)),
      })),
  ].reduce((system, change) => change(system), paxos()),
  orders: [{ to: 'client-1', event: { type: 'come' } }],
  network: 'ordered',
  monitors: [],
  faults: { drop: 1, crash: 1 },
  invariants: {
    [agreement](states) {
      const values = Object.values(states as Readonly<Record<string, string | Server | null>>).flatMap(
        (state) =>
          typeof state === 'object' && state?.decided === true ? [state.accepted!.proposal.value] : [],
      )
      return new Set(values).size < 2 ? null : `the servers decided ${values.join(', ')}`
    },
  },
}

export const exampleMutants: readonly Mutant[] = [
  {
    name: 'a resource manager commits on its own',
    original: commit,
    system: withAgents(commit, 'rm-0', (agent) => ({
      spontaneous: (state) => (state === 'prepared' ? [{ type: 'commit' }] : agent.spontaneous!(state)),
    })),
    cause: atOdds,
  },
  {
    name: 'a transaction manager commits without all votes',
    original: commit,
    system: withAgents(commit, 'tm', (agent) => ({
      spontaneous(state) {
        const { name, prepared } = state as Manager
        return name === 'init' && prepared.length > 0 ? [{ type: 'commit' }] : agent.spontaneous!(state)
      },
    })),
    cause: atOdds,
  },
  {
    name: 'an acceptor forgets when it restarts what it promised and accepted',
    original: consensus,
    system: withAgents(consensus, 'server-2', () => ({ restarts: ['fresh'] })),
    cause: { kind: 'invariant', name: agreement },
  },
  {
    name: 'a leader proposes its own value whatever was accepted',
    original: consensus,
    system: withAgents(consensus, 'server', (agent) => ({
      next(state, event) {
        if (event.type !== 'prepared') return agent.next(state, event)
        const { payload, ...rest } = event as unknown as Prepared
        const { prepared, ...server } = state as Server
        const silent = Object.fromEntries(Object.keys(prepared).map((other) => [other, null]))
        const nothing = { ...rest, payload: { ...payload, accepted: null } }
        return agent.next({ ...server, prepared: silent }, nothing)
      },
    })),
    cause: { kind: 'invariant', name: agreement },
  },
  {
    name: 'an acceptor accepts a proposal after the decision',
    original: consensus,
    system: withAgents(consensus, 'server', (agent) => ({
      takes: (state, message) =>
        (message.type === 'accept' && (state as Server).decided) || agent.takes!(state, message),
    })),
    cause: { kind: 'refused' },
  },
]
