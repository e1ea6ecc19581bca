import type { IllegalRule } from 'coevo/agents/match/illegal-rule'
import { checkProtocol, type Faults, type System } from 'coevo/check'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import match, { pile } from 'coevo/protocols/match'
import { describeGame } from 'coevo/testing'
import { describe, expect, test } from 'vitest'

const holds = { complete: true, violations: [], notes: [] }

describeGame(pile(3))

describe('a match, every run of it', () => {
  test('holds under one drop, one duplicate, one crash, in any order', async () => {
    const result = await checkProtocol(match())
    expect(result).toMatchObject({
      ...holds,
      scope: { network: 'unordered', faults: { drop: 1, duplicate: 1, crash: 1 }, time: 'free' },
    })
    expect(result.coverage.warnings).toEqual([])
  })

  test.for<IllegalRule['kind']>(['constrain', 'spiral'])('holds by the rule %s', async (kind) => {
    const rule = { kind } as IllegalRule
    expect(await checkProtocol(match({ game: pile(2), rule }))).toMatchObject(holds)
  })

  const pairs: Faults[] = [
    { drop: 1, duplicate: 1 },
    { drop: 1, crash: 1 },
  ]
  test.for(pairs)('holds where an illegal move may be mended, with faults %o', async (faults) => {
    const rule = { kind: 'retry', times: 1 } as const
    expect(await checkProtocol(match({ game: pile(2), rule, faults }))).toMatchObject(holds)
  })

  test('holds where time passes in order', async () => {
    expect(
      await checkProtocol(match({ game: pile(2), time: 'ordered', faults: { drop: 1, crash: 1 } })),
    ).toMatchObject(holds)
  })

  test('holds for the next match of the same agents, though the referee may forget the first', async () => {
    const faults = { duplicate: 1, crash: 1 }
    const twice = match({ game: pile(2), matches: 2, network: 'ordered', faults })
    const agents = Object.entries(twice.agents).map(([address, agent]) => [
      address,
      address === 'referee' ? agent : { ...agent, restarts: [] },
    ])
    const system = { ...twice, agents: Object.fromEntries(agents) as System['agents'] }
    expect(await checkProtocol(system)).toMatchObject(holds)
  })
})

describe('a match, many runs of it', () => {
  const random = { mode: 'random', runs: 100_000 } as const

  test('holds', async () => {
    const result = await checkProtocol(match(), random)
    expect(result).toMatchObject({ runs: 100_000, violations: [], notes: [] })
    expect(result.coverage.warnings).toEqual([])
  })

  test('holds for a game of hidden cards', async () => {
    const poker = match({ game: kuhnPoker, rule: { kind: 'retry', times: 2 } })
    expect(await checkProtocol(poker, random)).toMatchObject({ violations: [], notes: [] })
  })
})
