import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { oneLine as printable, UserError } from '../core/index.ts'
import type { Terminal } from './terminal.ts'

/** Exit codes: a fault of coevo's, and a mistake of the user's. */
export const FAULT = 1
export const MISTAKE = 2

/** Tells an error in one line, with `verbose` also where it comes from. Returns the exit code. */
export function reportFailure(error: unknown, verbose: boolean, terminal: Terminal): number {
  // Commander has written its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISTAKE
  const refused = refusalOf(error)
  const mistake = error instanceof UserError || refused !== null
  const message = refused ?? (error instanceof Error ? error.message : String(error))
  const hint = mistake || verbose ? '' : ' (add --verbose to see where)'
  terminal.err(`coevo: ${mistake ? '' : 'unexpected error: '}${oneLine(message)}${hint}\n`)
  if (verbose) terminal.err(`${origin(error)}\n`)
  return mistake ? MISTAKE : FAULT
}

/** Says which file or folder the system refused; null for any other error. */
function refusalOf(error: unknown): string | null {
  if (!(error instanceof Error && 'syscall' in error && 'errno' in error)) return null
  const { path, message } = error as NodeJS.ErrnoException
  if (path === undefined) return null
  return `'${path}' cannot be used (${message.replace(/ '.*$/s, '')}): see to the disk and the permissions there, and try again.`
}

/** A message is cut here: a list of known names fits, a file's content does not. */
const LONGEST = 4000

/** Makes one printable line of a message, which may quote anything, without what commander puts before it. */
export function oneLine(message: string): string {
  return printable(message.replace(/^error: /, ''), LONGEST)
}

/** Shows where an error comes from: its stack, as far as that lies in coevo or in the user's files. */
function origin(error: unknown): string {
  return inspect(error)
    .split('\n')
    .filter((line) => !/^\s+at .*(node:internal|node_modules\/commander)/.test(line))
    .map((line) => /^ */.exec(line)![0] + printable(line, LONGEST))
    .join('\n')
}
