import { existsSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { UserError } from '../core/index.ts'
import { damaged } from './fault.ts'

/** The version of the tables below, kept in SQLite's user_version. */
export const STORE_VERSION = 1

const TABLES = `
  CREATE TABLE sessions (
    session INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    game TEXT NOT NULL,
    end TEXT NOT NULL,
    roles TEXT NOT NULL             -- JSON by seat: role, model, policy (where known), return, illegal, parseFailures, cutOff, empty, forfeited (where they are), turns, rewards (of turns, if any), cutOffTurns (their places, if any)
  ) STRICT;
  CREATE TABLE turns (
    session INTEGER NOT NULL,
    ply INTEGER NOT NULL,
    seat INTEGER NOT NULL,
    prompt BLOB NOT NULL,           -- token ids as LEB128
    completion BLOB NOT NULL,       -- token ids as LEB128
    logprobs BLOB NOT NULL,         -- a float64 per completion token
    allowed BLOB NOT NULL,          -- LEB128 per completion token: 0 (all), or 1 + count and the ids
    PRIMARY KEY (session, ply, seat)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE metrics (
    step INTEGER NOT NULL,
    name TEXT NOT NULL,
    value REAL NOT NULL,
    timing INTEGER NOT NULL,        -- 1: depends on the clock, no part of the digest
    PRIMARY KEY (step, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoints (
    step INTEGER PRIMARY KEY,
    folder TEXT NOT NULL,           -- in checkpoints/
    state TEXT NOT NULL,            -- JSON
    chain TEXT NOT NULL,            -- the digest chain up to here
    files TEXT NOT NULL             -- JSON: path, bytes, sha256 of each file
  ) STRICT;
  CREATE TABLE journal (
    session TEXT NOT NULL,
    seq INTEGER NOT NULL,
    step INTEGER NOT NULL,
    id TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    type TEXT NOT NULL,
    payload TEXT NOT NULL,          -- JSON
    cause TEXT,
    PRIMARY KEY (session, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE identity (
    text TEXT NOT NULL              -- JSON: scenario, seed, options, as the run was begun with them
  ) STRICT;
  PRAGMA user_version = ${STORE_VERSION};
`

/** Creates the database file with empty tables, for the run that `identity` names. */
export function createDatabase(file: string, identity: string): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(`PRAGMA journal_mode = WAL; BEGIN; ${TABLES}`)
    database.prepare('INSERT INTO identity VALUES (?)').run(identity)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

/**
 * Opens a run's database, after checking every page of it unless that is not wanted.
 *
 * @throws UserError when it is damaged or was written by a newer version.
 */
export function openDatabase(
  file: string,
  folder: string,
  { readOnly = false, checked = true }: { readonly readOnly?: boolean; readonly checked?: boolean } = {},
): DatabaseSync {
  const database = readOnly ? openToRead(file) : new DatabaseSync(file, { timeout: 5000 })
  try {
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version > STORE_VERSION)
      throw new UserError(
        `'${folder}' was written by a newer coevo (store version ${version}, this one knows ${STORE_VERSION}): update coevo to open it.`,
      )
    const verdict = checked ? database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] : 'ok'
    if (verdict !== 'ok') throw damaged(folder, String(verdict).replaceAll('\n', ' '))
    if (version < STORE_VERSION) throw damaged(folder, 'it has no tables of a run')
    // A crash of the machine may lose steps after the last checkpoint, never a checkpoint: that one syncs.
    database.exec('PRAGMA synchronous = NORMAL')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Opens a database to be read; also where nothing may be written and nobody writes. */
function openToRead(file: string): DatabaseSync {
  try {
    return probed(new DatabaseSync(file, { timeout: 5000, readOnly: true }))
  } catch (error) {
    const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
    const { errcode } = error as { errcode?: number }
    if (log > 0 || errcode === undefined || !UNWRITABLE.has(errcode & 0xff)) throw error
    // Without a log the file is all there is, and SQLite need not make one beside it.
    const url = pathToFileURL(file)
    url.searchParams.set('immutable', '1')
    return new DatabaseSync(url, { readOnly: true })
  }
}

/** SQLITE_READONLY and SQLITE_CANTOPEN. */
const UNWRITABLE = new Set([8, 14])

/** Reads the first page, where it shows whether the database can be read at all. */
function probed(database: DatabaseSync): DatabaseSync {
  try {
    database.prepare('PRAGMA user_version').get()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Tells whether another process holds a lock on a file. */
export function isLocked(file: string): boolean {
  if (!existsSync(file)) return false
  try {
    const lock = new DatabaseSync(file, { timeout: 0, readOnly: true })
    try {
      lock.prepare('SELECT count(*) FROM sqlite_schema').get()
      return false
    } finally {
      lock.close()
    }
  } catch (error) {
    return (((error as { errcode?: number }).errcode ?? 0) & 0xff) === BUSY
  }
}

const BUSY = 5
/** Who only looks whether a file is locked holds it for a moment, in milliseconds. */
const MOMENT = 250

/** Holds a lock on a file until it is closed or its process dies. @throws SQLITE_BUSY when it is held. */
export function lockFile(file: string): DatabaseSync {
  const lock = new DatabaseSync(file, { timeout: MOMENT })
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;')
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}
