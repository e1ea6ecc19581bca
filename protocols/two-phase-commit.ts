import { defineSystem, fromReducer, type System } from 'coevo/check'
import { defineProtocol, type StateOf } from 'coevo/protocol'
import { z } from 'zod'

/**
 * Two-phase commit: resource managers agree on whether a transaction is committed or aborted.
 *
 *     rm → tm    prepared          from every one that can commit
 *     tm → rms   commit | abort
 *
 * Jim Gray and Leslie Lamport, "Consensus on Transaction Commit", ACM Transactions on Database Systems
 * 31(1), 2006; step for step the specification TwoPhase of the TLA+ examples. As there, whoever may decide
 * something decides it at any time, and a message that was sent stays for ever and may arrive any number
 * of times. (Where one can be lost, a resource manager that is prepared may wait for ever: two-phase commit
 * blocks.)
 */
export const protocol = defineProtocol({
  name: 'two-phase-commit',
  roles: {
    /** The transaction manager. */
    tm: { count: 1, states: ['init', 'committed', 'aborted'], rest: ['committed', 'aborted'] },
    /** The resource managers. */
    rm: {
      count: [1, 7],
      states: ['working', 'prepared', 'committed', 'aborted'],
      rest: ['committed', 'aborted'],
    },
  },
  messages: {
    prepared: { from: 'rm', to: 'tm', in: ['working'], payload: z.null() },
    commit: { from: 'tm', to: 'rm', in: ['init'], payload: z.null() },
    abort: { from: 'tm', to: 'rm', in: ['init'], payload: z.null() },
  },
  timeouts: {},
  monitors: ({ sometimes, sent }) => [
    sometimes('a transaction is committed', sent('commit')),
    sometimes('a transaction is aborted', sent('abort')),
  ],
})

type ResourceManager = StateOf<typeof protocol, 'rm'>

/** Prepares, or aborts while it still may, and then does what the transaction manager decides. */
export const resourceManager = fromReducer(protocol, 'rm', {
  initial: 'working',
  // Where it stands is on stable storage, here and in the transaction manager.
  restarts: ['snapshot'],
  spontaneous: (state: ResourceManager) => (state === 'working' ? ['prepare', 'choose to abort'] : []),
  next(_state, event, { send }): ResourceManager {
    switch (event.type) {
      case 'prepare':
        send({ to: 'tm', type: 'prepared', payload: null })
        return 'prepared'
      case 'commit':
        return 'committed'
      case 'choose to abort':
      case 'abort':
        return 'aborted'
    }
  },
})

type Rm = `rm-${number}`

type TransactionManager = {
  readonly name: StateOf<typeof protocol, 'tm'>
  /** The resource managers that it knows to be prepared, sorted. */
  readonly prepared: readonly string[]
}

/** Commits once all resource managers are prepared, or aborts at any time before. */
export const transactionManager = (rms: readonly Rm[]) =>
  fromReducer(protocol, 'tm', {
    initial: { name: 'init', prepared: [] },
    restarts: ['snapshot'],
    spontaneous({ name, prepared }: TransactionManager) {
      if (name !== 'init') return []
      return prepared.length === rms.length ? ['commit', 'abort'] : ['abort']
    },
    next(state, event, { send }): TransactionManager {
      if (event.type === 'prepared') {
        if (state.name !== 'init' || state.prepared.includes(event.from)) return state
        return { ...state, prepared: [...state.prepared, event.from].toSorted() }
      }
      for (const to of rms) send({ to, type: event.type, payload: null })
      return { ...state, name: event.type === 'commit' ? 'committed' : 'aborted' }
    },
    renamed: (state, rename) => ({ ...state, prepared: state.prepared.map(rename).toSorted() }),
  })

/** Two-phase commit with 1 to 7 resource managers, in a network where messages stay for ever. */
export default function twoPhaseCommit({ rms = 3 }: { readonly rms?: number } = {}): System {
  const addresses = Array.from({ length: rms }, (_, i): Rm => `rm-${i}`)
  return defineSystem({
    name: 'two-phase-commit',
    title: 'all resource managers of a transaction commit, or none',
    protocol,
    agents: { tm: transactionManager(addresses), rm: addresses.map(() => resourceManager) },
    symmetric: ['rm'],
    network: 'duplicating',
    invariants: {
      'no resource manager has committed while another has aborted': (states) => {
        const committed = addresses.find((rm) => states[rm] === 'committed')
        const aborted = addresses.find((rm) => states[rm] === 'aborted')
        return committed && aborted ? `${committed} has committed and ${aborted} has aborted` : null
      },
    },
  })
}
