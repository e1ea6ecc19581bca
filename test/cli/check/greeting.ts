import { defineSystem, fromReducer, type System } from 'coevo/check'
import { defineProtocol } from 'coevo/protocol'
import { z } from 'zod'

const greeting = defineProtocol({
  name: 'greeting',
  roles: {
    host: { count: 1, states: ['idle', 'asking', 'happy', 'alone'], rest: ['idle', 'happy', 'alone'] },
    guest: { count: [1, 2], states: ['idle'], rest: ['idle'] },
  },
  messages: {
    hello: { from: 'host', to: 'guest', payload: z.object({ language: z.string() }) },
    welcome: { from: 'guest', to: 'host', payload: z.object({}) },
  },
  timeouts: { reply: 1000 },
})

/** A host that greets a guest; one that is `patient` waits for the answer for ever. */
export function greetingSystem({ patient }: { readonly patient: boolean }): System {
  return defineSystem({
    name: 'greeting',
    title: 'a host greets a guest',
    protocol: greeting,
    agents: {
      host: fromReducer(greeting, 'host', {
        initial: 'idle',
        spontaneous: (state) => (state === 'idle' ? ['greet'] : []),
        next(state, event, { send, start, cancel }) {
          switch (event.type) {
            case 'welcome':
              if (state !== 'asking') return state
              cancel('reply')
              return 'happy'
            case 'timeout.reply':
              return 'alone'
            case 'greet':
              send({ to: 'guest-0', type: 'hello', payload: { language: 'Esperanto' } })
              if (!patient) start('reply')
              return 'asking'
          }
        },
        restarts: ['snapshot'],
      }),
      guest: [
        fromReducer(greeting, 'guest', {
          initial: 'idle',
          next(state, _event, { send }) {
            send({ to: 'host', type: 'welcome', payload: {} })
            return state
          },
        }),
      ],
    },
    faults: { drop: 1 },
  })
}

export default greetingSystem({ patient: true })
