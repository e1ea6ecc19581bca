import { join } from 'node:path'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Message } from '../bus/message.ts'
import type { Episode } from '../learn/experience.ts'
import { guard } from './fault.ts'
import { CHECKPOINTS, DATABASE, requireRun } from './folder.ts'
import { openDatabase } from './schema.ts'
import type { MetricRow } from './store.ts'
import { toEpisode, toMessage, toMetric, TURNS_OF } from './tables.ts'

/** An episode that was kept, and the step that it was played in. */
export interface RecordedEpisode {
  readonly step: number
  readonly episode: Episode
}

/** Which sessions are wanted; all that were kept where nothing is said. */
export interface SessionFilter {
  readonly step?: number | undefined
  readonly game?: string | undefined
  readonly end?: string | undefined
  /** At most so many. */
  readonly limit?: number | undefined
}

/** The record of a run as it is on the disk, which may be going on. */
export interface RecordedRun {
  /** The highest step that has metrics; null before the first. */
  lastStep(): number | null
  /** By step, then name: those whose names begin so. */
  metrics(prefix?: string): MetricRow[]
  /** By session. */
  episodes(filter?: SessionFilter): RecordedEpisode[]
  /** Null for a session that was not kept. */
  episode(session: number): RecordedEpisode | null
  /** One session's messages by seq. */
  journal(session: string): Message[]
  /** How many sessions have episodes here, and how many have messages. */
  kept(): { readonly episodes: number; readonly journals: number }
  /** The checkpoints that are kept, oldest first. */
  checkpoints(): { readonly step: number; readonly folder: string }[]
}

/**
 * Looks into a run that may be going on. Nothing is locked or changed.
 *
 * @param checked whether every page of the database is checked before
 * @throws UserError when the folder is not a run's, is damaged or was written by a newer version.
 */
export function readRun<T>(
  folder: string,
  query: (run: RecordedRun) => T,
  { checked = true }: { readonly checked?: boolean } = {},
): T {
  return read(folder, (database) => query(recordedRun(folder, database)), checked)
}

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
    const one = database.prepare(JOURNAL_OF)
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
  return readRun(folder, (run) => run.metrics(prefix))
}

const JOURNAL_OF = 'SELECT * FROM journal WHERE session = ? ORDER BY seq'

function recordedRun(folder: string, database: DatabaseSync): RecordedRun {
  const all = (sql: string, ...values: SQLInputValue[]) => database.prepare(sql).all(...values)
  const count = (sql: string) => Number(all(sql)[0]!['n'])
  const turnsOf = database.prepare(TURNS_OF)
  const episodesWhere = (where: string, ...values: SQLInputValue[]) =>
    all(`SELECT * FROM sessions ${where}`, ...values).map((row) => ({
      step: Number(row['step']),
      episode: toEpisode(row, turnsOf.all(row['session']!)),
    }))
  return {
    lastStep() {
      const step = all('SELECT max(step) AS step FROM metrics')[0]!['step']
      return step === null ? null : Number(step)
    },
    metrics: (prefix = '') =>
      all(
        'SELECT * FROM metrics WHERE substr(name, 1, length(?)) = ? ORDER BY step, name',
        prefix,
        prefix,
      ).map(toMetric),
    episodes({ step = null, game = null, end = null, limit = -1 } = {}) {
      // What is null asks nothing of a session.
      const asked = '(?1 IS NULL OR step = ?1) AND (?2 IS NULL OR game = ?2) AND (?3 IS NULL OR end = ?3)'
      return episodesWhere(`WHERE ${asked} ORDER BY session LIMIT ?4`, step, game, end, limit)
    },
    episode: (session) => episodesWhere('WHERE session = ?', session)[0] ?? null,
    journal: (session) => all(JOURNAL_OF, session).map(toMessage),
    kept: () => ({
      episodes: count('SELECT count(*) AS n FROM sessions'),
      journals: count('SELECT count(*) AS n FROM (SELECT DISTINCT session FROM journal)'),
    }),
    checkpoints: () =>
      all('SELECT step, folder FROM checkpoints ORDER BY step').map((row) => ({
        step: Number(row['step']),
        folder: join(folder, CHECKPOINTS, String(row['folder'])),
      })),
  }
}

function read<T>(folder: string, query: (database: DatabaseSync) => T, checked = true): T {
  requireRun(folder)
  return guard(
    folder,
    () => {
      const database = openDatabase(join(folder, DATABASE), folder, { readOnly: true, checked })
      try {
        return query(database)
      } finally {
        database.close()
      }
    },
    // What another process is writing SQLite reads by way of files beside the database.
    { full: 'try again', closed: 'copy it to where you may write, and look at the copy' },
  )
}
