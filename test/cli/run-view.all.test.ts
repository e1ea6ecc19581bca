import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { execute } from '../../src/cli/index.ts'
import type { RunResult } from '../../src/scenario/index.ts'
import { openRun } from '../../src/store/index.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { fakeTerminal } from './terminal.ts'

const root = temporaryFolder('run-view')
/** Runs of version 0.1, stopped half-way. */
const old = join(root, 'old')
const runs = join(root, 'runs')
const tosses = new URL('../scenario/tosses.ts', import.meta.url).pathname

async function coevo(...args: string[]) {
  const terminal = fakeTerminal()
  const code = await execute(args, terminal)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr }
}

const json = async (...args: string[]) => {
  const { stdout, code, stderr } = await coevo(...args, '--json')
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout) as Record<string, unknown>
}

const plain = join(runs, 'tosses-5')
const short = join(runs, 'tosses-5-steps_3')
const kuhn = join(old, 'kuhn-equilibrium-11')

beforeAll(async () => {
  const archive = join(import.meta.dirname, '../fixtures/0.1/runs.tar.br')
  execFileSync('mkdir', ['-p', old])
  execFileSync('tar', ['-x', '-C', old], { input: brotliDecompressSync(readFileSync(archive)) })
  for (const set of [[], ['--set', 'steps=3'], ['--set', 'failing=4']])
    await coevo('run', tosses, '--seed', '5', '--out', runs, ...set)
})

describe('coevo runs', () => {
  test('lists how each run stands, what differs from the defaults, and why it failed', async () => {
    const { stdout } = await coevo('runs', runs)
    expect(stdout).toMatch(/tosses-5\n? +finished +nashConv 0\.\d+ +[\d.]+ kB +\d+ seconds? ago/)
    expect(stdout).toMatch(/tosses-5-steps_3\n? +finished .*\n +steps=3\n/)
    expect(stdout).toMatch(/tosses-5-failing_4\n? +failed at 3 of 6 .*\n +failing=4\n[^]*no more coins/)
    expect(stdout).toMatch(/\n3 runs, \d+ kB\. Look into one with: coevo show RUN\n$/)
    const listed = await json('runs', root)
    expect(listed['runs']).toHaveLength(18)
  })

  test('tells a run that goes on from one that was stopped, and says what is damaged', async () => {
    const place = join(root, 'states')
    execFileSync('cp', ['-r', runs, place])
    const store = openRun(join(place, 'tosses-5-steps_3'))
    writeFileSync(
      join(place, 'tosses-5', 'run.sqlite'),
      'no database at all, but long enough to look at'.repeat(99),
    )
    const { stdout, code } = await coevo('runs', place)
    store.close()
    expect(code).toBe(0)
    expect(stdout).toMatch(/tosses-5-steps_3\n? +running, 3 of 3/)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/tosses-5 The database of '.*tosses-5' is damaged/)
  })

  test('says where there are none', async () => {
    expect((await coevo('runs', join(root, 'nowhere'))).stdout).toMatch(/^There are no runs in '.*nowhere'/)
  })
})

