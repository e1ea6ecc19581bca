import { defineSystem, type System } from 'coevo/check'
import { callee, caller, IDLE, toy } from './toy.ts'

/** A caller that gives up waiting and is then answered after all: it cannot tell what the answer is to. */
export default function race(): System {
  return defineSystem({
    name: 'race',
    title: 'A late answer is taken for that of the second call',
    protocol: toy,
    network: 'unordered',
    faults: { drop: 1 },
    agents: {
      caller: caller({
        initial: { name: 'busy', seen: 1 },
        begin({ send, start }) {
          send({ to: 'callee-0', type: 'call', payload: { n: 1 } })
          start('soon')
        },
        next(state, event, { send, cancel }) {
          if (event.type === 'timeout.soon') {
            send({ to: 'callee-0', type: 'call', payload: { n: 2 } })
            return { name: 'idle', seen: 2 }
          }
          cancel('soon')
          return { name: 'done', seen: event.payload.n === state.seen ? 'right' : 'wrong' }
        },
      }),
      callee: [
        callee({
          initial: IDLE,
          next(state, { payload }, { send }) {
            send({ to: 'caller', type: 'answer', payload })
            return state
          },
        }),
      ],
    },
    invariants: {
      'the answer is to the last call': ({ caller: state }) =>
        (state as { seen: unknown }).seen === 'wrong' ? 'it is to an earlier one' : null,
    },
  })
}
