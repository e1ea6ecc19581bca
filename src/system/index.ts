export type { Behaviour, Move, Outcome, Restart } from './behaviour.ts'
export { fromMachine, type MachineOptions } from './machine.ts'
export { modelOutcomes, never, returns, throws, type ModelOptions } from './outcome.ts'
export { fromReducer, type Ask, type Reducer, type ReducerEvent } from './reducer.ts'
export { renameDeep } from './rename.ts'
export { SESSION, sessionOf, sessionsOf } from './session.ts'
export {
  defineSystem,
  type Faults,
  type Network,
  type Order,
  type System,
  type SystemParts,
  type Time,
} from './system.ts'
