import { fromMachine } from 'coevo/check'
import { effect, type EffectOf } from 'coevo/protocol'
import { setup } from 'xstate'
import * as toys from './toy.ts'

const client = setup({
  types: { context: {} as { readonly job: number; readonly tries: number }, events: {} as toys.ToClient },
  actions: { send: effect as EffectOf<toys.FromClient> },
  delays: toys.errands.timeouts,
  guards: {
    isCurrent: ({ context, event }) => event.payload.job === context.job,
    isLast: ({ context, event }) => event.payload.job === context.job && context.job === toys.JOBS - 1,
    mayTry: ({ context }) => context.tries < toys.RETRIES,
  },
})

const clientMachine = client.createMachine({
  id: 'client',
  context: { job: 0, tries: 0 },
  initial: 'asking',
  states: {
    asking: {
      entry: {
        type: 'send',
        params: ({ context: { job } }) => ({ to: 'broker', type: 'ask', payload: { job } }) as const,
      },
      on: {
        answer: [
          { guard: 'isLast', target: 'finished' },
          {
            guard: 'isCurrent',
            target: 'asking',
            reenter: true,
            actions: client.assign(({ context: { job } }) => ({ job: job + 1, tries: 0 })),
          },
        ],
      },
      after: {
        answer: [
          {
            guard: 'mayTry',
            target: 'asking',
            reenter: true,
            actions: client.assign(({ context: { tries } }) => ({ tries: tries + 1 })),
          },
          { target: 'gone' },
        ],
      },
    },
    finished: {},
    gone: {},
  },
})

const broker = setup({
  types: {
    context: {} as { readonly done: number; readonly tries: number },
    events: {} as toys.ToBroker,
  },
  actions: { send: effect as EffectOf<toys.FromBroker> },
  delays: toys.errands.timeouts,
  guards: {
    isKnown: ({ context, event }) => event.payload.job < context.done,
    isCurrent: ({ context, event }) => event.payload.job === context.done,
    mayTry: ({ context }) => context.tries < toys.RETRIES,
  },
})

const answer = (job: number): toys.FromBroker => ({
  to: 'client',
  type: 'answer',
  payload: { job, result: toys.resultOf(job) },
})

const brokerMachine = broker.createMachine({
  id: 'broker',
  context: { done: 0, tries: 0 },
  initial: 'idle',
  states: {
    idle: {
      on: {
        ask: [
          {
            guard: 'isKnown',
            actions: { type: 'send', params: ({ event }) => answer(event.payload.job) },
          },
          { target: 'working', actions: broker.assign({ tries: 0 }) },
        ],
      },
    },
    working: {
      entry: {
        type: 'send',
        params: ({ context }) => ({ to: 'worker', type: 'task', payload: { job: context.done } }) as const,
      },
      on: {
        done: {
          guard: 'isCurrent',
          target: 'idle',
          actions: [
            { type: 'send', params: ({ event }) => answer(event.payload.job) },
            broker.assign(({ context }) => ({ done: context.done + 1 })),
          ],
        },
      },
      after: {
        done: [
          {
            guard: 'mayTry',
            target: 'working',
            reenter: true,
            actions: broker.assign(({ context }) => ({ tries: context.tries + 1 })),
          },
          { target: 'idle' },
        ],
      },
    },
  },
})

const workerMachine = setup({
  types: { events: {} as toys.ToWorker },
  actions: { send: effect as EffectOf<toys.FromWorker> },
}).createMachine({
  id: 'worker',
  initial: 'ready',
  states: {
    ready: {
      on: {
        task: {
          actions: {
            type: 'send',
            params: ({ event: { payload } }) =>
              ({
                to: 'broker',
                type: 'done',
                payload: { job: payload.job, result: toys.resultOf(payload.job) },
              }) as const,
          },
        },
      },
    },
  },
})

/** The toy as XState machines. */
export default toys.toy('errands-of-machines', {
  client: fromMachine(clientMachine),
  broker: fromMachine(brokerMachine),
  worker: fromMachine(workerMachine),
})
