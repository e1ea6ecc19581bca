export { coinScenario as default } from '../scenario/fakes.ts'
