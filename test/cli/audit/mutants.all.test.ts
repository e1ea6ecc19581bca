import { expect, test } from 'vitest'
import { execute } from '../../../src/cli/index.ts'
import { fate, someMutants } from '../../game/conformance/mutants.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { fakeTerminal } from '../terminal.ts'
import { mutantFile } from './mutant-file.ts'

const folder = temporaryFolder('mutants')
const chosen = someMutants(8, 'command line').filter((mutant) => fate(mutant) !== 'harmless')

test.each(chosen)('$name ends in one sentence', async (mutant) => {
  const file = mutantFile(folder, mutant)
  const terminal = fakeTerminal()
  expect(await execute(['solve', file], terminal)).toBe(2)
  expect(terminal.stdout).toBe('')
  expect(terminal.stderr).toMatch(/^coevo: (?!unexpected)[^\n]*\.\n$/)
})
