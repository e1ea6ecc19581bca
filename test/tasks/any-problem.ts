import { stream, type Json } from 'coevo/core'
import type { Difficulty, Task } from 'coevo/task'
import { fc } from '@fast-check/vitest'

/** Any problem of a task, the easiest first. */
export function anyProblem<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
): fc.Arbitrary<Problem> {
  return anyDrawn(task).map(({ problem }) => problem)
}

/** Any problem of a task with the difficulty at which it was drawn. */
export function anyDrawn<Problem extends Json, Dials extends string>(task: Task<Problem, Dials>) {
  const dials = Object.fromEntries(
    Object.entries<Task['dials'][string]>(task.dials).map(([name, { min, max, kind }]) => [
      name,
      kind === 'whole' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true }),
    ]),
  )
  return fc.record({ difficulty: fc.record(dials), seed: fc.nat() }).map(({ difficulty, seed }) => ({
    difficulty: difficulty as Difficulty<Dials>,
    problem: task.generate(difficulty as Difficulty<Dials>, stream(seed)),
  }))
}
