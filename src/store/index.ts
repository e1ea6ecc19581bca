export { createRun, openRun } from './sqlite.ts'
export type { Checkpoint, CheckpointContent, MetricRow, RunHeader, RunStore, StepRows } from './store.ts'
