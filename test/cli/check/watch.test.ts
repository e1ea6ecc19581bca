import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { checkProtocol, CheckOptions, CheckResult, Violation } from 'coevo/check'
import { watchCheck } from '../../../src/cli/check/watch.ts'
import { fakeTerminal, type FakeTerminal } from '../terminal.ts'
import greeting from './greeting.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('watch')

const violation: Violation = {
  cause: { kind: 'hang', address: 'host', state: 'asking' },
  summary: 'host waits for ever',
  token: 'TOKEN',
  deviations: ['drop #0 hello host → guest-0'],
  trace: {
    addresses: ['host', 'guest-0'],
    initial: { host: 'idle', 'guest-0': 'idle' },
    opening: [],
    steps: [],
    final: {},
  },
}
const holds: CheckResult = {
  protocol: 'greeting',
  mode: 'exhaustive',
  scope: { network: 'ordered', faults: { drop: 1, duplicate: 0, crash: 0, partition: 0 }, time: 'free' },
  complete: true,
  within: null,
  states: 9,
  transitions: 12,
  runs: 0,
  depth: 4,
  notes: [],
  violations: [],
  coverage: { states: {}, messages: {}, faults: {}, outcomes: {}, timers: {}, warnings: [] },
}
const broken: CheckResult = { ...holds, complete: false, violations: [violation] }

/** Watches a check that comes to this result. */
async function watch(
  result: CheckResult,
  flags: { readonly json?: true; readonly report?: string } = {},
  { terminal = fakeTerminal(), during = () => {} }: { terminal?: FakeTerminal; during?: () => void } = {},
) {
  let asked: CheckOptions | undefined
  const check: typeof checkProtocol = async (_system, options) => {
    asked = options
    during()
    return result
  }
  const checked = { name: 'greeting', system: greeting, options: { mode: 'exhaustive' } as const }
  const code = await watchCheck(checked, flags, terminal, check)
  return { code, asked, stdout: terminal.stdout, stderr: terminal.stderr, exits: terminal.exits }
}

describe('a check in view of the user', () => {
  test('ends with 0 where no promise is broken, complete or not', async () => {
    expect(await watch(holds)).toMatchObject({ code: 0, stderr: '', asked: { mode: 'exhaustive' } })
    const { code, stdout } = await watch({ ...holds, complete: false })
    expect(code).toBe(0)
    expect(stdout).toContain('not all that can happen')
  })

  test('ends with 1 where one is, with the story and how to tell it again', async () => {
    const { code, stdout } = await watch(broken)
    expect(code).toBe(1)
    expect(stdout).toContain('host waits for ever')
    expect(stdout).toContain('coevo check greeting --replay TOKEN')
    expect(stdout).not.toContain('sequenceDiagram')
  })

  test('prints one object with --json, and nothing else', async () => {
    const { stdout, code } = await watch(broken, { json: true })
    expect(code).toBe(1)
    const result = JSON.parse(stdout) as Record<string, unknown>
    const promised = 'protocol mode complete states transitions runs depth violations coverage seconds'
    expect(Object.keys(result)).toEqual(expect.arrayContaining(promised.split(' ')))
    expect(result['violations']).toEqual([
      { ...violation, diagram: expect.stringMatching(/^sequenceDiagram\n/) },
    ])
  })

  test('leaves a long trace out of it: the token tells it again', async () => {
    const { trace } = violation
    const steps = Array.from({ length: 300 }, (_, index) => ({
      index,
      choice: { kind: 'crash', address: 'host' } as const,
      picked: 0,
      options: 1,
      sent: [],
      acts: [],
      ignored: false,
      states: trace.initial,
    }))
    const long = { ...broken, violations: [{ ...violation, trace: { ...trace, steps } }] }
    const { violations } = JSON.parse((await watch(long, { json: true })).stdout) as CheckResult
    expect(violations[0]!.trace).toBeNull()
  })

  test('writes a report in Markdown', async () => {
    const report = join(root, 'broken.md')
    const { stderr } = await watch(broken, { report })
    expect(stderr).toBe(`The report is in ${report}.\n`)
    const text = readFileSync(report, 'utf8')
    expect(text).toMatch(/^# greeting: 1 violation\n\n {4}host waits/)
    expect(text).toContain('\n\n## host waits for ever\n\n')
    expect(text).toContain('```mermaid\nsequenceDiagram\n')
    await expect(watch(broken, { report: join(root, 'none', 'broken.md') })).rejects.toThrow(
      /The report cannot be written \(ENOENT.*: choose another place with --report/,
    )
  })
})

describe('Ctrl-C', () => {
  test('ends the check with what was covered until then', async () => {
    const terminal = fakeTerminal()
    const { code, asked, stdout, exits } = await watch(
      { ...holds, complete: false },
      {},
      {
        terminal,
        during: () => terminal.interrupt(),
      },
    )
    expect(asked!.signal!.aborted).toBe(true)
    expect([code, exits]).toEqual([130, []])
    expect(stdout).toContain('not all that can happen')
  })

  test('twice ends the process, but not for the copy of the first that npm passes on', async () => {
    let now = 0
    const terminal = fakeTerminal({ now: () => now })
    const during = () => {
      terminal.interrupt()
      terminal.interrupt()
      expect(terminal.exits).toEqual([])
      now += 1000
      terminal.interrupt()
    }
    expect((await watch(holds, {}, { terminal, during })).exits).toEqual([130])
  })

  test('of a check that had found something ends with 1', async () => {
    const terminal = fakeTerminal()
    expect((await watch(broken, {}, { terminal, during: () => terminal.interrupt() })).code).toBe(1)
  })
})
