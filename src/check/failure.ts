import type { Agents } from './agents.ts'
import type { Failure, Node, Reaction, Stimulus } from './node.ts'
import type { Cause } from './result.ts'

/** What an agent broke by itself on being started. */
export function failureAtStart(agents: Agents, agent: number, failure: Failure, node: Node): Cause {
  return causeOf(agents, agent, failure, node.name, () => 'start')
}

/** What an agent broke by itself, in the state where it stays. */
export function failureOf(agents: Agents, { agent, stimulus, node, failure }: Reaction): Cause {
  return causeOf(agents, agent, failure!, node.name, () => eventOf(agents, node, stimulus))
}

function causeOf(agents: Agents, agent: number, failure: Failure, state: string, event: () => string): Cause {
  const address = agents.addresses[agent]!
  switch (failure.kind) {
    case 'refused': {
      const { message } = agents.envelopes.all[failure.envelope]!
      return { kind: 'refused', message, refused: failure.reason }
    }
    case 'failed':
      return { kind: 'failed', address, state, event: event(), error: failure.error }
    case 'nondeterministic':
      return { kind: 'nondeterministic', address, state, event: event(), source: failure.source }
  }
}

/** What an agent that stayed where it was failed at. */
function eventOf(agents: Agents, node: Node, stimulus: Stimulus): string {
  switch (stimulus.kind) {
    case 'deliver':
      return agents.envelopes.all[stimulus.envelope]!.type
    case 'timer':
      return node.timers[stimulus.place]!.event.type
    case 'spontaneous':
      return node.spontaneous[stimulus.place]!.type
    case 'order':
      return agents.system.orders[stimulus.place]!.event.type
    case 'outcome': {
      const { id, outcomes } = node.pending[stimulus.place]!
      const isAnswer = outcomes[stimulus.outcome]!.kind === 'returns'
      return `xstate.${isAnswer ? 'done' : 'error'}.actor.${id}`
    }
    case 'crash':
    case 'restart':
      return stimulus.kind
  }
}
