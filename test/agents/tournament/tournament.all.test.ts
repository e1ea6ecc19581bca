import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entrant } from 'coevo/agents/tournament/entrant'
import { openEntrant } from 'coevo/agents/tournament/open-entrant'
import type { Policy } from 'coevo/agents/policy/policy'
import { uniform } from 'coevo/agents/policy/game-policy'
import {
  resumeTournament,
  tournament,
  type ResumeOptions,
  type TournamentOptions,
} from 'coevo/agents/tournament/tournament'
import { UserError } from 'coevo/core'
import { defineGame, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { localModel } from 'coevo/model'
import { matchNumber, type TournamentEvent } from 'coevo/population'
import { createRun, openRun, readJournal } from 'coevo/store'
import { describe, expect, test } from 'vitest'
import { fakeServer, says } from '../../model/chat-server.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const out = temporaryFolder('tournament')

const games = [kuhnPoker, ticTacToe] as Game[]
const play = (options: Partial<TournamentOptions> = {}) =>
  tournament({ games, agents: ['uniform', 'first', 'equilibrium'], seed: 1, rounds: 6, out, ...options })

/** An agent of one's own, by what it answers. */
const entrant = (name: string, decide: Policy['decide'], live = false): Entrant => ({
  name,
  live,
  seat: () => ({ name, model: null, decide }),
})

describe('a tournament', () => {
  test('plays every pair at every game from both seats, over the same deals', async () => {
    const result = await play()
    expect(result).toMatchObject({
      rounds: 6,
      matches: 3 * 2 * 2 * 6,
      ended: 'rounds',
      absent: [],
      suspended: [],
    })
    expect(result.agents.map(({ matches }) => matches)).toEqual([48, 48, 48])
    for (const { seats } of result.agents) expect(seats.map((seat) => seat!.matches)).toEqual([24, 24])
    const journal = readJournal(result.run)
    expect(journal.size).toBe(result.matches)
    /** The card of the first seat in a match of 'uniform' and 'first' at Kuhn poker. */
    const card = (round: number, seats: readonly [number, number]) => {
      const messages = journal.get(String(matchNumber({ game: 0, round, seats })))!
      const { observation } = messages.find(({ type }) => type === 'turn')!.payload as { observation: string }
      return /card (\w+)/.exec(observation)![1]!
    }
    const cards = Array.from({ length: 6 }, (_, round) => [card(round, [0, 1]), card(round, [1, 0])])
    for (const [one, other] of cards) expect(one).toBe(other)
    expect(new Set(cards.map(([one]) => one)).size).toBeGreaterThan(1)
  })

  test('has the same digest whatever the concurrency, another for another seed', async () => {
    const { digest, run } = await play({ concurrency: 1 })
    const again = await play({ concurrency: 100 })
    expect(again.digest).toBe(digest)
    expect(again.run).not.toBe(run)
    expect((await play({ seed: 2 })).digest).not.toBe(digest)
  })

  test('that others join, or that goes on, is the one that would have been played from the start', async () => {
    const whole = await play({
      agents: ['uniform', 'first', 'minimax'],
      games: [ticTacToe],
      rounds: 9,
    })
    const part = await play({ agents: ['uniform', 'first'], games: [ticTacToe], rounds: 4 })
    const seen: TournamentEvent[] = []
    const joined = await resumeTournament({
      folder: part.run,
      games: [ticTacToe],
      agents: ['minimax'],
      rounds: 9,
      onEvent: (event) => seen.push(event),
    })
    expect(joined).toMatchObject({ digest: whole.digest, matches: whole.matches, agents: whole.agents })
    expect(seen.filter(({ type }) => type === 'match')).toHaveLength(whole.matches - part.matches)
    expect(seen.filter(({ type }) => type === 'trial')).toEqual([
      { type: 'trial', agent: 'minimax', game: 'tic-tac-toe' },
    ])
  })

  test('stops when its ratings are as precise as wanted', async () => {
    const coins = {
      agents: ['uniform', entrant('coin', (...asked) => uniform.decide(...asked))],
      games: [ticTacToe],
    }
    const result = await play({ ...coins, rounds: 5000, precision: 15 })
    expect(result.ended).toBe('precision')
    expect(result.rounds).toBeLessThan(2000)
    for (const { rating } of result.agents) expect((rating.high - rating.low) / 2).toBeLessThanOrEqual(15)
    const resumed = await resumeTournament({ folder: result.run, games: coins.games, agents: coins.agents })
    expect(resumed).toEqual(result)
  })

  test('stops at a signal, and goes on to the same end', async () => {
    const whole = await play({ rounds: 300 })
    const stop = new AbortController()
    const part = await play({
      rounds: 300,
      signal: stop.signal,
      onEvent: (event) => void (event.type === 'match' && event.played === 500 && stop.abort()),
    })
    expect(part.ended).toBe('signal')
    expect(part.matches).toBeLessThan(whole.matches)
    const { digest, agents } = await resumeTournament({ folder: part.run, games })
    expect({ digest, agents }).toEqual({ digest: whole.digest, agents: whole.agents })
  })

  test('records often where agents are slow, and ends the same', async () => {
    const whole = await play({ rounds: 30 })
    const stop = new AbortController()
    let now = 0
    const slow = { rounds: 30, now: () => (now += 60_000) }
    const part = await play({
      ...slow,
      signal: stop.signal,
      onEvent: (event) => void (event.type === 'match' && event.played === 40 && stop.abort()),
    })
    expect(part.matches).toBe(40)
    const { digest } = await resumeTournament({ folder: part.run, games, now: slow.now })
    expect(digest).toBe(whole.digest)
  })

  test('survives being killed at any moment: only what is missing is played', async () => {
    const whole = await play({ rounds: 300, seed: 5 })
    const script = new URL('tournament-victim.ts', import.meta.url).pathname
    const killed = (folder: string | null, match: number) => {
      const args = [
        '--conditions=source',
        // Node 22 calls its SQLite experimental.
        '--disable-warning=ExperimentalWarning',
        script,
        folder ?? out,
        String(match),
        folder === null ? 'new' : 'resume',
      ]
      const child = spawnSync(process.execPath, args, { encoding: 'utf8' })
      expect(child).toMatchObject({ signal: 'SIGKILL', stderr: '' })
      return child.stdout
    }
    const folder = killed(null, 10)
    killed(folder, 1500)
    killed(folder, 2700)
    const seen: TournamentEvent[] = []
    const { digest } = await resumeTournament({ folder, games, onEvent: (event) => seen.push(event) })
    expect(digest).toBe(whole.digest)
    expect(seen.filter(({ type }) => type === 'match').length).toBeLessThan(whole.matches - 2000)
  })

  test.for(['swiss', 'ladder', 'gauntlet'] as const)(
    'by the format %s ends the same when interrupted',
    async (format) => {
      const setting = {
        format,
        agents: ['uniform', 'first', 'equilibrium', 'cfr+:9'],
        games: [kuhnPoker],
        rounds: 8,
      }
      const whole = await play(setting)
      const stop = new AbortController()
      let rounds = 0
      const part = await play({
        ...setting,
        signal: stop.signal,
        onEvent: ({ type }) => void (type === 'ratings' && ++rounds === 3 && stop.abort()),
      })
      const { digest, matches } = await resumeTournament({ folder: part.run, games: setting.games })
      expect({ digest, matches }).toEqual({ digest: whole.digest, matches: whole.matches })
      const pairs = { swiss: 2 * 8, ladder: 2 * 4 + 4, gauntlet: 3 * 8 }[format]
      expect(matches).toBe(2 * pairs)
    },
  )
})

describe('an agent that fails', () => {
  const clock = {
    setTimeout: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
    clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  }
  const late = { clock, timeouts: { decision: 20 } }

  test('forfeits the matches in which it does', async () => {
    const moody = entrant('moody', (ask, random, view) => {
      if (ask.observation.split(' ').includes('jack')) throw new Error('no jacks, please')
      return uniform.decide(ask, random, view)
    })
    const { agents, suspended, matches } = await play({
      agents: ['uniform', moody],
      games: [kuhnPoker],
      rounds: 50,
    })
    expect(matches).toBe(100)
    expect(suspended).toEqual([])
    const [own] = agents.filter(({ agent }) => agent === 'moody')
    expect(own!.forfeits).toBeGreaterThan(20)
    expect(own!.forfeits).toBeLessThan(50)
  })

  test.for([
    ['fails', () => Promise.reject(new Error('connection refused')), 'connection refused'],
    ['stops answering', () => new Promise<never>(() => {}), 'it does not answer in time'],
    ['answers with nothing', () => ({}) as never, "'late' answered with undefined, not with a text"],
  ] as const)(
    'and only %s is suspended; all that was played is kept, the rest is played later',
    async ([, decide, reason]) => {
      const games = [kuhnPoker]
      let asked = 0
      // It answers the trial and the first batch, and then no more.
      const dying = entrant(
        'late',
        (...question) => (asked++ < 1300 ? uniform.decide(...question) : decide()),
        true,
      )
      const result = await play({ agents: ['uniform', 'first', dying], games, rounds: 600, ...late })
      expect(result.suspended).toEqual([{ agent: 'late', reason }])
      expect(result.ended).toBe('rounds')
      const versus = (a: string, b: string) =>
        result.headToHead.find(({ agent, against }) => agent === a && against === b)!.matches
      expect(versus('uniform', 'first')).toBe(1200)
      expect(versus('uniform', 'late')).toBeGreaterThan(300)
      expect(versus('uniform', 'late')).toBeLessThan(1200)
      const recovered = entrant('late', (...asked) => uniform.decide(...asked), true)
      const whole = await resumeTournament({ folder: result.run, games, agents: [recovered], ...late })
      expect(whole).toMatchObject({ suspended: [], matches: 3600 })
    },
  )
})

describe('a forfeit', () => {
  const mute = entrant('mute', () => ({ text: '', trace: null }))
  const cut = entrant('cut', () => ({ text: '\\boxed{le', trace: null, cut: true }))

  test('is counted as what it was: nothing said, or cut off', async () => {
    const { agents, run } = await play({
      agents: ['uniform', mute, cut],
      games: [kuhnPoker],
      rule: 'retry:1',
    })
    const of = (name: string) => agents.find(({ agent }) => agent === name)!
    expect(of('uniform')).toMatchObject({ forfeits: 0, cutOff: 0, empty: 0 })
    expect(of('mute')).toMatchObject({ cutOff: 0, empty: 2 * of('mute').forfeits })
    expect(of('cut')).toMatchObject({ empty: 0, cutOff: 2 * of('cut').forfeits })
    expect(of('mute').forfeits + of('cut').forfeits).toBe(36)
    const resumed = await resumeTournament({ folder: run, games: [kuhnPoker], agents: [mute, cut] })
    expect(resumed.agents).toEqual(agents)
  })

  test("is its own and nobody else's where both get the same", async () => {
    const together = { ...ticTacToe, name: 'together', facets: { ...ticTacToe.facets, utility: 'identical' } }
    const returns = () => [1, 1]
    const game = { ...together, returns } as Game
    const { agents } = await play({ agents: ['uniform', mute], games: [game], rounds: 4 })
    const forfeits = agents.map((own) => [own.agent, own.forfeits])
    expect(Object.fromEntries(forfeits)).toEqual({ mute: 8, uniform: 0 })
  })

  test('is not for an agent to pay where the game is at fault', async () => {
    const game = { ...ticTacToe, name: 'nought', returns: () => [Number.NaN, 0] } as Game
    const failed = play({ games: [game], out: join(out, 'fault') })
    await expect(failed).rejects.toThrow(/^nought: returns gave NaN after \[/)
    expect(() => readdirSync(join(out, 'fault'))).toThrow('ENOENT')
  })
})

describe("agents of one's own", () => {
  const file = join(import.meta.dirname, 'honest.ts')

  test('are opened from files, by labels and with rules of their own, and found again', async () => {
    const agents = [file, `second=${file}?rule=forfeit`, 'plain=uniform?rule=retry:3']
    const result = await play({ agents, games: [kuhnPoker], rule: 'spiral' })
    expect(result.entries).toEqual([
      { agent: 'honest', source: file, rule: 'spiral', account: null },
      { agent: 'second', source: agents[1], rule: 'forfeit', account: null },
      { agent: 'plain', source: agents[2], rule: 'retry:3', account: null },
    ])
    expect(result.agents.map(({ forfeits }) => forfeits)).toEqual([0, 0, 0])
    const more = await resumeTournament({ folder: result.run, games: [kuhnPoker], rounds: 7 })
    expect(more).toMatchObject({ matches: 3 * 14, entries: result.entries })
    const other = { folder: result.run, games: [kuhnPoker], agents: ['second=first'] }
    await expect(resumeTournament(other)).rejects.toThrow(
      /^'second' is 'second=.*honest\.ts\?rule=forfeit' in this/,
    )
  })

  test('from a file that has changed since are told, and play on if that is wanted', async () => {
    const place = join(out, 'edited')
    mkdirSync(place, { recursive: true })
    const version = (move: number, at: string) => {
      const source = `export default { name: 'edited', seat: () => ({ name: 'edited', model: null,
        decide: ({ legal }) => ({ text: legal[${move}], trace: null }) }) }`
      writeFileSync(join(place, at), source)
      return join(place, at)
    }
    const { run } = await play({ agents: ['uniform', `own=${version(0, 'agent.mjs')}`], games: [kuhnPoker] })
    // A module is loaded once in a process: another file stands for what the next one would see.
    const { code } = await openEntrant(version(1, 'agent-2.mjs'))
    const edited = { ...entrant('own', (...asked) => uniform.decide(...asked)), code: code! }
    const again = (changed: boolean) =>
      resumeTournament({ folder: run, games: [kuhnPoker], agents: [edited], rounds: 7, changed })
    await expect(again(false)).rejects.toThrow(
      `The file of the agent 'own' has changed since it played in '${run}': begin anew, or go on with what is there now: 'coevo resume ${run} --changed'.`,
    )
    expect((await again(true)).matches).toBe(14)
  })

  test('that a program made are asked for in one sentence when it goes on without them', async () => {
    const own = entrant('own', (...asked) => uniform.decide(...asked))
    const { run } = await play({ agents: ['uniform', own], games: [kuhnPoker] })
    await expect(resumeTournament({ folder: run, games: [kuhnPoker] })).rejects.toThrow(
      `'own' is an agent of the program that made '${run}': go on there, with resumeTournament({ folder, games, agents }).`,
    )
    const whole = await resumeTournament({ folder: run, games: [kuhnPoker], agents: [own], rounds: 7 })
    expect(whole.matches).toBe(14)
  })

  test('leave the reports that the command line does', async () => {
    const { run } = await play({ games: [kuhnPoker], rounds: 2 })
    expect(readdirSync(run)).toEqual(
      expect.arrayContaining(['report.html', 'ratings.csv', 'head-to-head.csv', 'result.json']),
    )
    const header = JSON.parse(readFileSync(join(run, 'scenario.json'), 'utf8')) as { settings: object }
    expect(header.settings).toMatchObject({ made: 'by a program', agents: { uniform: 'uniform' } })
  })
})

describe('a rule by agent', () => {
  /** A model that has learned nothing: unless it is held to legal moves it writes whatever comes. */
  async function checkpoint(name: string) {
    const folder = join(out, name)
    await localModel({ vocabulary: kuhnPoker.vocabulary, size: 'nano' })(1).save(folder)
    return `checkpoint:${folder}`
  }

  test('who can be constrained is, beside an agent that must be asked again', async () => {
    const server = await fakeServer(says('\\boxed{hello}'))
    try {
      const model = await checkpoint('constrained')
      const free = `free=${model}?rule=forfeit`
      const agents = ['uniform', model, free, `chat=openai:m@${server.url}`]
      const result = await play({ agents, games: [kuhnPoker], rule: 'retry:2', rounds: 3 })
      expect(result.entries.map(({ rule }) => rule)).toEqual(['retry:2', 'constrain', 'forfeit', 'retry:2'])
      const forfeits = Object.fromEntries(result.agents.map((own) => [own.agent, own.forfeits]))
      expect(forfeits).toMatchObject({ uniform: 0, [model]: 0 })
      expect(forfeits['free']).toBeGreaterThan(5)
      expect(forfeits['chat']).toBeGreaterThan(5)
    } finally {
      await server.close()
    }
  })
})

describe('what is exact', () => {
  test('nobody wins against minimax at tic-tac-toe', async () => {
    const { headToHead } = await play({
      agents: ['uniform', 'first', 'minimax'],
      games: [ticTacToe],
      rounds: 100,
    })
    for (const { against, wins, matches } of headToHead)
      if (against === 'minimax') expect([wins, matches]).toEqual([0, 200])
    const perfect = headToHead.find(({ agent, against }) => agent === 'minimax' && against === 'uniform')!
    expect(perfect.wins).toBeGreaterThan(150)
  })

  test("at Kuhn poker nobody's mean return against the equilibrium is above zero", async () => {
    const { headToHead } = await play({
      agents: ['uniform', 'first', 'cfr+:2', 'equilibrium'],
      games: [kuhnPoker],
      rounds: 500,
    })
    const exact = headToHead.filter(({ against }) => against === 'equilibrium')
    expect(exact).toHaveLength(3)
    for (const { meanReturn, matches } of exact) {
      expect(matches).toBe(1000)
      expect(meanReturn!.low).toBeLessThanOrEqual(0)
    }
    // What is far from equilibrium loses, and paired deals show it.
    for (const { agent, meanReturn } of exact) if (agent === 'first') expect(meanReturn!.high).toBeLessThan(0)
  })
})

describe('mistakes', () => {
  const threePlayers = defineGame({
    ...ticTacToe,
    name: 'three',
    facets: { ...ticTacToe.facets, players: 3 },
  })
  test.for<[options: Partial<TournamentOptions>, message: string]>([
    [
      { agents: ['uniform', 'first', 'uniform'] },
      "Two agents are called 'uniform': give one of them a name of its own, such as 'other=uniform'.",
    ],
    [{ agents: ['uniform', 'frist'] }, "There is no agent 'frist'; did you mean 'first'?"],
    [{ agents: ['uniform'] }, 'A tournament needs 2 to 8192 agents, not 1.'],
    [{ agents: ['uniform', 'cfr+:0'] }, "'cfr+:0' needs a number of iterations"],
    [
      { agents: ['uniform', 'checkpoint'] },
      "'checkpoint' is only the beginning of a name: write checkpoint:DIR.",
    ],
    [{ agents: ['uniform', 'checkpoint:/nowhere'] }, "There is no run folder '/nowhere'"],
    [{ games: [] }, 'A tournament is played at 1 to 64 games, not 0.'],
    [{ games: [...games, kuhnPoker] }, "The game 'kuhn-poker' is named twice"],
    [
      { games: [threePlayers] },
      "A tournament is played at games for two, and three has 3 players: play it with 'coevo play', or name another.",
    ],
    [{ games: [kuhnPoker], agents: ['uniform', 'minimax'] }, "The agent 'minimax' cannot take part: "],
    [
      { format: 'swiss', agents: ['uniform', 'minimax'] },
      "In a swiss tournament every agent plays every game, and 'minimax' cannot",
    ],
    [{ format: 'swis' as never }, "There is no format 'swis'; did you mean 'swiss'?"],
    [{ rule: 'lenient' }, "There is no illegal-move rule 'lenient'."],
    [{ rounds: 0 }, 'A tournament has 1 to 1048576 rounds, not 0.'],
    [{ precision: 0 }, 'The precision of ratings is a number of Elo above 0, not 0.'],
  ])('case %#', async ([options, message]) => {
    const place = join(out, 'mistakes')
    const failed = play({ out: place, ...options })
    await expect(failed).rejects.toThrow(message)
    await expect(failed).rejects.toThrow(UserError)
    expect(() => readdirSync(place)).toThrow('ENOENT')
  })

  test('in taking a tournament up again', async () => {
    const swiss = await play({ format: 'swiss' })
    const again = (changes: Partial<ResumeOptions>) =>
      resumeTournament({ folder: swiss.run, games, ...changes })
    await expect(again({ agents: ['cfr+:5'] })).rejects.toThrow(
      'Nobody can join a swiss tournament that has begun',
    )
    await expect(again({ games: [ticTacToe] })).rejects.toThrow(
      'is a tournament at kuhn-poker, tic-tac-toe, not at',
    )
    const other = createRun(out, {
      scenario: 'coin',
      source: null,
      seed: 1,
      options: {},
      versions: {},
      settings: {},
    })
    other.close()
    await expect(again({ folder: other.folder })).rejects.toThrow("is a run of 'coin', not a tournament.")
    // Whatever was refused has let go of the folder.
    openRun(swiss.run).close()
  })
})

describe('a model', () => {
  test('takes part by the folder of its checkpoint, in the games whose words it knows', async () => {
    const folder = join(out, 'model')
    await localModel({ vocabulary: kuhnPoker.vocabulary, size: 'nano' })(1).save(folder)
    const { agents, absent } = await play({ agents: ['uniform', `checkpoint:${folder}`], rounds: 20 })
    expect(agents).toHaveLength(2)
    expect(absent).toEqual([
      {
        agent: `checkpoint:${folder}`,
        game: 'tic-tac-toe',
        reason: expect.stringMatching(
          /^the vocabulary of 'checkpoint:.*' lacks '.*', a word of tic-tac-toe\.$/,
        ) as string,
      },
    ])
  })
})
