import { effect, type EffectOf } from 'coevo/protocol'
import { assign, fromPromise, setup } from 'xstate'

/** A lamp that asks whether it may burn, and burns out: an action, an invoked actor and a timer. */
export const lamp = setup({
  types: {
    context: {} as { readonly lit: number },
    events: {} as { readonly type: 'press' } | { readonly type: 'cut' },
  },
  actors: { permit: fromPromise<string, { readonly times: number }>(() => Promise.resolve('')) },
  actions: {
    send: effect as EffectOf<{ to: string; type: string; payload: number }>,
    log: effect as EffectOf<string>,
  },
  delays: { burn: 100 },
}).createMachine({
  id: 'lamp',
  context: { lit: 0 },
  initial: 'off',
  on: { cut: '.off' },
  states: {
    off: { on: { press: 'asking' } },
    asking: {
      invoke: {
        id: 'permit',
        src: 'permit',
        input: ({ context }) => ({ times: context.lit }),
        onDone: { target: 'on', actions: { type: 'log', params: ({ event }) => event.output } },
        onError: { target: 'off', actions: { type: 'log', params: 'refused' } },
      },
    },
    on: {
      entry: [
        assign({ lit: ({ context }) => context.lit + 1 }),
        { type: 'send', params: ({ context }) => ({ to: 'room', type: 'light', payload: context.lit }) },
      ],
      after: { burn: 'off' },
      on: { press: 'off' },
    },
  },
})