describe('coevo show', () => {
  test('draws the headline, and has a line for every other metric', async () => {
    const { stdout } = await coevo('show', plain)
    expect(stdout).toMatch(/^\ntosses, seed 5: finished\n/)
    expect(stdout).toContain('120 played; recorded: 48 episodes')
    expect(stdout).toMatch(/nashConv {2}first 0\.\d+, last 0\.\d+, best .* \(lower is better\)\n +0\.\d+│•/)
    expect(stdout).toMatch(/\n {2}coin\/loss +0\.\d+ +[▁-█]+ +0\.\d+\n/)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'always ended/illegal 0, ended/timeout 0, gameLength 1, games 20',
    )
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })

  test('draws the metrics that are named, and writes all as comma-separated values', async () => {
    expect((await coevo('show', plain, '--metrics', 'coin/loss')).stdout).toMatch(
      /coin\/loss {2}first .*least/,
    )
    const wrong = await coevo('show', plain, '--metrics', 'coin/los')
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("did you mean 'coin/loss'?")])
    const { stdout } = await coevo('show', plain, '--csv', '--metrics', 'coin/loss,nashConv')
    const [head, ...lines] = stdout.trimEnd().split('\r\n')
    expect(head).toBe('step,coin/loss,nashConv')
    expect(lines).toHaveLength(7)
    expect(lines[0]).toMatch(/^0,,0\.\d+$/)
  })

  test('lists sessions and shows one, with how likely each token was among those that were allowed', async () => {
    const { stdout } = await coevo('show', kuhn, '--sessions', '--step', '2', '--limit', '2')
    expect(stdout).toMatch(/^session {2}step {2}kind +end +returns\n +32 +2 {2}kuhn-poker {2}finished/)
    const shown = (await coevo('show', kuhn, '--session', '0')).stdout
    expect(shown).toMatch(
      /0 player-0 {2}reads {3}seat first card \w+ moves none\n +writes {2}\w+ {2}p 0\.\d{3} \(or \w+\)\n/,
    )
    expect(shown).toContain('<end>  p 1.000 (nothing else was allowed)')
    expect(shown).toMatch(/0 {2}referee → player-0 +start +\{"game":"kuhn-poker","seat":0\}/)
    expect(shown).toContain('Not recorded: advantages')
    const view = await json('show', kuhn, '--session', '0')
    expect((view['turns'] as object[])[0]).toMatchObject({
      role: 'player-0',
      written: [{ allowed: ['check', 'bet'] }, { token: '<end>', probability: 1 }],
    })
  })

  test('says of a session that is not there what is there', async () => {
    const kept = (await json('show', plain, '--sessions'))['sessions'] as { session: number }[]
    const missing = [...Array(120).keys()].find((n) => !kept.some(({ session }) => session === n))!
    const { code, stderr } = await coevo('show', plain, '--session', String(missing))
    expect(code).toBe(2)
    expect(stderr).toMatch(/was not recorded: it holds 48 of 120 sessions, such as \d+/)
    expect((await coevo('show', plain, '--session', '120')).stderr).toContain('name one from 0 to 119.')
  })

  test('prints no control characters that a file holds', async () => {
    const place = join(root, 'foul')
    execFileSync('cp', ['-r', plain, place])
    const header = join(place, 'scenario.json')
    writeFileSync(
      header,
      readFileSync(header, 'utf8').replace('"coevo":', '"x\\u001b[2J\\u202e": "1\\u0007", "coevo":'),
    )
    const { stdout } = await coevo('show', place)
    // oxlint-disable-next-line no-control-regex
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(stdout).toContain('[2J')
  })

  test('changes nothing of the run', async () => {
    const before = readFileSync(join(plain, 'run.sqlite'))
    await coevo('show', plain)
    expect(readFileSync(join(plain, 'run.sqlite'))).toEqual(before)
  })
})

test('coevo compare tells the options that differ and draws both curves', async () => {
  const { stdout } = await coevo('compare', plain, short)
  expect(stdout).toMatch(/A {2}.*tosses-5 {2}finished\n {2}B {2}.*tosses-5-steps_3 {2}finished/)
  expect(stdout).toMatch(/options that differ\n +A {2}B\n {2}steps {2}6 {2}3\n/)
  expect(stdout).toMatch(/\nnashConv\n/)
  expect(stdout).toMatch(/│[+ AB]*A/)
  const told = await json('compare', plain, short, kuhn)
  expect(told['options']).toMatchObject({ scenario: ['tosses', 'tosses', 'kuhn-equilibrium'] })
  expect((await coevo('compare', plain)).stderr).toContain('Name 2 to 8 runs')
})

test('coevo prune says what it removes, and asks what is to stay', async () => {
  const place = join(root, 'prune')
  execFileSync('cp', ['-r', plain, place])
  expect((await coevo('prune', place)).code).toBe(2)
  const { stdout } = await coevo('prune', place, '--keep', 'none', '--checkpoints', 'last')
  expect(stdout).toMatch(/prune: removed 48 sessions, 1 checkpoint; [\d.]+ k?B freed, [\d.]+ kB left\n$/)
  expect((await coevo('prune', place, '--keep', 'none')).stdout).toContain('nothing to remove')
  expect(readdirSync(join(place, 'checkpoints'))).toHaveLength(1)
  const { digest } = JSON.parse((await coevo('resume', place, '--json')).stdout) as RunResult
  const store = openRun(place)
  expect(store.digest).toBe(digest)
  store.close()
})

