import { run, type Measure, type RunEvent, type Scenario } from 'coevo/scenario'
import { describe, expect, test } from 'vitest'
import { coinScenario } from '../fakes.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const out = temporaryFolder('better')

const coin: Scenario = coinScenario
const arms = { only: { options: {} } }
const steps: Measure = { name: 's', metric: 'nashConv', of: { reaches: 1 }, better: 'lower' }
const last: Measure = { name: 'l', metric: 'nashConv', of: 'last', better: 'higher' }

/** Runs a coin, and returns what it says of its headline at the beginning and at the end. */
async function told(changes: Partial<Scenario>) {
  let better: string | undefined
  const onEvent = (event: RunEvent) => {
    if (event.type === 'start') better = event.better
  }
  const result = await run({ ...coin, ...changes }, { seed: 1, out, onEvent })
  return { better, best: result.headline.best, first: result.headline.first, measures: result.measures }
}

describe('the better values of a headline', () => {
  test('are the lower ones, unless somebody says otherwise', async () => {
    const { better, best, first, measures } = await told({})
    expect(better).toBe('lower')
    expect(best).toBeLessThan(first)
    expect(measures).toEqual({})
  })

  test('are those of the measure that takes its values; one that counts steps says nothing of them', async () => {
    const { better, best, first, measures } = await told({ study: { arms, measures: [steps, last] } })
    expect(better).toBe('higher')
    expect(best).toBe(first)
    expect(Object.keys(measures)).toEqual(['s', 'l'])
    expect(measures['s']).toBeNull()
  })

  test('are those that the plan says before all', async () => {
    const build: Scenario['build'] = (...given) => ({ ...coin.build(...given), better: 'lower' })
    expect(await told({ build, study: { arms, measures: [last] } })).toMatchObject({ better: 'lower' })
  })
})
