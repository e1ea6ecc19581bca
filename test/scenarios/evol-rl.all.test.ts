import { run } from 'coevo/scenario'
import evolRl from 'coevo/scenarios/evol-rl'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('evol-rl')

const small = { terms: 2, steps: 3, problems: 4, tests: 4, attempts: 8, warmUp: 0.01 }

describeScenario(evolRl, { options: small })

describe('evol-rl', () => {
  it('measures what votes come to', async () => {
    const whole = await run(evolRl, { seed: 2, out, record: 'all', options: small })
    for (const name of ['accuracy/trained', 'pass@k/longer', 'diversity/longer', 'solver/labelAccuracy'])
      expect(whole.metrics[name]).toSatisfy((value: number) => value >= 0 && value <= 1)
  })

  it.each([
    [
      'evol-rl',
      [
        [0.5, 1],
        [-1, -0.5],
      ],
    ],
    [
      'ttrl',
      [
        [1, 1],
        [0, 0],
      ],
    ],
  ] as const)('pays the majority first: %s', async (reward, [majority, others]) => {
    const { run: folder } = await run(evolRl, {
      seed: 2,
      out,
      record: 'all',
      options: { ...small, steps: 1, reward },
    })
    const store = openRun(folder)
    const groups = [...Map.groupBy(store.episodes(), ({ session }) => Math.floor(session / 8)).values()]
    store.close()
    expect(groups).toHaveLength(4)
    const within = (value: number, [least, most]: readonly [number, number]) =>
      value >= least && value <= most
    for (const group of groups) {
      const returns = group.map(({ roles }) => roles[0]!.return)
      for (const value of returns) expect(within(value, majority) || within(value, others)).toBe(true)
      const unread = group.every(({ roles }) => roles[0]!.parseFailures > 0)
      expect(returns.some((value) => within(value, majority))).toBe(!unread)
    }
  })
})
