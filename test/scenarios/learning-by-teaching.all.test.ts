import { run } from 'coevo/scenario'
import learningByTeaching from 'coevo/scenarios/learning-by-teaching'
import { openRun } from 'coevo/store'
import { describeScenario } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('learning-by-teaching')

const small = { steps: 3, questions: 6, lessons: 4, updates: 2, tests: 8, warm: 0.02, student: 0.02 }

describeScenario(learningByTeaching, { options: small })

describe('learning-by-teaching', () => {
  it('has a student answer four questions after each lesson, and trains its author alone', async () => {
    const { run: folder, metrics } = await run(learningByTeaching, {
      seed: 2,
      out,
      record: 'all',
      options: { ...small, steps: 1 },
    })
    expect(metrics['games']).toBe(24)
    expect(Object.keys(metrics).filter((name) => name.startsWith('student/'))).toEqual([])
    const store = openRun(folder)
    for (const { roles } of store.episodes()) {
      const [author, student] = roles
      expect(author!.turns).toHaveLength(1)
      expect(student!.turns).toHaveLength(4)
      const questions = student!.turns.map(({ prompt }) => prompt.slice(-3).join())
      expect(new Set(questions).size).toBe(4)
    }
    store.close()
  })

  it.each([
    ['both', [0, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1]],
    ['correctness', [0, 1]],
    ['exam', [0, 1 / 4, 1 / 2, 3 / 4, 1]],
  ] as const)('pays by %s', async (score, possible) => {
    const options = { ...small, score, steps: 1 }
    const { run: folder } = await run(learningByTeaching, { seed: 2, out, record: 'all', options })
    const store = openRun(folder)
    for (const { roles } of store.episodes()) expect(possible).toContain(roles[0]!.return)
    store.close()
  })
})
