import type { Json } from 'coevo/core'
import type { Task } from 'coevo/task'
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { anyDrawn, anyProblem } from './any-problem.ts'

const isWritten = (task: Pick<Task, 'vocabulary'>, text: string) =>
  text.split(' ').filter((word) => !task.vocabulary.includes(word))

/** Declares what holds of every task of this folder. */
export function describeLaws<Problem extends Json, Dials extends string>(task: Task<Problem, Dials>): void {
  describe(task.name, () => {
    test.prop([anyDrawn(task)])('its solution is right, short enough and of its words', ({ problem }) => {
      const solution = task.solve(problem)
      expect(task.verify(problem, solution)).toEqual({ score: 1, readable: true })
      expect(solution.split(' ').length).toBeLessThanOrEqual(task.maxWords)
      expect(isWritten(task, solution)).toEqual([])
      expect(isWritten(task, task.prompt(problem))).toEqual([])
    })

    test.prop([anyDrawn(task)])('its difficulty is where the dials stood', ({ difficulty, problem }) => {
      for (const [name, dial] of Object.entries<Task['dials'][string]>(task.dials))
        if (dial.kind === 'whole')
          expect(task.difficulty(problem)[name as Dials]).toBe(difficulty[name as Dials])
    })

    if (task.parse !== undefined)
      test.prop([anyProblem(task)])('its prompt is read as it was meant', (problem) => {
        const read = task.parse!(task.prompt(problem))
        expect(read).toEqual(problem)
      })

    const words = fc.array(fc.constantFrom(...task.vocabulary), { maxLength: 40 }).map((w) => w.join(' '))
    test.prop([anyProblem(task), fc.oneof(words, fc.string({ unit: 'binary' }))])(
      'any text is judged, and what parses is a problem',
      (problem, text) => {
        const { score, readable } = task.verify(problem, text)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(readable ? 1 : 0)
        const read = task.parse?.(text) ?? null
        if (read !== null) expect(task.verify(read, task.solve(read)).score).toBe(1)
      },
    )
  })
}
