import { namedPolicies, namedPolicy } from 'coevo/agents/named-policy'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { expect, test } from 'vitest'

test('has a name for every policy, with or without a number', () => {
  for (const [name, { iterations }] of Object.entries(namedPolicies)) {
    expect(namedPolicy(kuhnPoker, name).name).toBe(name)
    if (iterations !== undefined) expect(namedPolicy(kuhnPoker, `${name}:5`).name).toBe(`${name}:5`)
  }
})

test.for([
  ['unifrom', "There is no agent 'unifrom'; did you mean 'uniform'?"],
  ['first:3', "The agent 'first' takes no number: write 'first'."],
  ['cfr+:many', "'cfr+:many' needs a number of iterations from 1 to 9999999: write 'cfr+:1000'."],
  ['cfr+:0', "'cfr+:0' needs a number"],
] as const)("refuses '%s'", ([name, message]) => {
  expect(() => namedPolicy(kuhnPoker, name)).toThrow(message)
})

test('says when a game cannot be solved so', () => {
  const ask = {
    turn: 0,
    observation: '',
    informationState: 'seat first card jack moves none',
    legal: ['check', 'bet'],
  }
  const minimax = namedPolicy(kuhnPoker, 'minimax')
  expect(() => minimax.decide(ask, () => expect.fail('no draw'))).toThrow('hides information')
})
