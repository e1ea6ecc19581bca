import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sandboxedVerifier } from 'coevo/task'
import { expect, test } from 'vitest'

test('a verifier file that never loads is given up', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'coevo-verifier-')), 'endless.mjs')
  writeFileSync(file, 'for (;;);')
  await expect(sandboxedVerifier(file)(null, '')).rejects.toThrow(
    `Verifier '${file}' has given no verdict for 10000 ms and was stopped.`,
  )
})
