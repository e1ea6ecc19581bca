export { defineScenario, type Scenario } from './define.ts'
export { type RunEvent, type RunResult } from './event.ts'
export {
  type Evaluation,
  type EvaluationContext,
  type Learner,
  type LearnerFactory,
  type LearnMetrics,
  type ModelFactory,
  type Models,
  type Plan,
  type Work,
} from './plan.ts'
export { type PlayContext, type SessionKind } from './session.ts'
