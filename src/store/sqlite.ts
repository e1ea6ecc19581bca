import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Json } from '../core/index.ts'
import type { Message } from '../bus/message.ts'
import type { Episode } from '../learn/experience.ts'
import { chooseCheckpoint } from './checkpoint.ts'
import { beginChain, closeChain, extendChain, type FileEntry } from './digest.ts'
import { encodeEpisodes } from './encoding.ts'
import { clearFailure } from './failure.ts'
import { guard, guardAsync, isSystemError } from './fault.ts'
import { syncFolder, syncTree, writeAtomically } from './file.ts'
import { CHECKPOINTS, DATABASE, HEADER, LOCK, requireRun, RESULT } from './folder.ts'
import { checkIdentity, headerText, readHeader } from './header.ts'
import { readResult } from './result.ts'
import { checkStep } from './rules.ts'
import { lockFile, openDatabase } from './schema.ts'
import type { Checkpoint, CheckpointContent, MetricRow, RunHeader, RunStore, StepRows } from './store.ts'
import { openTables, type Tables } from './tables.ts'

/** How many checkpoints a run keeps; older ones are deleted once a newer one is committed. */
const KEPT = 2

/**
 * Opens a run to go on from its last checkpoint, or from an earlier one that is kept; what came after it is discarded.
 *
 * @param from the step of the checkpoint
 * @throws UserError when the folder is not a run's, is damaged, is in use, cannot be written or was
 * written by a newer version. It is left as it was then.
 */
export function openRun(folder: string, { from }: { readonly from?: number } = {}): RunStore {
  requireRun(folder)
  return guard(folder, () => openStore(folder, from))
}

/** Does so where the caller explains what the disk says. */
export function openStore(folder: string, from?: number): RunStore {
  return new SqliteRun(folder, from)
}

class SqliteRun implements RunStore {
  readonly id: string
  readonly folder: string
  header: RunHeader
  checkpoint: Checkpoint | null
  result: Json | null
  readonly #lock: DatabaseSync
  readonly #database: DatabaseSync
  readonly #tables: Tables
  #chain: string
  #files: readonly FileEntry[]
  /** The highest step that has rows. */
  #step: number

  constructor(folder: string, from?: number) {
    this.folder = folder
    this.id = basename(folder)
    this.header = readHeader(folder)
    this.#lock = lockFile(join(folder, LOCK))
    try {
      this.#database = openDatabase(join(folder, DATABASE), folder)
    } catch (error) {
      this.#lock.close()
      throw error
    }
    try {
      this.#tables = openTables(this.#database)
      checkIdentity(folder, this.header, this.#tables.identity())
      const last = chooseCheckpoint(folder, this.#tables.checkpoints(), from)
      this.#chain = last?.chain ?? beginChain(this.header)
      this.#files = last?.files ?? []
      this.#step = last?.step ?? -1
      this.checkpoint =
        last === null ? null : { step: last.step, folder: this.#path(last.folder), state: last.state }
      if (from !== undefined) rmSync(join(folder, RESULT), { force: true })
      this.#transaction(() => this.#tables.truncate(this.#step))
      this.#deleteOrphans()
      clearFailure(folder)
      this.result = readResult(folder)
    } catch (error) {
      this.close()
      throw error
    }
  }

  get digest(): string {
    return closeChain(this.#chain, this.#files)
  }

  commitStep(rows: StepRows): void {
    checkStep(rows, this.#step, this.checkpoint?.step)
    const encoded = encodeEpisodes(rows.episodes ?? [])
    const chain = extendChain(this.#chain, rows, encoded)
    const { kept } = rows
    const episodes = encoded.episodes.filter(({ session }) => kept === undefined || kept.has(session))
    guard(this.folder, () => this.#transaction(() => this.#tables.insertStep(rows, episodes)))
    this.#chain = chain
    this.#step = rows.step
  }

  async commitCheckpoint(content: CheckpointContent): Promise<void> {
    const { step, state } = content
    if (step < this.#step || step === this.checkpoint?.step)
      throw new Error(`A checkpoint of step ${step} cannot follow step ${this.#step}`)
    const name = String(step).padStart(8, '0')
    const temporary = this.#path(`.new-${name}`)
    await guardAsync(this.folder, async () => {
      try {
        mkdirSync(temporary)
        await content.write(temporary)
        this.#files = this.#commitFiles(temporary, name, { step, state })
      } catch (error) {
        rmSync(temporary, { recursive: true, force: true })
        throw error
      }
    })
    this.#step = step
    this.checkpoint = { step, folder: this.#path(name), state }
    this.#deleteOrphans()
  }

  changeCode({ versions, code }: Parameters<RunStore['changeCode']>[0]): void {
    const { changes = [], versions: before, code: old, ...rest } = this.header
    const change = { step: Math.max(0, this.#step), versions: before, code: old }
    this.header = { ...rest, versions, code, changes: [...changes, change] }
    guard(this.folder, () => writeAtomically(join(this.folder, HEADER), headerText(this.header)))
  }

  finish(result: Json): void {
    if (this.#step !== (this.checkpoint?.step ?? -1))
      throw new Error(`Step ${this.#step} has rows that no checkpoint holds`)
    guard(this.folder, () =>
      writeAtomically(join(this.folder, RESULT), `${JSON.stringify(result, null, 2)}\n`),
    )
    this.result = result
  }

  metrics(name?: string): MetricRow[] {
    return this.#tables.metrics(name)
  }

  episodes(step?: number): Iterable<Episode> {
    return this.#tables.episodes(step)
  }

  journal(session: string): Message[] {
    return this.#tables.journal(session)
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
    if (this.#lock.isOpen) this.#lock.close()
  }

  /** Moves a checkpoint's files to their place and records them; the place is empty again on failure. */
  #commitFiles(temporary: string, name: string, at: { step: number; state: Json }): readonly FileEntry[] {
    const files = syncTree(temporary)
    renameSync(temporary, this.#path(name))
    try {
      syncFolder(this.#path('.'))
      this.#database.exec('PRAGMA synchronous = FULL')
      this.#transaction(() => {
        this.#tables.insertCheckpoint({ ...at, folder: name, chain: this.#chain, files })
        this.#tables.keepCheckpoints(KEPT)
      })
    } catch (error) {
      rmSync(this.#path(name), { recursive: true, force: true })
      throw error
    } finally {
      this.#database.exec('PRAGMA synchronous = NORMAL')
    }
    return files
  }

  /** Deletes checkpoint folders that no row names: unfinished ones and those that were replaced. */
  #deleteOrphans(): void {
    const named = new Set(this.#tables.checkpointFolders())
    try {
      for (const name of readdirSync(this.#path('.')))
        if (!named.has(name)) rmSync(this.#path(name), { recursive: true, force: true })
    } catch (error) {
      // What the disk does not let go now goes when the run is opened next.
      if (!isSystemError(error)) throw error
    }
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      // SQLite has rolled back by itself after a full disk.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  #path(name: string): string {
    return join(this.folder, CHECKPOINTS, name)
  }
}
