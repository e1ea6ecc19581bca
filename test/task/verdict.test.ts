import { lesson } from 'coevo/agents/lesson-session'
import { UserError } from 'coevo/core'
import { defineTask, type Verdict } from 'coevo/task'
import { describe, expect, test } from 'vitest'
import { sums } from './sums.ts'

const judging = (verify: () => unknown) =>
  defineTask({ ...sums, name: 'broken', verify: verify as () => Verdict })

describe('a verifier', () => {
  test.each([
    ['nothing', undefined, 'gave nothing;'],
    ['null', null, 'gave null;'],
    [
      'a score that is NaN',
      { score: Number.NaN, readable: true },
      'gave what is no plain data (it.score is NaN',
    ],
    ['a score above 1', { score: 2, readable: true }, 'gave {"readable":true,"score":2};'],
    ['a score below 0', { score: -0.5, readable: true }, 'gave {"readable":true,"score":-0.5};'],
    ['a score in words', { score: '1', readable: true }, 'gave {"readable":true,"score":"1"};'],
    ['no word on whether it could be read', { score: 1 }, 'gave {"score":1};'],
    [
      'a promise',
      Promise.resolve({ score: 1, readable: true }),
      'gave what is no plain data (it is a Promise',
    ],
  ])('that gives %s is told with task, problem and answer', (_, verdict, told) => {
    const task = judging(() => verdict)
    expect(() => task.verify([1, 2] as never, 'th\u001bree')).toThrow(UserError)
    expect(() => task.verify([1, 2] as never, 'th\u001bree')).toThrow(
      "Task 'broken': verify([1,2], 'th ree') gave ",
    )
    expect(() => task.verify([1, 2] as never, 'three')).toThrow(told)
  })

  test('that throws ends its session as an error, and elsewhere is told with task, problem and answer', async () => {
    const task = judging(() => {
      throw new Error('no such digit')
    })
    const told = /^Task 'broken': verify\(.*, '.*'\) failed: no such digit$/
    expect(() => task.verify([1, 2] as never, '3')).toThrow(told)
    const failed: string[] = []
    const kind = lesson({
      task,
      problem: () => [1, 2] as const,
      solver: { name: 'three', say: () => '3' },
      failed: ({ error }) => void failed.push((error as Error).message),
    })
    const [episode] = await kind.play({ seed: 1, sessions: [0], concurrency: 1, models: {} })
    expect(episode?.end).toBe('error')
    expect(failed).toEqual([expect.stringMatching(told)])
  })
})
