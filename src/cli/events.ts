import { closeSync, openSync, writeSync } from 'node:fs'
import { UserError } from '../core/index.ts'
import type { RunEvent } from '../scenario/index.ts'
import type { Terminal } from './terminal.ts'

/** Takes a run's events as NDJSON: one JSON object a line, written at once. */
export interface EventLog {
  write(event: RunEvent): void
  close(): void
}

/** The name that means standard output. */
export const STANDARD_OUTPUT = '-'

/**
 * Opens what `--events` names: a file, which is gone on with where there is one, or '-' for standard output.
 *
 * @throws UserError when the file cannot be written; so does `write`.
 */
export function openEvents(name: string | undefined, terminal: Terminal): EventLog {
  if (name === undefined) return { write() {}, close() {} }
  const line = (event: RunEvent) => `${JSON.stringify(event)}\n`
  if (name === STANDARD_OUTPUT) return { write: (event) => terminal.out(line(event)), close() {} }
  const handle = told(name, () => openSync(name, 'a'))
  return {
    write: (event) => void told(name, () => writeSync(handle, line(event))),
    close: () => closeSync(handle),
  }
}

function told<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new UserError(
      `The events cannot be written to '${name}' (${(error as Error).message}): name another file with --events.`,
      { cause: error },
    )
  }
}
