import { describe, expect, test } from 'vitest'
import type { Json } from '../core/index.ts'
import {
  checkTask,
  formatTaskViolation,
  TASK_RULES,
  type Task,
  type TaskCheckOptions,
} from '../task/index.ts'

/** Declares the conformance tests of a task: one a rule of the contract. */
export function describeTask<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  options?: TaskCheckOptions,
): void {
  describe(`${task.name} conforms`, () => {
    const violations = checkTask(task, options)
    for (const [rule, law] of Object.entries(TASK_RULES))
      test(law, () => {
        const violation = violations.find((each) => each.rule === rule)
        if (violation !== undefined) expect.fail(formatTaskViolation(violation))
      })
  })
}
