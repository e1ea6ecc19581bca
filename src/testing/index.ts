export { describeGame } from './game.ts'
export { describeEstimator, describeObjective } from '../learn/conformance.ts'
export { describeModel, type ModelPromises } from '../model/conformance.ts'
export { describeStore, type StoreHarness } from '../store/conformance.ts'
