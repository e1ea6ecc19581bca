import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Makes a folder for the tests of a file, or of the block it is called in, and removes it when they are over. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `coevo-${name}-`))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
