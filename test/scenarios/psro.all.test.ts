import { run } from 'coevo/scenario'
import psro from 'coevo/scenarios/psro'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('psro')

describeScenario(psro, { options: { steps: 10, oracle: 4, games: 48, trials: 40 } })

describe('psro', () => {
  it('leaves the uniform policy far behind, by what its mixture could lose', async () => {
    const course: number[] = []
    const result = await run(psro, {
      seed: 1,
      out,
      options: { steps: 40, oracle: 10, trials: 64 },
      onEvent: (event) => event.type === 'evaluation' && course.push(event.metrics['nashConv']!),
    })
    expect(result.metrics).toMatchObject({ 'population/size': 4, 'population/age/newest': 10 })
    expect(course[0]).toBeGreaterThan(0.8)
    expect(result.metrics['nashConv']).toBeLessThan(0.6)
  })
})
