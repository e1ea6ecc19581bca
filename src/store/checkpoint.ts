import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../core/index.ts'
import { firstDamaged } from './file.ts'
import { CHECKPOINTS, DATABASE } from './folder.ts'
import type { CheckpointRow } from './tables.ts'

/**
 * Chooses the checkpoint that a run goes on from: the newest, or that of the step `from`; null where there is none.
 *
 * @param rows the newest first
 * @throws UserError when its files are not those that were committed, and when there is none of that step.
 */
export function chooseCheckpoint(
  folder: string,
  rows: readonly CheckpointRow[],
  from?: number,
): CheckpointRow | null {
  const chosen = from === undefined ? rows[0] : rows.find(({ step }) => step === from)
  if (chosen === undefined) {
    if (from === undefined) return null
    const steps = rows.map(({ step }) => step).toReversed()
    throw new UserError(
      `'${folder}' has no checkpoint of step ${from}: ${steps.length === 0 ? 'it has none' : `it has those of ${steps.join(' and ')}`}.`,
    )
  }
  const damage = damageOf(folder, chosen)
  if (damage === undefined) return chosen
  const place = join(folder, CHECKPOINTS, chosen.folder)
  const newer = newest(folder)
  if (!existsSync(place) && newer > chosen.step)
    throw new UserError(
      `The log '${join(folder, `${DATABASE}-wal`)}' is damaged or missing: the database ends with step ${chosen.step}, and its checkpoints with ${newer}; restore the log from a copy, or start the run again.`,
    )
  const what = `The checkpoint '${place}' is damaged (${damage} is missing or changed)`
  const whole = rows.find((row) => row.step < chosen.step && damageOf(folder, row) === undefined)
  if (whole === undefined) throw new UserError(`${what}: restore it from a copy, or start the run again.`)
  throw new UserError(
    `${what}, and that of step ${whole.step} is whole: restore it from a copy, or go on from there with 'coevo resume ${folder} --from ${whole.step}', which does again what came after it.`,
  )
}

function damageOf(folder: string, { folder: name, files }: CheckpointRow): string | undefined {
  return firstDamaged(join(folder, CHECKPOINTS, name), files)
}

/** Returns the step of the newest folder, whether the database knows it or not. */
function newest(folder: string): number {
  const steps = readdirSync(join(folder, CHECKPOINTS)).filter((name) => /^\d+$/.test(name))
  return Math.max(-1, ...steps.map(Number))
}
