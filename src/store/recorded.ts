import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { Message } from '../bus/message.ts'
import { guard } from './fault.ts'
import { DATABASE, requireRun } from './folder.ts'
import { openDatabase } from './schema.ts'
import type { MetricRow } from './store.ts'
import { toMessage, toMetric } from './tables.ts'

/**
 * Reads the journal of a run that may be going on: its sessions in the order of their steps, each with
 * its messages by seq; or these sessions alone. Nothing is locked or changed.
 *
 * @throws UserError when the folder is not a run's, is damaged or was written by a newer version.
 */
export function readJournal(
  folder: string,
  sessions?: readonly string[],
): ReadonlyMap<string, readonly Message[]> {
  return read(folder, (database) => {
    const one = database.prepare('SELECT * FROM journal WHERE session = ? ORDER BY seq')
    const rows =
      sessions === undefined
        ? database.prepare('SELECT * FROM journal ORDER BY step, session, seq').all()
        : sessions.flatMap((session) => one.all(session))
    return Map.groupBy(rows.map(toMessage), ({ session }) => session)
  })
}

/**
 * Reads the metrics of a run that may be going on, by step, then name: those whose names begin so. Nothing is
 * locked or changed.
 *
 * @throws UserError when the folder is not a run's, is damaged or was written by a newer version.
 */
export function readMetrics(folder: string, prefix = ''): readonly MetricRow[] {
  return read(folder, (database) =>
    database
      .prepare('SELECT * FROM metrics WHERE substr(name, 1, length(?)) = ? ORDER BY step, name')
      .all(prefix, prefix)
      .map(toMetric),
  )
}

function read<T>(folder: string, query: (database: DatabaseSync) => T): T {
  requireRun(folder)
  return guard(folder, () => {
    const database = openDatabase(join(folder, DATABASE), folder, { readOnly: true })
    try {
      return query(database)
    } finally {
      database.close()
    }
  })
}
