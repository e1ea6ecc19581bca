import type { Json } from '../core/index.ts'
import type { Task } from './task.ts'

/** Writes a problem as an example to learn from: its prompt, and the solution that its task gives. */
export function workedExample<Problem extends Json>(
  task: Task<Problem, never>,
  problem: Problem,
): { readonly prompt: string; readonly completion: string } {
  return { prompt: task.prompt(problem), completion: task.solve(problem) }
}