test('coevo prune leaves the matches of a tournament, which its ratings are counted from', async () => {
  const place = join(root, 'cup')
  const names = ['--game', 'kuhn-poker', '--agents', 'uniform,first', '--rounds', '2']
  await coevo('tournament', ...names, '--out', place)
  const { code, stderr } = await coevo('prune', place, '--keep', 'none')
  expect([code, stderr]).toEqual([2, expect.stringContaining('is a tournament')])
  expect((await coevo('show', place, '--session', '0')).stdout).toContain('played by uniform')
})

describe('coevo run', () => {
  test('--events writes every event as a line of JSON while it runs', async () => {
    const file = join(root, 'events.ndjson')
    const args = ['run', tosses, '--seed', '5', '--out', join(root, 'events'), '--set', 'steps=2']
    await coevo(...args, '--events', file)
    const events = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { type: string }).type)
    const course = 'start evaluation step evaluation step evaluation checkpoint end'
    expect(events(readFileSync(file, 'utf8')).join(' ')).toBe(course)
    const { stdout, stderr } = await coevo(...args, '--events', '-')
    expect(events(stdout).join(' ')).toBe(course)
    expect(stderr).toContain('digest')
    expect((await coevo(...args, '--events', '-', '--json')).code).toBe(2)
    expect((await coevo(...args, '--events', root)).stderr).toMatch(
      /The events cannot be written to '.*' \(EISDIR/,
    )
  })

  test('says what to do next, and of a finished run that nothing was run again', async () => {
    const args = ['run', tosses, '--out', join(root, 'next')]
    expect((await coevo(...args)).stdout).toMatch(
      /\nWhat next\n\n {2}its curves, .*:\n {4}coevo show .*tosses-1\n$/,
    )
    expect((await coevo('resume', join(root, 'next'))).stdout).toContain(
      'finished before; nothing was run again',
    )
  })

  test('an option that the scenario has is offered where it is written as a flag', async () => {
    expect((await coevo('run', tosses, '--steps', '9')).stderr).toBe(
      "coevo: unknown option '--steps'. Did you mean --set steps=9?\n",
    )
    expect((await coevo('run', tosses, '--stepz=4')).stderr).toContain('Did you mean --set steps=4?')
    expect((await coevo('run', tosses, '--help')).stdout).toMatch(
      /--set failing=0 +the step in which learning fails/,
    )
  })
})

test('coevo scenarios tells of those that are named which values their options take', async () => {
  const { stdout } = await coevo('scenarios', 'spiral', new URL('coin.ts', import.meta.url).pathname)
  expect(stdout).toMatch(/^spiral .*[\s\S]*--set game=kuhn-poker .*\(kuhn-poker, tic-tac-toe\)/)
  expect(stdout).toMatch(/\ncoin +A coin that learns to win\n[\s\S]*--set steps=12 .*\(1 … 1,000\)/)
  expect(stdout).toContain('(plain, salted)')
  expect(stdout).not.toContain('psro')
})

describe('coevo policy', () => {
  test('sorts the information states of a game by what an agent loses there', async () => {
    const told = (await json('policy', 'kuhn-poker', '--agent', 'uniform')) as unknown as {
      nashConv: number
      states: { loss: number; policy: number[] }[]
    }
    expect(told.nashConv).toBeCloseTo(11 / 12)
    const losses = told.states.map(({ loss }) => loss)
    expect(losses).toEqual(losses.toSorted((a, b) => b - a))
    expect(losses.reduce((sum, loss) => sum + loss, 0)).toBeCloseTo(11 / 12)
  })

  test('reads the policy of a checkpoint', async () => {
    const { stdout } = await coevo('policy', 'kuhn-poker', '--agent', `checkpoint:${kuhn}`, '--top', '2')
    expect(stdout).toMatch(/NashConv +value\n {2}checkpoint:.* 0\.652 /)
    expect(stdout).toContain('Not shown: 10 information states')
  })

  test('says whose probabilities cannot be read', async () => {
    const { code, stderr } = await coevo('policy', 'kuhn-poker', '--agent', 'ismcts:10')
    expect([code, stderr]).toEqual([2, expect.stringContaining("'ismcts:10' only plays")])
  })
})
