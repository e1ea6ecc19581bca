import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { fate, someMutants } from '../../game/conformance/mutants.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { mutantFile } from './mutant-file.ts'

const folder = temporaryFolder('mutants')
const main = new URL('../../../src/cli/main.ts', import.meta.url).pathname
const chosen = someMutants(165, 'every command').filter((mutant) => fate(mutant) !== 'harmless')

function coevo(...args: readonly string[]) {
  return spawnSync(process.execPath, ['--conditions=source', main, ...args], { encoding: 'utf8', input: '' })
}

test('there are enough of them', () => {
  expect(chosen.length).toBeGreaterThan(150)
})

test.each(chosen)('$name ends in one sentence', (mutant) => {
  const file = mutantFile(folder, mutant)
  for (const args of [
    ['solve', file],
    ['play', file, '--against', 'uniform'],
  ]) {
    const { status, stdout, stderr } = coevo(...args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^coevo: (?!unexpected)[^\n]*\.\n$/)
  }
  const { status, stdout, stderr } = coevo('audit', file)
  if (status === 1) expect(stdout).toContain('\n  broken  ')
  else
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/^coevo: (?!unexpected)[^\n]*\.\n$/),
    ])
})
