export type { Behaviour, Move, Outcome, Restart } from './behaviour.ts'
export { checkProtocol, replay, type CheckOptions, type CheckProgress } from './check.ts'
export * from './conformance/index.ts'
export { fromMachine, type MachineOptions } from './machine.ts'
export {
  modelOutcomes,
  never,
  outcomesFrom,
  returns,
  throws,
  type ModelOptions,
  type OutcomeOptions,
} from './outcomes.ts'
export { arbitraryOf, malformed } from './payloads.ts'
export * from './reducer.ts'
export * from './report/index.ts'
export type { Cause, CheckResult, Choice, Coverage, Scope, Trace, TracedStep, Violation } from './result.ts'
export {
  defineSystem,
  type Faults,
  type Network,
  type Order,
  type System,
  type SystemParts,
  type Time,
} from './system.ts'
