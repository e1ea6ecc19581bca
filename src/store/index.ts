export { openCache, type Cache } from './cache.ts'
export { createRun } from './create.ts'
export { noteFailure, readFailure } from './failure.ts'
export { findRun, isRun as isRunFolder } from './folder.ts'
export { readHeader } from './header.ts'
export { listRuns, type ListedRun } from './list.ts'
export { pruneRun, type Pruned, type Retention } from './prune.ts'
export {
  readJournal,
  readMetrics,
  readRun,
  type RecordedEpisode,
  type RecordedRun,
  type SessionFilter,
} from './recorded.ts'
export { readResult } from './result.ts'
export { recorded, RECORDINGS, type Recording } from './recording.ts'
export { openRun } from './sqlite.ts'
export { measureFolder, readState, type RunState } from './state.ts'
export type {
  Checkpoint,
  CheckpointContent,
  CodeChange,
  MetricRow,
  RunHeader,
  RunStore,
  StepRows,
} from './store.ts'
