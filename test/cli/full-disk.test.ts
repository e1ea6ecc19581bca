import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { execute } from '../../src/cli/index.ts'
import { fakeTerminal } from './terminal.ts'

const root = mkdtempSync(join(tmpdir(), 'coevo-full-'))
const disk = mkdtempSync(join(root, 'disk-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk]).status === 0
afterAll(() => {
  if (mounted) execFileSync('umount', ['--lazy', disk])
  rmSync(root, { recursive: true, force: true })
})

const coin = new URL('coin.ts', import.meta.url).pathname
const long = ['run', coin, '--json', '--set', 'steps=400', 'evaluateEvery=100', 'checkpointEvery=20']

async function coevo(args: readonly string[]) {
  const terminal = fakeTerminal()
  const code = await execute(args, terminal)
  return { code, ...terminal }
}

test.runIf(mounted)('a run that fills its disk goes on once there is space, to the same digest', async () => {
  const whole = JSON.parse((await coevo([...long, '--out', join(root, 'whole')])).stdout) as {
    digest: string
  }
  const { code, stdout, stderr } = await coevo([...long, '--out', disk])
  const run = join(disk, 'coin-1-steps_400-evaluateEvery_100-checkpointEvery_20')
  expect(stderr.split('\n').at(-2)).toBe(
    `coevo: The disk that holds '${run}' is full: free some space and go on with 'coevo resume ${run}'; everything up to its last checkpoint is kept.`,
  )
  expect([code, stdout]).toEqual([2, ''])
  execFileSync('mount', ['-o', 'remount,size=8m', disk])
  const resumed = await coevo(['resume', run, '--json'])
  expect(resumed.stderr).toMatch(/^coin, seed 1, 400 steps from step [1-9]/)
  expect(JSON.parse(resumed.stdout)).toMatchObject({ digest: whole.digest, finished: true })
})
