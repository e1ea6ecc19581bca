import { run } from 'coevo/scenario'
import bStar from 'coevo/scenarios/b-star'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('b-star')

const small = {
  terms: 2,
  steps: 3,
  problems: 4,
  attempts: 4,
  probe: 2,
  updates: 2,
  warmUp: 0.01,
  critic: 0.02,
}

describeScenario(bStar, { options: small })

/** The settings of every step, by the name of what was chosen. */
async function settings(chosen: 'both' | 'temperature' | 'threshold' | 'nothing') {
  const { run: folder } = await run(bStar, { seed: 2, out, record: 'all', options: { ...small, chosen } })
  const store = openRun(folder)
  const [temperatures, thresholds] = ['temperature', 'threshold'].map((name) =>
    store.metrics(`solver/${name}`).map(({ value }) => value),
  )
  const returns = new Set(Array.from(store.episodes(), ({ roles }) => roles[0]!.return))
  store.close()
  return { temperatures: temperatures!, thresholds: thresholds!, returns }
}

describe('b-star', () => {
  it('learns from what is selected alike, and from nothing else', async () => {
    const { temperatures, thresholds, returns } = await settings('both')
    expect(temperatures).toHaveLength(small.steps)
    for (const temperature of temperatures) expect(temperature).toSatisfy((t: number) => t >= 0.5 && t <= 1.2)
    for (const threshold of thresholds) expect(threshold).toSatisfy((t: number) => t >= -1 && t <= 1)
    for (const each of returns) expect([0, 1]).toContain(each)
  })

  it('has baselines that leave one of the settings, or both, as they are', async () => {
    expect((await settings('temperature')).thresholds).toEqual([0, 0, 0])
    expect((await settings('threshold')).temperatures).toEqual([1, 1, 1])
    expect(await settings('nothing')).toMatchObject({ temperatures: [1, 1, 1], thresholds: [0, 0, 0] })
  })
})
