import type { Message } from '../bus/message.ts'
import type { Code, Json } from '../core/index.ts'
import type { Episode } from '../learn/experience.ts'

/** A place in a run from which on other code computed it. */
export interface CodeChange {
  readonly step: number
  readonly versions: RunHeader['versions']
  readonly code?: Code | undefined
}

/** What a run is, resolved: written when the run is created. */
export interface RunHeader {
  /** The scenario's name, as its definition gives it. */
  readonly scenario: string
  /** The path of the user's scenario file; null for a scenario that ships. Not part of the digest. */
  readonly source: string | null
  readonly seed: number
  /** Every option with the value it has in this run, defaults included. */
  readonly options: { readonly [key: string]: Json }
  /** Package name → version. Not part of the digest. */
  readonly versions: { readonly [name: string]: string }
  /** What computed it, as it is now. Not part of the digest, nor in runs of version 0.1. */
  readonly code?: Code | undefined
  /** Where it went on with other code, oldest first: after which step, and what had computed it until then. */
  readonly changes?: readonly CodeChange[] | undefined
  /** What computes: processor, cores, platform. Not part of the digest. */
  readonly machine?: { readonly [name: string]: string } | undefined
  /** For whoever looks at the run: the metric to follow, and how many steps it is to take. Not part of the digest. */
  readonly plan?:
    | { readonly headline: string; readonly better: 'higher' | 'lower'; readonly steps: number }
    | undefined
  /** The names of the options that differ from the scenario's defaults. Not part of the digest. */
  readonly set?: readonly string[] | undefined
  /** What never changes a run's result: concurrency, and what is recorded. Not part of the digest. */
  readonly settings: { readonly [key: string]: Json }
}

/** What one training step, or the evaluation that follows it, leaves. */
export interface StepRows {
  /** 0 is before training. Steps never decrease and come after the last checkpoint's. */
  readonly step: number
  /** In the order of their sessions; a session is recorded once in a run. */
  readonly episodes?: readonly Episode[]
  /** The sessions whose episodes are written, all if left out; the digest is over every episode in any case. */
  readonly kept?: ReadonlySet<number>
  /** Name → finite value, the same in every run with this header: part of the digest. */
  readonly metrics?: { readonly [name: string]: number }
  /** Name → finite value that depends on the clock (seconds, throughput): not part of the digest. */
  readonly timings?: { readonly [name: string]: number }
  /** Not part of the digest, because sessions that run at once may interleave in any order. */
  readonly journal?: readonly Message[]
}

/** One metric of one step. */
export interface MetricRow {
  readonly step: number
  readonly name: string
  readonly value: number
  /** True for what depends on the clock. */
  readonly timing: boolean
}

/** A point from which a run can go on. */
export interface Checkpoint {
  /** The last step whose rows and weights it holds. */
  readonly step: number
  /** The folder of its files. */
  readonly folder: string
  /** What the runner needs besides files: baselines, curriculum, counters. Not part of the digest. */
  readonly state: Json
}

export interface CheckpointContent {
  /** At least the step of every row so far. */
  readonly step: number
  readonly state: Json
  /** Writes weights and moments into this empty folder. Their bytes are part of the digest. */
  write(folder: string): Promise<void>
}

/**
 * The record of one run. Every store passes `describeStore`.
 *
 * Rows are visible to readers as soon as their step is committed, but belong to the run only once a
 * checkpoint follows: opening a run again discards what came after its last checkpoint, so that a run
 * killed at any moment and resumed ends with the same digest as one that was never interrupted.
 */
export interface RunStore {
  /** The last part of the folder's path: 'kuhn-equilibrium-7'. */
  readonly id: string
  readonly folder: string
  readonly header: RunHeader
  /** The newest checkpoint; null before the first. */
  readonly checkpoint: Checkpoint | null
  /** What `finish` recorded; null while the run has not finished. */
  readonly result: Json | null
  /**
   * SHA-256 over scenario, seed, options, metrics and episodes so far and the files of the newest
   * checkpoint, as 64 hexadecimal digits. Paths, times, versions and settings are no part of it.
   */
  readonly digest: string

  /**
   * Records a step's rows in one transaction: all or none.
   *
   * @throws UserError when the disk is full or not writable; nothing of the step is recorded then.
   */
  commitStep(rows: StepRows): void
  /**
   * Records a checkpoint: afterwards it and every row so far survive a crash of process or machine.
   *
   * @throws UserError when the disk is full or not writable; the checkpoint before stays the newest.
   */
  commitCheckpoint(content: CheckpointContent): Promise<void>
  /** Records that from the newest checkpoint on other code computes. */
  changeCode(now: { readonly versions: RunHeader['versions']; readonly code: Code }): void
  /** Records the result. Rows must not follow the last checkpoint. */
  finish(result: Json): void

  /** By step, then name; with a name, only that metric. */
  metrics(name?: string): MetricRow[]
  /** Those that were kept, by session, of one step or all. */
  episodes(step?: number): Iterable<Episode>
  /** One session's messages by seq. */
  journal(session: string): Message[]
  /** Releases the run; a run that is closed is resumed like one that was killed. */
  close(): void
}
