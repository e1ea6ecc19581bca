import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CheckResult } from 'coevo/check'
import { execute } from '../../../src/cli/index.ts'
import { shippedSystems } from '../../../src/cli/check/load.ts'
import { fakeTerminal, type FakeTerminal } from '../terminal.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('check')

const greeting = new URL('greeting.ts', import.meta.url).pathname
const polite = new URL('polite.ts', import.meta.url).pathname

async function coevo(args: readonly string[], terminal: FakeTerminal = fakeTerminal()) {
  const code = await execute(args, terminal)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr }
}

async function checked(args: readonly string[]): Promise<CheckResult & { readonly code: number }> {
  const { code, stdout, stderr } = await coevo(['check', ...args, '--json'])
  expect(stderr).toBe('')
  return { code, ...(JSON.parse(stdout) as CheckResult) }
}

describe('coevo check', () => {
  test("visits every state of a user's protocol, in its own scope", async () => {
    const { code, complete, mode, scope, violations } = await checked([polite])
    expect({ code, complete, mode, violations }).toEqual({
      code: 0,
      complete: true,
      mode: 'exhaustive',
      violations: [],
    })
    expect(scope.faults).toMatchObject({ drop: 1, crash: 0 })
  })

  test('finds a planted hang, in both modes, and ends with 1', async () => {
    for (const mode of [[], ['--runs', '1000'], ['--runs', '5000', '--threads', '2']]) {
      const { code, violations } = await checked([greeting, ...mode])
      expect(code).toBe(1)
      expect(violations[0]).toMatchObject({
        cause: { kind: 'hang', address: 'host', state: 'asking' },
        deviations: ['drop #0 hello host → guest-0'],
      })
    }
  })

  test('takes its scope from the flags', async () => {
    expect(await checked([greeting, '--faults', 'none'])).toMatchObject({ code: 0, complete: true })
    const flags = ['--faults', 'duplicate=2,crash=1', '--network', 'unordered', '--time', 'ordered']
    const { scope } = await checked([polite, ...flags])
    expect(scope).toEqual({
      network: 'unordered',
      faults: { drop: 0, duplicate: 2, crash: 1, partition: 0 },
      time: 'ordered',
    })
  })

  test('that visits too few states never claims that all hold', async () => {
    const { code, complete, states } = await checked([polite, '--max-states', '3'])
    expect([code, complete]).toEqual([0, false])
    expect(states).toBeLessThan(9)
    const { stdout } = await coevo(['check', polite, '--max-states', '3'])
    expect(stdout).toContain('which is not all that can happen')
  })

  test('makes as many random runs as it is told, the same for the same seed', async () => {
    const five = await checked([polite, '--runs', '5', '--seed', '3'])
    expect(five).toMatchObject({ mode: 'random', runs: 5, complete: false })
    expect((await checked([polite, '--runs', '5', '--seed', '3'])).transitions).toBe(five.transitions)
  })

  test('tells a run again that it has found', async () => {
    const { violations } = await checked([greeting])
    const { code, stdout } = await coevo(['check', greeting, '--replay', violations[0]!.token])
    expect(code).toBe(1)
    expect(stdout).toContain('drop #0 hello host → guest-0')
  })

  test('writes a report on request', async () => {
    const file = join(root, 'report.md')
    expect((await coevo(['check', greeting, '--report', file])).code).toBe(1)
    expect(existsSync(file)).toBe(true)
  })

  test('ends at Ctrl-C with what was covered', async () => {
    const terminal = fakeTerminal({ live: true, now: () => performance.now() })
    terminal.err = (text) => {
      terminal.stderr += text
      terminal.interrupt()
    }
    const faults = 'drop=2,duplicate=2,crash=1'
    const { code, stdout } = await coevo(['check', 'match', '--faults', faults, '--json'], terminal)
    expect(code).toBe(130)
    const { complete, states, notes } = JSON.parse(stdout) as CheckResult
    expect(complete).toBe(false)
    expect(states).toBeGreaterThan(1000)
    expect(notes[0]).toMatch(/^Stopped at /)
  })

  test('of random runs on threads ends at Ctrl-C too', async () => {
    const terminal = fakeTerminal({ live: true, now: () => performance.now() })
    terminal.err = () => terminal.interrupt()
    const args = ['check', greeting, '--faults', 'none', '--runs', '9000000', '--threads', '2', '--json']
    const { code, stdout } = await coevo(args, terminal)
    expect(code).toBe(130)
    const { runs, notes } = JSON.parse(stdout) as CheckResult
    expect(runs).toBeLessThan(9_000_000)
    expect(notes[0]).toBe(`Stopped after ${runs.toLocaleString('en-US')} of 9,000,000 runs.`)
  })
})

describe('coevo protocols', () => {
  test('lists the protocols that ship, as coevo check alone does', async () => {
    const { code, stdout } = await coevo(['protocols'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^match +\S.*\n +referee, player × 2\n +unordered network; drop=1, /m)
    expect((await coevo(['check'])).stdout).toBe(stdout)
  })

  test('and as JSON', async () => {
    const { protocols } = JSON.parse((await coevo(['protocols', '--json'])).stdout) as {
      protocols: { name: string }[]
    }
    expect(protocols).toContainEqual({
      name: 'two-phase-commit',
      title: expect.any(String),
      protocol: 'two-phase-commit',
      roles: { tm: 1, rm: 3 },
      scope: { network: 'duplicating', faults: {}, time: 'free' },
    })
  })

  test('under the names of their files', async () => {
    for (const { system, url } of await shippedSystems())
      expect(url.pathname).toMatch(new RegExp(`/protocols/${system.name}\\.ts$`))
  })
})
