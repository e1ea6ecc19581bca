import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configureGlobal } from 'fast-check'
import { afterAll } from 'vitest'

/** Every property draws the same cases in every run, so that a failure on one machine is one on all. */
configureGlobal({ seed: 1 })

/** Tests find nothing that others have cached, and leave nothing. */
const cache = mkdtempSync(join(tmpdir(), 'coevo-cache-'))
process.env['COEVO_CACHE'] = cache
afterAll(() => rmSync(cache, { recursive: true, force: true }))
