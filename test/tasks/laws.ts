import type { Json } from 'coevo/core'
import type { Task } from 'coevo/task'
import { describeTask } from 'coevo/testing'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, test as plainTest } from 'vitest'
import { anyDrawn } from './any-problem.ts'

/**
 * Declares what holds of every task of this folder: the contract, and that problems are exactly as hard as was
 * asked for, wherever the whole dials stand.
 */
export function describeLaws<Problem extends Json, Dials extends string>(task: Task<Problem, Dials>): void {
  describeTask(task)
  describe(task.name, () => {
    const whole = (Object.keys(task.dials) as Dials[]).filter((name) => task.dials[name].kind === 'whole')
    const pick = (from: Readonly<Record<Dials, number>>) => whole.map((name) => [name, from[name]])

    test.prop([anyDrawn(task)])('draws what was asked for, and solves it', ({ difficulty, problem }) => {
      expect(pick(task.difficulty(problem))).toEqual(pick(difficulty))
      const solution = task.solve(problem)
      expect(task.verify(problem, solution)).toEqual({ score: 1, readable: true })
      expect(solution.split(' ').length).toBeLessThanOrEqual(task.maxWords)
      if (task.parse !== undefined) expect(task.parse(task.prompt(problem))).toEqual(problem)
    })

    plainTest('has no word that it does not use', () => {
      const used = fc
        .sample(anyDrawn(task), { numRuns: 500, seed: 1 })
        .flatMap(({ problem }) => [...task.prompt(problem).split(' '), ...task.solve(problem).split(' ')])
      expect(new Set(used)).toEqual(new Set(task.vocabulary))
    })
  })
}
