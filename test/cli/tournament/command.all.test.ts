import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as player from 'coevo/agents/tournament/tournament'
import type { Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import type { TournamentResult } from 'coevo/population'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { execute } from '../../../src/cli/index.ts'
import type { TournamentPlayer } from '../../../src/cli/tournament/player.ts'
import { fakeTerminal } from '../terminal.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const root = temporaryFolder('tournament')

async function coevo(args: readonly string[], terminal = fakeTerminal()) {
  const code = await execute(args, terminal)
  return { code, stdout: terminal.stdout, stderr: terminal.stderr }
}

const small = ['tournament', '--game', 'kuhn-poker', '--agents', 'uniform,first', '--rounds', '5']

test('what plays tournaments is what the command line takes it for', () => {
  expectTypeOf<typeof player>().toExtend<TournamentPlayer>()
})

describe('coevo tournament', () => {
  test('with --json prints one object, and leaves a report and tables', async () => {
    const { code, stdout } = await coevo([...small, '--out', root, '--json'])
    expect(code).toBe(0)
    const result = JSON.parse(stdout) as TournamentResult
    expect(result).toMatchObject({
      seed: 1,
      format: 'round-robin',
      rule: 'constrain',
      rounds: 5,
      matches: 10,
      ended: 'rounds',
    })
    expect(result.run).toBe(join(root, 'tournament-1'))
    const file = (name: string) => readFileSync(join(result.run, name), 'utf8')
    expect(file('report.html')).toMatch(/^<!doctype html>/)
    expect(file('ratings.csv')).toContain('\nuniform,')
    expect(file('head-to-head.csv')).toContain('kuhn-poker,uniform,first,10,')
    expect(JSON.parse(file('result.json'))).toEqual(result)
  })

  test('without it prints tables there, and progress on standard error', async () => {
    const { code, stdout, stderr } = await coevo([
      ...small,
      '--agents',
      'minimax',
      '--game',
      'tic-tac-toe',
      '--out',
      root,
      '--seed',
      '2',
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('tournament, round-robin, seed 2: 40 matches, 5 rounds, 3 agents, 2 games')
    expect(stdout).toMatch(/^ 1 {2}minimax /m)
    expect(stderr).toMatch(/^minimax does not play kuhn-poker: .*/)
    expect(stderr).toMatch(/^tournament, seed 2 → .*: round-robin, 3 agents, 2 games, 40 matches$/m)
  })

  test('draws in place on a terminal, and cleans up', async () => {
    const { stderr } = await coevo([...small, '--out', root], fakeTerminal({ live: true }))
    expect(stderr).toContain('━')
    expect(stderr.split('The report is')[0]!.endsWith('A\r\x1b[J')).toBe(true)
  })

  test('goes on after Ctrl-C, with more agents and more rounds, and by coevo resume', async () => {
    const out = join(root, 'stopped')
    const terminal = fakeTerminal()
    terminal.err = (text) => {
      terminal.stderr += text
      if (text.startsWith('tournament, seed')) terminal.interrupt()
    }
    const stopped = await coevo([...small, '--rounds', '900', '--out', out], terminal)
    expect(stopped.code).toBe(130)
    const run = join(out, 'tournament-1')
    expect(stopped.stderr).toContain(`go on with: coevo tournament --resume ${run}\n`)
    expect(existsSync(join(run, 'report.html'))).toBe(true)
    const whole = await coevo([...small, '--rounds', '900', '--out', join(root, 'whole'), '--json'])
    const resumed = await coevo(['resume', run, '--json'])
    const digest = ({ stdout }: { stdout: string }) => (JSON.parse(stdout) as TournamentResult).digest
    expect(digest(resumed)).toBe(digest(whole))
    const more = ['tournament', '--resume', run, '--agents', 'cfr+:10', '--rounds', '901', '--json']
    const joined = JSON.parse((await coevo(more)).stdout) as TournamentResult
    expect(joined).toMatchObject({ rounds: 901, matches: 3 * 2 * 901 })
  })

  test("takes agents of one's own by path and as commands, with labels, and goes on with them", async () => {
    const honest = join(import.meta.dirname, '../../agents/tournament/honest.ts')
    const script = `process.stdin.on('data', (lines) => { for (const line of String(lines).trim().split('\\n')) {
      const { id, legal } = JSON.parse(line); console.log(JSON.stringify({ id, move: legal[0] })) } })`
    const timid = join(root, 'timid.mjs')
    writeFileSync(timid, script)
    const agents = `${honest},the timid=cmd:"${process.execPath}" "${timid}"`
    const args = ['tournament', '--game', 'kuhn-poker', '--agents', agents, '--rounds', '3']
    const { code, stdout } = await coevo([...args, '--out', join(root, 'own'), '--json'])
    expect(code).toBe(0)
    const { run, entries, agents: table } = JSON.parse(stdout) as TournamentResult
    expect(entries.map(({ agent }) => agent)).toEqual(['honest', 'the timid'])
    expect(table.map(({ forfeits }) => forfeits)).toEqual([0, 0])
    const more = await coevo(['tournament', '--resume', run, '--rounds', '4', '--json'])
    expect(JSON.parse(more.stdout)).toMatchObject({ matches: 8 })
  })

  test('cannot go on with the games of a program, and says where that is done', async () => {
    const game = { ...kuhnPoker, name: 'my-poker' } as Game
    const made = {
      games: [game],
      agents: ['uniform', 'first'],
      seed: 1,
      rounds: 1,
      out: join(root, 'program'),
    }
    const { run } = await player.tournament(made)
    const { code, stderr } = await coevo(['tournament', '--resume', run])
    expect([code, stderr]).toEqual([
      2,
      `coevo: '${run}' was made by a program with games of its own (my-poker): go on there, with resumeTournament({ folder, games, agents }).\n`,
    ])
  })

  test.for<[args: readonly string[], message: string]>([
    [['--agents', 'uniform,first'], 'Say what is played with --game'],
    [['--game', 'kuhn-poker'], 'Say who plays with --agents'],
    [['--game', 'kuhn-pokr', '--agents', 'uniform,first'], "There is no game 'kuhn-pokr'; did you mean"],
    [
      ['--game', 'kuhn-poker:players=3', '--agents', 'uniform,first'],
      'A tournament is played at games for two',
    ],
    [['--game', 'kuhn-poker', '--agents', 'uniform,uniform'], "Two agents are called 'uniform'"],
    [['--game', 'kuhn-poker', '--agents', 'uniform,'], "There is no agent ''"],
    [['--game', 'kuhn-poker', '--agents', 'uniform,first', '--format', 'swis'], "'swis' is invalid"],
    [
      ['--game', 'kuhn-poker', '--agents', 'uniform,first', '--precision', 'much'],
      'a number of Elo above 0, not NaN',
    ],
    [['--resume', '/nowhere'], "There is no run folder '/nowhere'"],
    [
      ['--resume', '/nowhere', '--seed', '3'],
      '--resume goes on with a tournament as it was begun: leave --seed out.',
    ],
    [['--resume', '/nowhere', '--game', 'kuhn-poker'], 'leave --game out.'],
  ])('%j is a mistake', async ([args, message]) => {
    const place = join(root, 'mistakes')
    const { code, stdout, stderr } = await coevo([
      'tournament',
      ...args,
      ...(args[0] === '--resume' ? [] : ['--out', place]),
    ])
    expect(stderr).toMatch(/^coevo: .*\n$/)
    expect(stderr).toContain(message)
    expect([code, stdout]).toEqual([2, ''])
    expect(existsSync(place)).toBe(false)
  })
})
