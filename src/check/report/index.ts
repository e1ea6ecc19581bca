export { describeCause } from './cause.ts'
export { describeChoice, describeOutcome, deviationsOf } from './choice.ts'
