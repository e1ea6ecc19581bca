import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { resume, run } from 'coevo/scenario'
import { coinScenario } from './fakes.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const out = temporaryFolder('kill')

/** Lets a process run until it kills itself at its n-th event; returns the run's folder. */
function victim(command: 'run' | 'resume', place: string, at: number): string {
  const script = new URL('victim.ts', import.meta.url).pathname
  const child = spawnSync(process.execPath, ['--conditions=source', script, command, place, String(at)], {
    encoding: 'utf8',
  })
  expect(child).toMatchObject({ signal: 'SIGKILL', stderr: '' })
  return child.stdout
}

describe('a run that is killed', () => {
  it('ends with the digest of one that was not', async () => {
    const whole = await run(coinScenario, { seed: 1, out })
    // Before the first step, between a checkpoint and the next, and right after a checkpoint.
    const folder = victim('run', out, 1)
    victim('resume', folder, 7)
    victim('resume', folder, 4)
    const last = await resume(coinScenario, { folder })
    expect(last.digest).toBe(whole.digest)
    expect(last.nashConv).toEqual(whole.nashConv)
  })
})
