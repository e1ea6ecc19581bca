export {
  defineSystem,
  fromMachine,
  fromReducer,
  modelOutcomes,
  never,
  returns,
  throws,
  type Ask,
  type Behaviour,
  type Faults,
  type MachineOptions,
  type ModelOptions,
  type Move,
  type Network,
  type Order,
  type Outcome,
  type Reducer,
  type ReducerEvent,
  type Restart,
  type System,
  type SystemParts,
  type Time,
} from '../system/index.ts'
export { checkProtocol, replay, type CheckOptions, type CheckProgress } from './check.ts'
export * from './conformance/index.ts'
export { outcomesFrom, type OutcomeOptions } from './outcomes.ts'
export { arbitraryOf, malformed } from './payloads.ts'
export * from './report/index.ts'
export type { Cause, CheckResult, Choice, Coverage, Scope, Trace, TracedStep, Violation } from './result.ts'
