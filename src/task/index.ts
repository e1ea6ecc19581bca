export {
  defineTask,
  defineTaskFamily,
  taskNamed,
  taskParameters,
  type TaskDefinition,
  type TaskFamily,
  type TaskFamilyDefinition,
  type TaskRules,
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
export type { Dial, Difficulty, Task, Verdict } from './task.ts'
