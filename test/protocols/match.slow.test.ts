import { checkProtocol } from 'coevo/check'
import match, { pile } from 'coevo/protocols/match'
import { expect, test } from 'vitest'

const scope = match({ game: pile(2), rule: { kind: 'retry', times: 1 } })

test('a match in which an illegal move may be mended holds under one fault of each kind', async () => {
  expect(await checkProtocol(scope)).toMatchObject({ complete: true, violations: [], notes: [] })
})

test.for([1, 2, 3])('a match holds in a million runs with two faults of each kind, seed %i', async (seed) => {
  const faults = { drop: 2, duplicate: 2, crash: 2 }
  const result = await checkProtocol(scope, { mode: 'random', runs: 1_000_000, seed, faults })
  expect(result).toMatchObject({ violations: [], notes: [] })
})
