import { resolve } from 'node:path'
import { oneLine, UserError } from '../../core/index.ts'
import { auditFile } from './audit-file.ts'
import type { Request } from './subjects.ts'

/**
 * Looks for a moment whether the games and tasks of a user's file keep their rules, before anything is
 * computed with them. A file that cannot be loaded is left to whoever loads it.
 *
 * @throws UserError with the first rule that is broken.
 */
export async function requireSound(file: string, request?: Partial<Request>): Promise<void> {
  const reply = await auditFile(resolve(file), { scope: 'moment', ...(request && { request }) })
  if (reply.kind !== 'done' || reply.audits === null) return
  for (const { kind, name, findings } of reply.audits) {
    const [first, ...more] = findings
    if (first === undefined) continue
    const others = more.length === 0 ? '' : ` (and ${more.length} more of its rules)`
    throw new UserError(
      `The ${kind} '${oneLine(name)}' in '${file}' is not sound: ${first.sentence}${others}; 'coevo audit ${file}' tells all.`,
    )
  }
}
