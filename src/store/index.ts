export { cacheRoot, openCache, type Cache } from './cache.ts'
export { createRun } from './create.ts'
export { findRun } from './folder.ts'
export { readHeader } from './header.ts'
export { listRuns, type ListedRun } from './list.ts'
export { readJournal, readMetrics } from './recorded.ts'
export { openRun } from './sqlite.ts'
export type {
  Checkpoint,
  CheckpointContent,
  CodeChange,
  MetricRow,
  RunHeader,
  RunStore,
  StepRows,
} from './store.ts'
