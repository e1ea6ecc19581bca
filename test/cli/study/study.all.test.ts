import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from 'coevo/core'
import { loadScenario, resume, run, type RunEvent, type RunResult, type Scenario } from 'coevo/scenario'
import { describe, expect, test } from 'vitest'
import { studyCommand, type StudyFlags } from '../../../src/cli/commands/study.ts'
import { execute } from '../../../src/cli/index.ts'
import type { Launch, Order } from '../../../src/cli/study/launch.ts'
import { fakeTerminal, type FakeTerminal } from '../terminal.ts'
import coinStudy from './coin-study.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('study')

const scenario: Scenario = coinStudy
const path = new URL('coin-study.ts', import.meta.url).pathname
const place = (name: string) => join(root, name)

/** Does the runs in this process. */
const here: Launch = async ({ seed, options, out, resume: folder, changed }, settings) => {
  const { code } = await loadScenario(path)
  return folder === null
    ? run(scenario, { seed, options, out, code, name: `${scenario.name}-${seed}`, ...settings })
    : resume(scenario, { folder, code, changed, ...settings })
}

async function study(out: string, flags: Partial<StudyFlags> = {}, launch = here, terminal = fakeTerminal()) {
  const code = await studyCommand(path, { seeds: [1, 2], set: [], out, jobs: 1, ...flags }, terminal, launch)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr }
}

/** Counts the runs that are launched, as 'seldom 2'. */
function counted(launch = here) {
  const orders: string[] = []
  const counting: Launch = (order, settings) => {
    orders.push(`${order.out.split('/').at(-1)} ${order.seed}${order.resume === null ? '' : ' on'}`)
    return launch(order, settings)
  }
  return { orders, counting }
}

const digestOf = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as RunResult).digest

