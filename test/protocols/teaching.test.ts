import { checkProtocol, type System } from 'coevo/check'
import audit from 'coevo/protocols/audit'
import lesson from 'coevo/protocols/lesson'
import review from 'coevo/protocols/review'
import { describe, expect, test } from 'vitest'

const holds = { complete: true, violations: [], notes: [] }

const systems: readonly (readonly [name: string, system: System])[] = [
  ['a lesson of up to two attempts', lesson()],
  ['a lesson that makes all its attempts', lesson({ until: 'end' })],
  ['a review of one round', review()],
  ['an audit of one answer that is checked twice', audit()],
  ['an audit of two answers that are checked once', audit({ answers: 2, checks: 1 })],
]

describe.for(systems)('%s', ([, system]) => {
  test('holds in every run under one drop, one duplicate, one crash, in any order', async () => {
    const result = await checkProtocol(system)
    expect(result).toMatchObject({
      ...holds,
      scope: { network: 'unordered', faults: { drop: 1, duplicate: 1, crash: 1 }, time: 'free' },
    })
    expect(result.coverage.warnings).toEqual([])
  })

  test('holds where time passes in order', async () => {
    expect(await checkProtocol(system, { time: 'ordered', faults: { drop: 1, crash: 1 } })).toMatchObject(
      holds,
    )
  })

  test('holds in many runs with two faults of each kind', async () => {
    const faults = { drop: 2, duplicate: 2, crash: 2 }
    const result = await checkProtocol(system, { mode: 'random', runs: 20_000, seed: 1, faults })
    expect(result).toMatchObject({ violations: [], notes: [] })
  })
})
