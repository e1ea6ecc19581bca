import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { BrokenScenario } from './broken-scenarios.ts'

const main = new URL('../../src/cli/main.ts', import.meta.url).pathname

/** Runs a broken scenario and expects one printable sentence with its place, exit code 2, and nothing else. */
export function expectSentence(root: string, { name, text, told }: BrokenScenario): void {
  const folder = join(root, name.replaceAll(' ', '-'))
  mkdirSync(folder)
  writeFileSync(join(folder, 'scenario.ts'), text)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=source', main, 'run', './scenario.ts', '--json'],
    { cwd: folder, encoding: 'utf8', timeout: 110_000 },
  )
  const said = stderr.trimEnd().split('\n')
  expect(said.filter((line) => line.startsWith('coevo: '))).toHaveLength(1)
  expect(said.at(-1)).toMatch(told)
  // What comes before is progress.
  for (const line of said.slice(0, -1)) expect(line).toMatch(/^coin, seed 1|^step /)
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
}