describe('coevo study', () => {
  test('runs every arm with every seed in processes of their own, and prints the measures', async () => {
    const terminal = fakeTerminal()
    const out = place('processes')
    const code = await execute(['study', path, '--seeds', '2,1', '--out', out, '--set', 'steps=6'], terminal)
    expect(terminal.stderr).toMatch(/^often, seed 1: nashConv 0\.\d+, 0:00 \(\d of 4\)$/m)
    expect(code).toBe(0)
    expect(terminal.stdout).toMatch(/^A coin that learns to win {2}https:\/\/example.org\/coin$/m)
    expect(terminal.stdout).toMatch(/^regret \(%, lower is better\)$/m)
    expect(terminal.stdout).toMatch(/^ {9}seed 1 {2}seed 2 +mean {2}minus often$/m)
    expect(terminal.stdout).toMatch(
      /^ seldom +\d\d\.\d +\d\d\.\d +\d\d\.\d ± \d+\.\d {2}0\.0 \(0\.0 to 0\.0\)$/m,
    )
    const alone = await run(scenario, {
      seed: 2,
      options: { steps: 6, evaluateEvery: 5 },
      out: place('alone'),
    })
    expect(digestOf(join(out, 'coin-study', 'seldom', 'coin-study-2'))).toBe(alone.digest)
  })

  test('does not run again what is finished with these options and versions', async () => {
    const out = place('again')
    const { orders, counting } = counted()
    await study(out, {}, counting)
    expect(orders).toEqual(['often 1', 'often 2', 'seldom 1', 'seldom 2'])
    const { stderr } = await study(out, { seeds: [3, 1] }, counting)
    expect(orders.splice(0).slice(4)).toEqual(['often 3', 'seldom 3'])
    expect(stderr).toContain('often, seed 1: is there already, --fresh runs it again (1 of 4)\n')
    await study(out, { arms: ['seldom'], seeds: [2], fresh: true }, counting)
    await study(out, { set: ['steps=3'], seeds: [1] }, counting)
    expect(orders.splice(0)).toEqual(['seldom 2', 'often 1', 'seldom 1'])
  })

  test.each([
    ['another version', /"node": "[^"]*"/, '"node": "0.0.1"', /node 0\.0\.1 → \d+/],
    [
      'another state of the file',
      /"coin-study.ts": "./,
      '"coin-study.ts": "-',
      /changed since: coin-study\.ts\)/,
    ],
  ])('counts no run with others that was computed by %s', async (_, before, after, told) => {
    const out = place(`stale-${after.length}`)
    const { orders, counting } = counted()
    await study(out, { arms: ['often'] }, counting)
    const header = join(out, 'coin-study', 'often', 'coin-study-2', 'scenario.json')
    writeFileSync(header, readFileSync(header, 'utf8').replace(before, after))
    orders.splice(0)
    await expect(study(out, {}, counting)).rejects.toThrow(told)
    await expect(study(out, {}, counting)).rejects.toThrow('run again with --fresh, or keep with --keep.')
    expect(orders).toEqual([])
    await study(out, { arms: ['often'], keep: true }, counting)
    expect(orders).toEqual([])
    await study(out, { arms: ['often'], seeds: [2], fresh: true }, counting)
    await study(out, { arms: ['often'] }, counting)
    expect(orders).toEqual(['often 2'])
  })

  test('keeps the seeds of before, and writes what an arm lacks as missing', async () => {
    const out = place('missing')
    await study(out, { arms: ['often'], seeds: [2] })
    const { stdout } = await study(out, { arms: ['seldom'], seeds: [1] })
    expect(stdout).toMatch(/^ often +missing +\d\d\.\d +\d\d\.\d$/m)
    expect(stdout).toMatch(/^ seldom +\d\d\.\d +missing +\d\d\.\d$/m)
  })

  test('shows the least and the greatest value where a page is too narrow for all', async () => {
    const terminal = fakeTerminal({ page: () => ({ columns: 70, color: false }) })
    const { stdout } = await study(
      place('narrow'),
      { seeds: [1, 2, 3, 4, 5, 6], set: ['steps=2'] },
      here,
      terminal,
    )
    expect(stdout).toMatch(/^ +least +most +mean +minus often$/m)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(70)
  })

  test('works on so many runs at once', async () => {
    let [open, most] = [0, 0]
    const watching: Launch = async (...order) => {
      most = Math.max(most, ++open)
      const result = await here(...order)
      open--
      return result
    }
    await study(place('jobs'), { jobs: 3 }, watching)
    expect(most).toBe(3)
  })

  test('tells a run that fails in one sentence, goes on with the others, and tries it again', async () => {
    const out = place('failing')
    const failing: Launch = (order, settings) =>
      order.seed === 1 && order.out.endsWith('often')
        ? Promise.reject(new UserError('The coin is\n  bent.'))
        : here(order, settings)
    const { code, stdout, stderr } = await study(out, {}, failing)
    expect(code).toBe(1)
    expect(stderr).toContain('often, seed 1: failed: The coin is bent. (1 of 4)\n')
    expect(stderr).toMatch(/coevo: 1 of 4 runs failed; the same command tries them again\.\n$/)
    expect(stdout).toMatch(/^ often +missing +\d\d\.\d/m)
    const { orders, counting } = counted()
    expect((await study(out, {}, counting)).code).toBe(0)
    expect(orders).toEqual(['often 1'])
  })

  test('tells how a process ended that was killed', async () => {
    const source = place('deadly.mjs')
    const zod = import.meta.resolve('zod')
    writeFileSync(
      source,
      `import { z } from '${zod}'
       const measures = [{ name: 'm', metric: 'm', of: 'last', better: 'lower' }]
       export default { name: 'deadly', title: 'Deadly', options: z.object({}), study: { arms: { only: { options: {} } }, measures },
         build: () => ({
           models: { m: () => process.kill(process.pid, 'SIGKILL') },
           learners: { m: null },
           work: { next: () => ({ kind: { models: [], roles: [] }, sessions: 1 }) },
           evaluate: [{ models: [], metrics: ['m'], evaluate: () => ({ m: 0 }) }],
           headline: 'm', steps: 1,
         }) }`,
    )
    const terminal = fakeTerminal()
    const code = await execute(['study', source, '--seeds', '1', '--out', place('deadly')], terminal)
    expect(code).toBe(1)
    expect(terminal.stderr).toContain(
      'only, seed 1: failed: its process ended by SIGKILL: it said nothing (1 of 1)',
    )
  })

  test('stops at Ctrl-C with checkpoints, and goes on to the same digests', async () => {
    const [out, whole] = [place('stopped'), place('whole')]
    const terminal: FakeTerminal = fakeTerminal()
    const pressing: Launch = (order, { signal, onEvent }) =>
      here(order, {
        signal,
        onEvent(event: RunEvent) {
          onEvent(event)
          if (order.seed === 2 && event.type === 'step' && event.step === 7) terminal.interrupt()
        },
      })
    const { code, stdout, stderr } = await study(out, {}, pressing, terminal)
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(/stopping after these steps\noften, seed 2: stopped at step 7 \(2 of 4\)\n/)
    expect(stderr).toMatch(/\nStopped; the same command goes on\.\n$/)
    const { orders, counting } = counted()
    await study(out, {}, counting)
    expect(orders).toEqual(['often 2 on', 'seldom 1', 'seldom 2'])
    await study(whole)
    for (const arm of ['often', 'seldom'])
      for (const seed of [1, 2]) {
        const folder = (base: string) => join(base, 'coin-study', arm, `coin-study-${seed}`)
        expect(digestOf(folder(out))).toBe(digestOf(folder(whole)))
      }
    expect(readdirSync(join(out, 'coin-study', 'often'))).toEqual(['coin-study-1', 'coin-study-2'])
  })

  test('draws a line a run where the terminal can, none of which would wrap', async () => {
    const terminal = fakeTerminal({ live: true, size: () => ({ columns: 50, rows: 24 }) })
    await study(place('live'), { jobs: 2 }, here, terminal)
    const frames = terminal.stderr.split('\x1b[?2026h').slice(1)
    expect(frames.some((frame) => /0 of 4 runs done.*\n.*often, seed 1 {2}step \d+\/12/.test(frame))).toBe(
      true,
    )
    // oxlint-disable-next-line no-control-regex -- that is what is taken out
    const plain = terminal.stderr.replaceAll(/\x1b\[[?\d]*[A-Za-z]/g, '').replaceAll('\r', '')
    for (const line of plain.split('\n').filter((text) => /runs done|step/.test(text)))
      expect(line.length).toBeLessThan(50)
  })
})

