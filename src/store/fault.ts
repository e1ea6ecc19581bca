import { UserError } from '../core/index.ts'

const SQLITE = {
  PERM: 3,
  BUSY: 5,
  LOCKED: 6,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  NOTADB: 26,
} as const

/** What to do once a disk has space again or works again, and where nothing may be written. */
export interface Remedies {
  /** 'start the run again' */
  readonly full: string
  readonly closed: string
}

/** Runs work on a run folder; what the user can mend becomes one sentence, all else passes unchanged. */
export function guard<T>(folder: string, work: () => T, remedies = resumed(folder)): T {
  try {
    return work()
  } catch (error) {
    throw explain(folder, error, remedies)
  }
}

/** Like `guard`, for work that returns a promise. */
export async function guardAsync<T>(
  folder: string,
  work: () => Promise<T>,
  remedies = resumed(folder),
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explain(folder, error, remedies)
  }
}

/** What to do about a run that exists. */
function resumed(folder: string): Remedies {
  return {
    full: `go on with 'coevo resume ${folder}'; everything up to its last checkpoint is kept`,
    closed: 'give yourself write permission there',
  }
}

/** What a system call says where nothing may be written. */
const CLOSED = new Set(['EACCES', 'EPERM', 'EROFS'])

/** Tells what a system call said from a fault of coevo's. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'errno' in error
}

/** Writes what a system call said: 'EIO: i/o error, fsync'. */
export function detailOf(error: Error): string {
  return error.message.replace(/ '.*$/s, '')
}

function explain(folder: string, error: unknown, remedies: Remedies): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown }
  const primary = typeof errcode === 'number' ? errcode & 0xff : undefined
  const sentence = (text: string) => new UserError(text, { cause: error })
  if (code === 'ENOSPC' || code === 'EDQUOT' || primary === SQLITE.FULL)
    return sentence(`The disk that holds '${folder}' is full: free some space and ${remedies.full}.`)
  if (
    CLOSED.has(String(code)) ||
    primary === SQLITE.PERM ||
    primary === SQLITE.READONLY ||
    primary === SQLITE.CANTOPEN
  )
    return sentence(`'${folder}' cannot be written: ${remedies.closed}.`)
  if (primary === SQLITE.CORRUPT || primary === SQLITE.NOTADB) return damaged(folder, error.message, error)
  if (primary === SQLITE.BUSY || primary === SQLITE.LOCKED)
    return sentence(`'${folder}' is in use by another process: wait until that one ends, or stop it.`)
  if (primary === SQLITE.IOERR || isSystemError(error))
    return sentence(
      `The disk that holds '${folder}' failed (${detailOf(error)}): see to it and ${remedies.full}.`,
    )
  return error
}

/** A database that cannot be trusted; the checkpoints beside it are whole. */
export function damaged(folder: string, detail: string, cause?: unknown): UserError {
  return new UserError(
    `The database of '${folder}' is damaged (${detail}): restore run.sqlite from a copy, or start the run again elsewhere; its checkpoints folder is untouched.`,
    { cause },
  )
}
