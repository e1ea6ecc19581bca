import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { oneLine, UserError } from '../../core/index.ts'
import { auditFile } from '../audit/audit-file.ts'
import type { Audit } from '../audit/findings.ts'
import { splitFile } from '../load-game.ts'
import { seedNumber } from '../number.ts'
import { optionFlags, parseSet } from '../set.ts'
import type { Terminal } from '../terminal.ts'

export interface AuditFlags {
  readonly seed: number
  readonly set: readonly string[]
  readonly json?: true
}

const EXAMPLES = `
It holds the game or task that a file exports as default to every rule that describeGame and describeTask know; of a
scenario, the games and tasks of its first step. Exit code 1 where a rule is broken.

Examples:
  coevo audit ./my-game.ts
  coevo audit ./my-game.ts:cards=5
  coevo audit ./my-scenario.ts --set steps=10 --json`

/** Declares `coevo audit`. */
export function declareAudit(command: (usage: string, description: string) => Command): Command {
  return optionFlags(
    command('audit <file>', 'Hold a game, a task or a scenario of your own to the rules of its kind.'),
  )
    .addHelpText('after', EXAMPLES)
    .option('--seed <n>', 'seed of a scenario, 0 to 4294967295', seedNumber, 1)
}

/** Tells of each rule whether it is kept. Returns the exit code. */
export async function auditCommand(name: string, flags: AuditFlags, terminal: Terminal): Promise<number> {
  const { file, parameters } = splitFile(name) ?? { file: name, parameters: '' }
  const path = resolve(file)
  if (!existsSync(path))
    throw new UserError(`There is no file '${file}': give the path of a .ts or .js file.`)
  const request = { parameters, options: parseSet(flags.set), seed: flags.seed }
  const reply = await auditFile(path, { request, scope: 'whole' })
  if (reply.kind === 'unloaded')
    throw new UserError(reply.isUserError ? reply.reason : `'${file}' cannot be loaded: ${reply.reason}`)
  const { audits } = reply
  if (audits === null)
    throw new UserError(
      `'${file}' exports no game, task or scenario, or several of them: export one as default; a protocol is tried by 'coevo check ${file}'.`,
    )
  if (audits.length === 0)
    throw new UserError(
      `The first step of '${file}' names neither a game nor a task: let its kind of session list them as games or tasks.`,
    )
  const isSound = audits.every(({ findings }) => findings.length === 0)
  terminal.out(
    flags.json === true ? `${JSON.stringify({ file, audits: audits.map(brief) })}\n` : auditText(audits),
  )
  return isSound ? 0 : 1
}

const brief = ({ kind, name, rules, findings }: Audit) => ({
  kind,
  name,
  rules: Object.keys(rules),
  findings,
})

/** Writes each rule with what breaks it. */
export function auditText(audits: readonly Audit[]): string {
  return audits
    .map(({ kind, name, rules, findings }) => {
      const lines = Object.entries(rules).map(([rule, law]) => {
        const finding = findings.find((each) => each.rule === rule)
        return finding === undefined ? `  ok      ${law}` : `  broken  ${law}\n          ${finding.sentence}`
      })
      const broken = findings.length
      const verdict = broken === 0 ? 'keeps all of them' : `breaks ${broken} of them`
      return `\nThe ${kind} '${oneLine(name)}'\n\n${lines.join('\n')}\n\n${Object.keys(rules).length} rules; it ${verdict}.\n`
    })
    .join('')
}
