import { defineSystem, fromMachine } from 'coevo/check'
import { defineProtocol, effect, type EffectOf, type Incoming, type Outgoing } from 'coevo/protocol'
import { setup } from 'xstate'
import { z } from 'zod'

/** A customer asks for a price and waits so long; a shop names it. */
export const quote = defineProtocol({
  name: 'quote',
  roles: {
    customer: { count: 1, states: ['waiting', 'told', 'gone'], rest: ['told', 'gone'] },
    shop: { count: 1, states: ['open'], rest: ['open'] },
  },
  messages: {
    ask: { from: 'customer', to: 'shop', in: ['waiting'], payload: z.object({ article: z.string() }) },
    price: { from: 'shop', to: 'customer', payload: z.object({ article: z.string(), price: z.number() }) },
  },
  timeouts: { price: 5_000 },
  monitors: ({ always, sent }) => [
    always(
      'a price is for what was asked',
      sent('price'),
      ({ message, cause }) => cause?.type === 'ask' && cause.payload.article === message.payload.article,
    ),
  ],
})

type Quote = typeof quote
type FromCustomer = Outgoing<Quote, 'customer'>

export const customer = setup({
  types: { events: {} as Incoming<Quote, 'customer'> },
  actions: { send: effect as EffectOf<FromCustomer> },
  delays: quote.timeouts,
}).createMachine({
  id: 'customer',
  initial: 'waiting',
  states: {
    waiting: {
      entry: {
        type: 'send',
        params: (): FromCustomer => ({ to: 'shop', type: 'ask', payload: { article: 'tea' } }),
      },
      on: { price: 'told' },
      // Without this line a lost message leaves the customer waiting for ever: try it.
      after: { price: 'gone' },
    },
    told: {},
    gone: {},
  },
})

export const shop = setup({
  types: { events: {} as Incoming<Quote, 'shop'> },
  actions: { send: effect as EffectOf<Outgoing<Quote, 'shop'>> },
}).createMachine({
  id: 'shop',
  initial: 'open',
  states: {
    open: {
      on: {
        ask: {
          actions: {
            type: 'send',
            params: ({ event: { payload } }) => ({
              to: 'customer',
              type: 'price',
              payload: { article: payload.article, price: 3 },
            }),
          },
        },
      },
    },
  },
})

export default defineSystem({
  name: 'quote',
  title: 'a customer, a shop and a message that may be lost',
  protocol: quote,
  agents: { customer: fromMachine(customer), shop: fromMachine(shop) },
  faults: { drop: 1 },
})