describe('a mistake is told before anything runs', () => {
  const never: Launch = (order: Order) => Promise.reject(new Error(`launched ${order.seed}`))
  const telling = (flags: Partial<StudyFlags>) => study(place('never'), flags, never)

  test('an option that an arm sets itself', () =>
    expect(telling({ set: ['evaluateEvery=2'] })).rejects.toThrow(
      "--set evaluateEvery cannot hold for the whole study of 'coin-study': its arm 'often' sets it to 1.",
    ))

  test('an option that there is not, or out of its range', async () => {
    await expect(telling({ set: ['stebs=2'] })).rejects.toThrow(
      "has no option 'stebs'; did you mean 'steps'?",
    )
    await expect(telling({ set: ['steps=0'] })).rejects.toThrow(
      "Option 'steps' of scenario 'coin-study' cannot be 0",
    )
  })

  test('an arm that there is not', () =>
    expect(telling({ arms: ['seldon'] })).rejects.toThrow(
      "The study of 'coin-study' has no arm 'seldon'; did you mean 'seldom'?",
    ))

  test('a scenario without a study, a seed that is none', async () => {
    const coin = new URL('../coin.ts', import.meta.url).pathname
    const terminal = fakeTerminal()
    expect(await execute(['study', coin, '--out', place('none')], terminal)).toBe(2)
    expect(terminal.stderr).toContain("Scenario 'coin' has no study, which says what to compare")
    expect(await execute(['study', path, '--seeds', '1,x'], fakeTerminal())).toBe(2)
  })
})
