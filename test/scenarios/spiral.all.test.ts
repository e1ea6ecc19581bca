import { run } from 'coevo/scenario'
import { openRun } from 'coevo/store'
import spiral from 'coevo/scenarios/spiral'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('spiral')

const start = (options: Record<string, string | number>, concurrency: number) =>
  run(spiral, { seed: 5, out, record: 'all', options: { steps: 1, games: 40, ...options }, concurrency })

describeScenario(spiral, { options: { steps: 13, games: 40, opponents: 'prioritised' } })

describe('spiral', () => {
  it.each([
    ['kuhn-poker', [-3, 1]],
    ['tic-tac-toe', [-1.5, 0.5]],
  ] as const)('plays %s by the published rule, whatever the concurrency', async (game, forfeit) => {
    const result = await start({ game, rule: 'spiral' }, 1)
    expect((await start({ game, rule: 'spiral' }, 256)).digest).toBe(result.digest)
    // Fresh weights know no format, so a game hardly ever gets beyond its first turn.
    expect(result.metrics['ended/illegal']).toBeGreaterThan(0.8)
    expect(result.metrics[`policy/baseline/${game}/player-0`]).toBeLessThan(0)
    const store = openRun(result.run)
    for (const { end, roles } of store.episodes()) {
      const returns = roles.map((role) => role.return)
      if (end === 'illegal') expect(returns.toSorted((a, b) => a - b)).toEqual(forfeit)
      else expect(returns[0]! + returns[1]!).toBe(0)
    }
    store.close()
  })

  it.each(['fictitious', 'prioritised'])('plays against its versions: %s', async (opponents) => {
    const { metrics, run: folder } = await start({ opponents, steps: 11 }, 64)
    expect(metrics).toMatchObject({ 'population/size': 2, 'population/age/newest': 1 })
    const store = openRun(folder)
    const seats = [...store.episodes()].flatMap(({ roles }) => {
      const frozen = roles.findIndex(({ model }) => model === null)
      return frozen < 0 ? [] : [frozen]
    })
    store.close()
    expect(seats.length).toBeGreaterThan(100)
    expect(seats.filter((seat) => seat === 0)).toHaveLength(seats.length / 2)
  })

  it('plays without illegal moves where they are made impossible', async () => {
    const { metrics } = await start({}, 64)
    expect(metrics).toMatchObject({ 'ended/illegal': 0, 'player-0/illegal': 0, 'player-1/parseFailures': 0 })
    expect(metrics['policy/clipFraction']).toBeGreaterThanOrEqual(0)
  })
})
