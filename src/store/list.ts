import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RESULT, runsInside } from './folder.ts'
import { readHeader } from './header.ts'
import type { RunHeader } from './store.ts'

/** A run that lies in a folder with others. */
export interface ListedRun {
  readonly folder: string
  readonly header: RunHeader
  /** False while it goes on, and when it was stopped. */
  readonly finished: boolean
}

/** Later runs of a scenario and a seed have a number at the end: 'sec-1', 'sec-1-2', 'sec-1-10'. */
const byName = new Intl.Collator('en', { numeric: true }).compare

/** Lists the runs that lie in a folder, those made later after those made earlier; none where there is no folder. */
export function listRuns(root: string): ListedRun[] {
  if (!existsSync(root)) return []
  return runsInside(root)
    .toSorted(byName)
    .map((name) => join(root, name))
    .map((folder) => ({
      folder,
      header: readHeader(folder),
      finished: existsSync(join(folder, RESULT)),
    }))
}
