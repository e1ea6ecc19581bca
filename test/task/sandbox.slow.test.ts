import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sandboxedVerifier } from 'coevo/task'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

test('a verifier file that never loads is given up', async () => {
  const file = join(temporaryFolder('verifier'), 'endless.mjs')
  writeFileSync(file, 'for (;;);')
  await expect(sandboxedVerifier(file)(null, '')).rejects.toThrow(
    `Verifier '${file}' has given no verdict for 10000 ms and was stopped.`,
  )
})
