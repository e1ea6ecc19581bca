import { clampDifficulty, drawProblem, type PartialDifficulty, type Task } from 'coevo/task'
import { stream, type Json } from 'coevo/core'
import { expectGolden } from '../games/golden.ts'

/** Compares a few problems of tasks, with their solutions, with `NAME.golden.txt` beside the test. */
export function expectGoldenTask(
  name: string,
  samples: readonly (readonly [Task, PartialDifficulty?])[],
  importMeta: ImportMeta,
): void {
  const text = samples.map(([task, difficulty]) => show(task, difficulty)).join('\n')
  expectGolden(text, `${name}.golden.txt`, importMeta)
}

function show<Problem extends Json>(task: Task<Problem>, difficulty?: PartialDifficulty): string {
  const stands = Object.entries(clampDifficulty(task, difficulty)).map(([dial, value]) => `${dial}=${value}`)
  const random = stream('golden', task.name)
  const lines = Array.from({ length: 3 }, () => {
    const problem = drawProblem(task, random, { ...(difficulty && { difficulty }), split: 'any' })
    return `? ${task.prompt(problem)}\n! ${task.solve(problem)}\n`
  })
  return `# ${task.name}, ${stands.join(', ')}\n${lines.join('')}`
}
