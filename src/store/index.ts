export { findRun } from './folder.ts'
export { readHeader } from './header.ts'
export { createRun, openRun } from './sqlite.ts'
export type { Checkpoint, CheckpointContent, MetricRow, RunHeader, RunStore, StepRows } from './store.ts'
