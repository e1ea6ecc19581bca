export { checkTask, type TaskCheckOptions } from './conformance/check-task.ts'
export { TASK_RULES, type TaskRule, type TaskViolation } from './conformance/rules.ts'
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
