import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../temporary-folder.ts'

const root = temporaryFolder('kill')

/** Runs until the end, or until the line after which it is killed. Returns the lines it printed. */
async function lines(resume: readonly string[], killAfter?: string): Promise<string[]> {
  const program = new URL('killed-run.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--conditions=source', program, root, ...resume], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed: string[] = []
  for await (const line of createInterface(child.stdout)) {
    printed.push(line)
    if (line === killAfter) child.kill('SIGKILL')
  }
  return printed
}

test('a run killed five times with SIGKILL and resumed ends with the digest of one that was not', async () => {
  const whole = (await lines([])).at(-1)
  expect(whole).toMatch(/^digest /)
  let folder: string[] = []
  // The process is somewhere in what follows that step when the signal arrives: a step or a checkpoint.
  for (const step of [1, 9, 20, 33, 47]) {
    const printed = await lines(folder, `step ${step}`)
    expect(printed).toContain(`step ${step}`)
    expect(printed.at(-1)).toMatch(/^step /)
    folder = [printed[0]!]
  }
  expect((await lines(folder)).at(-1)).toBe(whole)
})
