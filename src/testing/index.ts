export { describeGame } from './game.ts'
export { describeStore, type StoreHarness } from '../store/conformance.ts'
