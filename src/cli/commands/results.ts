import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { UserError } from '../../core/index.ts'
import { reportStudy, studiesIn } from '../../scenario/index.ts'
import { resultsDocument } from '../study/document.ts'
import type { Terminal } from '../terminal.ts'
import { STUDIES } from './study.ts'

/** Declares `coevo results`. */
export function declareResults(command: (usage: string, description: string) => Command): Command {
  return command('results [dir]', 'Write what studies have come to as a Markdown document.').option(
    '--write <file>',
    'the file to write; without it, standard output',
  )
}

/**
 * Writes a document about the studies in a folder, from their runs alone.
 *
 * @throws UserError for a folder without studies, and for a file that cannot be written.
 */
export function resultsCommand(
  out: string | undefined,
  { write, json }: { readonly write?: string; readonly json?: true },
  terminal: Terminal,
): void {
  const folder = out ?? STUDIES
  const reports = studiesIn(folder).map((name) => reportStudy(join(folder, name)))
  if (reports.length === 0)
    throw new UserError(
      `There are no studies in '${folder}': make one with 'coevo study <scenario>', or name the folder where they are.`,
    )
  const text = resultsDocument(reports)
  if (write !== undefined) writeDocument(write, text)
  if (json === true) terminal.out(`${JSON.stringify({ folder, studies: reports })}\n`)
  else if (write === undefined) terminal.out(text)
  else terminal.out(`${write}: ${reports.length} ${reports.length === 1 ? 'study' : 'studies'}\n`)
}

function writeDocument(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  } catch (error) {
    throw new UserError(`'${file}' cannot be written (${(error as Error).message}): name another file.`, {
      cause: error,
    })
  }
}
