import { fromMachine } from 'coevo/check'
import { describeAgent, expect, test } from 'coevo/testing'
import system, { customer, quote, shop } from './protocol.ts'

test.protocol('the quote survives a lost message', system)

test('and one that arrives twice, in any order', async () => {
  await expect(system).toHold({ network: 'unordered', faults: { drop: 1, duplicate: 1 } })
})

describeAgent('the customer', {
  protocol: quote,
  role: 'customer',
  agent: fromMachine(customer),
  answers: {},
})
describeAgent('the shop', {
  protocol: quote,
  role: 'shop',
  agent: fromMachine(shop),
  answers: { ask: ['price'] },
})
