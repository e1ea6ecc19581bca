import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { Message } from '../bus/message.ts'
import type { Json } from '../core/index.ts'
import type { Episode } from '../learn/experience.ts'
import type { FileEntry } from './digest.ts'
import { decodeEpisode, type EncodedEpisode, type EncodedTurn } from './encoding.ts'
import type { MetricRow, StepRows } from './store.ts'

/** A row of the checkpoints table. `folder`: its name in checkpoints/. */
export interface CheckpointRow {
  readonly step: number
  readonly folder: string
  readonly state: Json
  readonly chain: string
  readonly files: readonly FileEntry[]
}

/** The statements a run uses; the caller puts them into transactions. */
export interface Tables {
  insertStep(rows: StepRows, episodes: readonly EncodedEpisode[]): void
  insertCheckpoint(row: CheckpointRow): void
  /** Deletes the rows of all but the newest checkpoints. */
  keepCheckpoints(count: number): void
  /** Deletes what belongs to later steps, checkpoints included. */
  truncate(step: number): void
  /** The newest first. */
  checkpoints(): CheckpointRow[]
  /** What the run was begun with, as canonical JSON; null in a run of version 0.1. */
  identity(): string | null
  checkpointFolders(): string[]
  metrics(name?: string): MetricRow[]
  episodes(step?: number): Iterable<Episode>
  journal(session: string): Message[]
}

export const TURNS_OF = 'SELECT * FROM turns WHERE session = ? ORDER BY ply, seat'

type Row = Record<string, SQLOutputValue>

/** Prepares the statements over an open database. */
export function openTables(database: DatabaseSync): Tables {
  const insert = (table: string, columns: number) =>
    database.prepare(`INSERT INTO ${table} VALUES (${Array.from({ length: columns }, () => '?').join(', ')})`)
  const session = insert('sessions', 5)
  const turn = insert('turns', 7)
  const metric = insert('metrics', 4)
  const message = insert('journal', 9)
  const checkpoint = insert('checkpoints', 5)
  const all = (sql: string, ...values: SQLInputValue[]) => database.prepare(sql).all(...values)
  const run = (sql: string, ...values: SQLInputValue[]) => database.prepare(sql).run(...values)
  const turnsOf = database.prepare(TURNS_OF)

  return {
    insertStep(rows, episodes) {
      for (const { session: number, game, end, roles, turns } of episodes) {
        session.run(number, rows.step, game, end, roles)
        for (const t of turns) turn.run(number, t.ply, t.seat, t.prompt, t.completion, t.logprobs, t.allowed)
      }
      for (const [name, value] of Object.entries(rows.metrics ?? {})) metric.run(rows.step, name, value, 0)
      for (const [name, value] of Object.entries(rows.timings ?? {})) metric.run(rows.step, name, value, 1)
      for (const m of rows.journal ?? [])
        message.run(
          m.session,
          m.seq,
          rows.step,
          m.id,
          m.from,
          m.to,
          m.type,
          JSON.stringify(m.payload) ?? 'null',
          m.cause,
        )
    },
    insertCheckpoint({ step, folder, state, chain, files }) {
      checkpoint.run(step, folder, JSON.stringify(state), chain, JSON.stringify(files))
    },
    keepCheckpoints(count) {
      run(
        'DELETE FROM checkpoints WHERE step NOT IN (SELECT step FROM checkpoints ORDER BY step DESC LIMIT ?)',
        count,
      )
    },
    truncate(step) {
      run('DELETE FROM turns WHERE session IN (SELECT session FROM sessions WHERE step > ?)', step)
      for (const table of ['sessions', 'metrics', 'journal', 'checkpoints'])
        run(`DELETE FROM ${table} WHERE step > ?`, step)
    },
    checkpoints: () =>
      all('SELECT * FROM checkpoints ORDER BY step DESC').map((row) => ({
        step: Number(row['step']),
        folder: text(row, 'folder'),
        state: JSON.parse(text(row, 'state')) as Json,
        chain: text(row, 'chain'),
        files: JSON.parse(text(row, 'files')) as FileEntry[],
      })),
    identity() {
      const known = all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'identity'")
      const [row] = known.length === 0 ? [] : all('SELECT text FROM identity')
      return row === undefined ? null : text(row, 'text')
    },
    checkpointFolders: () => all('SELECT folder FROM checkpoints').map((row) => text(row, 'folder')),
    metrics(name) {
      const rows =
        name === undefined
          ? all('SELECT * FROM metrics ORDER BY step, name')
          : all('SELECT * FROM metrics WHERE name = ? ORDER BY step', name)
      return rows.map(toMetric)
    },
    *episodes(step) {
      const sessions =
        step === undefined
          ? database.prepare('SELECT * FROM sessions ORDER BY session').iterate()
          : database.prepare('SELECT * FROM sessions WHERE step = ? ORDER BY session').iterate(step)
      for (const row of sessions) yield toEpisode(row, turnsOf.all(row['session']!))
    },
    journal: (id) => all('SELECT * FROM journal WHERE session = ? ORDER BY seq', id).map(toMessage),
  }
}

/** Reads a row of the sessions table, and its turns by ply. */
export function toEpisode(row: Row, turns: readonly Row[]): Episode {
  return decodeEpisode(
    {
      session: Number(row['session']),
      game: text(row, 'game'),
      end: text(row, 'end') as Episode['end'],
      roles: text(row, 'roles'),
    },
    turns.map(toTurn),
  )
}

function toTurn(row: Row): EncodedTurn {
  const blob = (column: string) => row[column] as Uint8Array
  return {
    ply: Number(row['ply']),
    seat: Number(row['seat']),
    prompt: blob('prompt'),
    completion: blob('completion'),
    logprobs: blob('logprobs'),
    allowed: blob('allowed'),
  }
}

/** Reads a row of the metrics table. */
export function toMetric(row: Row): MetricRow {
  return {
    step: Number(row['step']),
    name: text(row, 'name'),
    value: Number(row['value']),
    timing: row['timing'] === 1,
  }
}

/** Reads a row of the journal table. */
export function toMessage(row: Row): Message {
  return {
    id: text(row, 'id'),
    session: text(row, 'session'),
    from: text(row, 'sender'),
    to: text(row, 'recipient'),
    type: text(row, 'type'),
    payload: JSON.parse(text(row, 'payload')) as unknown,
    seq: Number(row['seq']),
    cause: row['cause'] as string | null,
  }
}

function text(row: Row, column: string): string {
  return row[column] as string
}
