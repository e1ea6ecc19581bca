import { run } from 'coevo/scenario'
import weakToStrong from 'coevo/scenarios/weak-to-strong'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('weak-to-strong')

const small = { length: 4, steps: 3, problems: 16, supervisor: 0.02, pretraining: 0.02 }

describeScenario(weakToStrong, { options: small })

describe('weak-to-strong', () => {
  it('begins with student and ceiling alike', async () => {
    const whole = await run(weakToStrong, {
      seed: 2,
      out,
      options: small,
      onEvent(event) {
        if (event.type !== 'evaluation' || event.step > 0) return
        expect(event.metrics['accuracy/student']).toBe(event.metrics['accuracy/ceiling'])
      },
    })
    expect(whole.metrics['recovered']).toSatisfy(Number.isFinite)
    expect(whole.metrics['student/loss']).not.toBe(whole.metrics['ceiling/loss'])
  })

  it.each([
    ['plain', [1]],
    ['confidence', [0.5, 0.5]],
  ] as const)('weighs the labels of the student: %s', async (labels, weights) => {
    const { run: folder } = await run(weakToStrong, {
      seed: 2,
      out,
      record: 'all',
      options: { ...small, steps: 1, labels },
    })
    const store = openRun(folder)
    const shown = [...store.episodes()].map(({ roles }) => roles[1]!.turns.map(({ reward }) => reward))
    store.close()
    expect(shown).toEqual(Array.from({ length: small.problems }, () => weights))
  })
})
