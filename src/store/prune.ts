import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { guard } from './fault.ts'
import { CHECKPOINTS, DATABASE, LOCK, requireRun } from './folder.ts'
import { readHeader } from './header.ts'
import { recorded, type Recording } from './recording.ts'
import { lockFile, openDatabase } from './schema.ts'
import { measureFolder } from './state.ts'

/** What is to stay of a run. */
export interface Retention {
  /** Which sessions stay; all where nothing is said. */
  readonly keep?: Recording | undefined
  /** How many of its checkpoints stay, the newest ones: 1 … ; all where nothing is said. */
  readonly checkpoints?: number | undefined
}

/** What was removed, and how large the folder was before and is now, in bytes. */
export interface Pruned {
  readonly sessions: number
  readonly journals: number
  readonly checkpoints: number
  readonly before: number
  readonly after: number
}

/**
 * Removes from a run what is not to stay. Metrics, the newest checkpoint and the digest stay, and it can go on.
 *
 * @throws UserError when the folder is no run's, is damaged, in use or cannot be written.
 */
export function pruneRun(folder: string, retention: Retention): Pruned {
  requireRun(folder)
  const { seed } = readHeader(folder)
  const before = measureFolder(folder).bytes
  return guard(folder, () => {
    const lock = lockFile(join(folder, LOCK))
    try {
      const database = openDatabase(join(folder, DATABASE), folder)
      try {
        const removed = {
          ...removeSessions(database, seed, retention.keep ?? 'all'),
          checkpoints: removeCheckpoints(folder, database, retention.checkpoints ?? Infinity),
        }
        database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
        return { ...removed, before, after: measureFolder(folder).bytes }
      } finally {
        database.close()
      }
    } finally {
      lock.close()
    }
  })
}

function removeSessions(
  database: DatabaseSync,
  seed: number,
  keep: Recording,
): Pick<Pruned, 'sessions' | 'journals'> {
  if (keep === 'all') return { sessions: 0, journals: 0 }
  const known = database.prepare(
    'SELECT step, session FROM sessions UNION SELECT step, CAST(session AS INTEGER) FROM journal ORDER BY step, session',
  )
  const bySteps = Map.groupBy(known.all(), (row) => Number(row['step']))
  const [turns, sessions, journal] = [
    database.prepare('DELETE FROM turns WHERE session = ?'),
    database.prepare('DELETE FROM sessions WHERE session = ?'),
    database.prepare('DELETE FROM journal WHERE session = ?'),
  ]
  const removed = { sessions: 0, journals: 0 }
  database.exec('BEGIN IMMEDIATE')
  for (const [step, rows] of bySteps) {
    const numbers = rows.map((row) => Number(row['session']))
    const kept = recorded(keep, { seed, step, sessions: numbers })
    for (const number of numbers.filter((each) => !kept.has(each))) {
      turns.run(number)
      removed.sessions += Number(sessions.run(number).changes)
      if (journal.run(String(number)).changes > 0) removed.journals++
    }
  }
  database.exec('COMMIT')
  return removed
}

function removeCheckpoints(folder: string, database: DatabaseSync, count: number): number {
  const rows = database.prepare('SELECT step, folder FROM checkpoints ORDER BY step DESC').all()
  const old = rows.slice(count)
  for (const row of old) {
    // The row first: a folder that no row names is cleared when the run goes on.
    database.prepare('DELETE FROM checkpoints WHERE step = ?').run(row['step']!)
    rmSync(join(folder, CHECKPOINTS, String(row['folder'])), { recursive: true, force: true })
  }
  return old.length
}
