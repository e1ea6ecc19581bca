export { checkCode, computing, differenceOf, differenceText } from './code.ts'
export { defineScenario, type Scenario, type TypedScenario } from './define.ts'
export { mean, proportion, type Interval } from '../core/index.ts'
export { nashConv, policyTable } from './evaluate/nash-conv.ts'
export { winRate } from './evaluate/win-rate.ts'
export type { Course, RunEvent, RunResult } from './event.ts'
export { loadScenario, scenarioNames } from './load.ts'
export type { OptionRow, OptionValues } from '../core/index.ts'
export { optionTable, resolveOptions } from './options.ts'
export {
  type Evaluation,
  type EvaluationContext,
  type Learner,
  type LearnerFactory,
  type LearnMetrics,
  type ModelFactory,
  type Models,
  type Plan,
  type Preparation,
  type Work,
} from './plan.ts'
export { type RunSettings } from './loop.ts'
export { resume, run } from './run.ts'
export { warmUp, type WarmUpOptions } from './warm-up.ts'
export { always } from './work.ts'
export type { Difference, Spread, Value } from './study/compare.ts'
export {
  planStudy,
  readRecord,
  studiesIn,
  studyJobs,
  writeRecord,
  type StudyJob,
  type StudyRecord,
} from './study/record.ts'
export {
  reportStudy,
  type ArmReport,
  type ArmRun,
  type MeasureReport,
  type StudyReport,
} from './study/report.ts'
export { armFolder, runToKeep, type KeptRun } from './study/runs.ts'
export type { CompleteMeasure } from './study/schema.ts'
export type { Arm, Measure, StepMetric, Study, Synopsis } from './study/study.ts'
export { type PlayContext, type SessionKind } from './session.ts'
export { machine, versions } from './versions.ts'
