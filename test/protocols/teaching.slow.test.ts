import { checkProtocol, type System } from 'coevo/check'
import audit from 'coevo/protocols/audit'
import lesson from 'coevo/protocols/lesson'
import review from 'coevo/protocols/review'
import { expect, test } from 'vitest'

const larger: readonly (readonly [name: string, system: System])[] = [
  ['a lesson that makes all of its three attempts', lesson({ attempts: 3, until: 'end' })],
  ['a review of two rounds', review({ rounds: 2 })],
  ['an audit of two answers, each checked twice', audit({ answers: 2, checks: 2 })],
]

test.for(larger)('%s holds in every run under one fault of each kind', async ([, system]) => {
  expect(await checkProtocol(system)).toMatchObject({ complete: true, violations: [], notes: [] })
})

test.for(larger)('%s holds in many runs with two faults of each kind', async ([, system]) => {
  const faults = { drop: 2, duplicate: 2, crash: 2 }
  const result = await checkProtocol(system, { mode: 'random', runs: 200_000, seed: 1, faults })
  expect(result).toMatchObject({ violations: [], notes: [] })
})
