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
/** But for code that has been compiled, which is the same for all, so that programs start in half the time. */
process.env['NODE_COMPILE_CACHE'] = join(tmpdir(), 'coevo-compiled')
afterAll(() => rmSync(cache, { recursive: true, force: true }))
