export { isAnswer, judge, type Comparison } from './answer/compare.ts'
export { finalAnswer } from './answer/final.ts'
export { checkTask, TASK_MOMENT, type TaskCheckOptions } from './conformance/check-task.ts'
export { formatTaskViolation, TASK_RULES, type TaskRule, type TaskViolation } from './conformance/rules.ts'
export {
  defineTask,
  defineTaskFamily,
  taskNamed,
  taskParameters,
  type TaskDefinition,
  type TaskFamily,
  type TaskFamilyDefinition,
} from './define.ts'
export {
  clampDifficulty,
  drawProblem,
  evaluationSet,
  isTestPrompt,
  type DrawOptions,
  type EvaluationOptions,
  type PartialDifficulty,
  type Split,
} from './draw.ts'
export { taskGame, type TaskGameState } from './game.ts'
export type { Dial, Difficulty, Task, TaskRules, Verdict } from './task.ts'
export { dataTask, type DataTaskDefinition } from './data/data-task.ts'
export type { DataProblem } from './data/problem.ts'
export { readProblems, type ProblemFile, type ReadOptions } from './data/read.ts'
export { workedExample } from './worked-example.ts'
export { sandboxedVerifier, type SandboxedVerifier, type SandboxOptions } from './sandbox.ts'
