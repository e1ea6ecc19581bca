import type { Command } from 'commander'
import { writeProject } from '../init/files.ts'
import type { Terminal } from '../terminal.ts'

/** Declares `coevo init`. */
export function declareInit(command: (usage: string, description: string) => Command): Command {
  return command(
    'init [folder]',
    'Make a folder that works: a game, a task, a scenario and a protocol, a test of each; nothing is overwritten.',
  )
}

const NEXT = [
  ['npm install', ''],
  ['npm test', 'the rules of the game, the task, the scenario and the protocol'],
  ['npx coevo solve ./game.ts', 'perfect play'],
  ['npx coevo play ./game.ts', 'you, at the terminal'],
  ['npx coevo run ./scenario.ts', 'a small transformer learns the game'],
  ['npx coevo check ./protocol.ts', 'every run there is, with one message lost'],
] as const

/**
 * Writes a project into a folder, and says what to do next.
 *
 * @throws UserError when one of its files is there already, or cannot be written.
 */
export function initCommand(folder: string, { json }: { readonly json?: true }, terminal: Terminal): void {
  const files = writeProject(folder)
  if (json === true) {
    terminal.out(`${JSON.stringify({ folder, files })}\n`)
    return
  }
  const width = Math.max(...NEXT.map(([line]) => line.length)) + 2
  const lines = NEXT.map(([line, why]) => `  ${why === '' ? line : line.padEnd(width) + why}\n`)
  const enter = folder === '.' ? '' : `  cd ${/^[\w./-]+$/.test(folder) ? folder : `'${folder}'`}\n`
  terminal.out(
    `${files.length} files in ${folder === '.' ? 'this folder' : folder}: ${files.join(', ')}\n\n${enter}${lines.join('')}`,
  )
}
