import { checkProtocol, type System } from 'coevo/check'
import audit from 'coevo/protocols/audit'
import exam from 'coevo/protocols/exam'
import lesson from 'coevo/protocols/lesson'
import review from 'coevo/protocols/review'
import { describe, expect, test } from 'vitest'

const holds = { complete: true, violations: [], notes: [] }

const systems: readonly (readonly [name: string, system: System])[] = [
  ['a lesson of up to two attempts', lesson()],
  ['a review of one round', review()],
  ['an audit of one answer that is checked twice', audit()],
  ['an exam of one question', exam()],
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
})
