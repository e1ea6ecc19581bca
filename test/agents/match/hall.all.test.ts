import { first, fromGamePolicy, uniform } from 'coevo/agents/policy/game-policy'
import { openHall, type HallOptions } from 'coevo/agents/match/hall'
import { parseIllegalRule } from 'coevo/agents/match/illegal-rule'
import { modelPolicy } from 'coevo/agents/policy/model-policy'
import { namedPolicy } from 'coevo/agents/policy/named-policy'
import type { Policy } from 'coevo/agents/policy/policy'
import { memoryJournal } from 'coevo/bus'
import type { Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { createBatcher } from 'coevo/model'
import { describe, expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const range = (n: number) => Array.from({ length: n }, (_, i) => i)

/** Says these texts at its turns, one after the other, and then nothing that can be read. */
const says = (...texts: string[]): Policy => ({
  name: 'script',
  model: null,
  decide: ({ turn }) => ({ text: texts[Math.floor(turn / 2)] ?? 'gibberish', trace: null }),
})

/** Plays one match of tic-tac-toe by a rule. */
async function playOne(rule: string, seats: readonly Policy[], options: Partial<HallOptions> = {}) {
  const journal = memoryJournal()
  const hall = openHall({ game: ticTacToe, rule: parseIllegalRule(rule), ...options })
  const [episode] = await hall.play({ seats, seed: 1, sessions: [0], concurrency: 1, journal })
  const entries = journal.session('0')
  return { ...episode!, returns: episode!.roles.map((role) => role.return), entries }
}

describe('an illegal move', () => {
  const taken = [says('0'), says('0')]
  test.for([
    ['constrain', [1, -1]],
    ['forfeit', [1, -1]],
    ['spiral', [0.5, -1.5]],
  ] as const)('by the rule %s costs the match', async ([rule, returns]) => {
    const match = await playOne(rule, taken)
    expect(match.end).toBe('illegal')
    expect(match.returns).toEqual(returns)
    expect(match.roles.map(({ illegal, parseFailures }) => [illegal, parseFailures])).toEqual([
      [0, 0],
      [1, 0],
    ])
    expect(match.entries.at(-3)!.message).toMatchObject({
      type: 'illegal',
      to: 'player-1',
      payload: { turn: 1, reason: 'illegal' },
    })
  })

  /** Answers the asks of one seat in order, repeated ones included. */
  const stubborn = (...texts: string[]): Policy => {
    const left = texts.values()
    return {
      name: 'stubborn',
      model: null,
      decide: () => ({ text: left.next().value ?? 'gibberish', trace: null }),
    }
  }

  test('is asked again by the rule retry:2, and may be mended', async () => {
    const match = await playOne('retry:2', [
      stubborn('0', '1', '2'),
      stubborn('0', 'gibberish', '4', '1', '0', '8'),
    ])
    expect(match.end).toBe('finished')
    expect(match.returns).toEqual([1, -1])
    expect(match.roles[1]).toMatchObject({ illegal: 4, parseFailures: 1 })
  })

  test('costs the match when it is the third in a row', async () => {
    const match = await playOne('retry:2', [stubborn('0', '1', '2'), stubborn('0', '0', '0', '4')])
    expect(match.end).toBe('illegal')
    expect(match.returns).toEqual([1, -1])
    expect(match.roles[1]).toMatchObject({ illegal: 3, parseFailures: 0 })
    const asked = match.entries.map(({ message }) => message).filter(({ type }) => type === 'turn')
    expect(asked.map(({ to, payload }) => [to, (payload as { turn: number }).turn])).toEqual([
      ['player-0', 0],
      ['player-1', 1],
      ['player-1', 2],
      ['player-1', 3],
    ])
  })

  test('that names no action at all is a parse failure too', async () => {
    const match = await playOne('forfeit', [says('resign!'), says()])
    expect(match.roles[0]).toMatchObject({ illegal: 1, parseFailures: 1, return: -1 })
  })
})

describe('a policy that does not answer', () => {
  const clock = {
    setTimeout: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
    clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  }
  const silent: Policy = { name: 'silent', model: null, decide: () => new Promise(() => {}) }

  test('makes its player resign', async () => {
    const match = await playOne('spiral', [first, silent], { clock, timeouts: { decision: 5 } })
    expect(match.end).toBe('timeout')
    expect(match.returns).toEqual([1, -1])
    expect(match.entries.map(({ message }) => message.type)).toContain('resign')
  })

  test('costs the match when its player does not even resign', async () => {
    const match = await playOne('retry:3', [silent, first], { clock, timeouts: { move: 5 } })
    expect(match.end).toBe('timeout')
    expect(match.returns).toEqual([-1, 1])
    expect(match.entries.map(({ message }) => message.type)).toEqual(['start', 'start', 'turn', 'end', 'end'])
    // Nobody's word ended it.
    expect(match.entries.map(({ message }) => message.cause)).toEqual([null, null, null, null, null])
  })
})

test('a policy that fails stops the round, and the hall serves the next', async () => {
  const hall = openHall({ game: kuhnPoker, rule: { kind: 'constrain' } })
  const broken: Policy = {
    name: 'broken',
    model: null,
    decide: () => Promise.reject(new Error('no connection')),
  }
  const round = { seed: 1, sessions: range(20), concurrency: 8 }
  const seats = (session: number) => (session >= 3 ? [uniform, broken] : [uniform, uniform])
  await expect(hall.play({ ...round, seats })).rejects.toThrow('no connection')
  const thrown: Policy = { ...broken, decide: () => expect.fail('at once') }
  await expect(hall.play({ ...round, seats: [thrown, uniform] })).rejects.toThrow('at once')
  expect(await hall.play({ ...round, seats: [uniform, uniform] })).toHaveLength(20)
})

test('a message that the bus refuses stops the round: it must not pass for silence', async () => {
  const mute: Policy = {
    name: 'mute',
    model: null,
    decide: () => ({ text: undefined as never, trace: null }),
  }
  await expect(playOne('forfeit', [first, mute])).rejects.toThrow(
    'the bus refused move (0#5): text: Invalid input: expected string, received undefined',
  )
})

test('a game that fails stops the round', async () => {
  const game: Game = { ...(kuhnPoker as Game), returns: () => expect.fail('a fault in the rules') }
  const hall = openHall({ game, rule: { kind: 'constrain' } })
  const round = { seats: [uniform, uniform], seed: 1, sessions: [0], concurrency: 1 }
  await expect(hall.play(round)).rejects.toThrow('a fault in the rules')
})

test('needs a policy for every player', async () => {
  const hall = openHall({ game: kuhnPoker, rule: { kind: 'constrain' } })
  const round = { seats: [uniform], seed: 1, sessions: [0], concurrency: 1 }
  await expect(hall.play(round)).rejects.toThrow('kuhn-poker has 2 players, not 1: name a policy for each.')
})

describe.for([kuhnPoker, ticTacToe] as Game[])('a round of $name', (game) => {
  /** A model that may write what it likes against one that may not: matches of all kinds and lengths. */
  async function playRound(concurrency: number, seed = 7) {
    const journal = memoryJournal()
    const hall = openHall({ game, rule: { kind: 'retry', times: 1 } })
    const model = fakeModel(game, (prompt) =>
      prompt.length % 3 === 0 ? 'gibberish' : game.label(game.initial(), 1),
    )
    const seat = (name: string, constrain: boolean) =>
      modelPolicy({ name, batcher: createBatcher(model), constrain, temperature: 1, maxNewTokens: 8 })
    const seats = [seat('a', true), seat('b', false)]
    const episodes = await hall.play({
      seats: (session) => (session % 2 === 0 ? seats : [uniform, seats[0]!]),
      seed,
      sessions: range(300),
      concurrency,
      journal,
    })
    return { episodes, journal: range(300).map((n) => journal.session(String(n))), model }
  }

  test('is the same at any concurrency, to the last message', async () => {
    const alone = await playRound(1)
    expect(alone.episodes.map(({ session }) => session)).toEqual(range(300))
    expect(new Set(alone.model.batches)).toEqual(new Set([1]))
    for (const concurrency of [64, 256]) {
      const together = await playRound(concurrency)
      expect(together.episodes).toEqual(alone.episodes)
      expect(together.journal).toEqual(alone.journal)
      expect(Math.max(...together.model.batches)).toBeGreaterThan(concurrency / 4)
    }
  })

  test('differs with the seed', async () => {
    expect((await playRound(64, 8)).episodes).not.toEqual((await playRound(64, 7)).episodes)
  })

  test('records every completion with its place in the match, and tells what led to what', async () => {
    const { episodes, journal } = await playRound(64)
    for (const { session, roles } of episodes) {
      const messages = journal[session]!.map(({ message }) => message)
      expect(messages.map(({ seq }) => seq)).toEqual(range(messages.length))
      for (const { cause, seq, type } of messages)
        if (cause === null) expect(type === 'start' || seq === 2).toBe(true)
        else expect(messages.findIndex(({ id }) => id === cause)).toBeLessThan(seq)
      for (const { role, model, turns } of roles) {
        const moves = messages.filter(({ type, from }) => type === 'move' && from === role)
        expect(turns.map(({ ply }) => ply)).toEqual(
          model === null ? [] : moves.map(({ payload }) => (payload as { turn: number }).turn),
        )
      }
    }
  })
})

describe('the returns of many matches', () => {
  async function meanReturn(game: Game, seats: readonly Policy[], games: number) {
    const hall = openHall({ game, rule: { kind: 'constrain' } })
    const episodes = await hall.play({ seats, seed: 3, sessions: range(games), concurrency: 1 })
    return episodes.reduce((sum, { roles }) => sum + roles[0]!.return, 0) / games
  }

  /** Four standard errors of the mean: a return of Kuhn poker has a standard deviation below 1.5. */
  const tolerance = 4 * (1.5 / Math.sqrt(4000))

  test('agree with the value of Kuhn poker: 1/8 for uniform players, −1/18 in equilibrium', async () => {
    const exact = namedPolicy(kuhnPoker, 'equilibrium')
    expect(Math.abs((await meanReturn(kuhnPoker, [uniform, uniform], 4000)) - 1 / 8)).toBeLessThan(tolerance)
    expect(Math.abs((await meanReturn(kuhnPoker, [exact, exact], 4000)) + 1 / 18)).toBeLessThan(tolerance)
  })

  test('are draws of tic-tac-toe between perfect players', async () => {
    const perfect = namedPolicy(ticTacToe, 'equilibrium')
    expect(await meanReturn(ticTacToe, [perfect, perfect], 50)).toBe(0)
    expect(await meanReturn(ticTacToe, [perfect, uniform], 50)).toBeGreaterThan(0.8)
  })

  test('follow a policy over states', async () => {
    const bold = fromGamePolicy(kuhnPoker, { name: 'bold', probabilities: () => [0, 1] })
    const mean = await meanReturn(kuhnPoker, [bold, bold], 1000)
    expect(Math.abs(mean)).toBeLessThan(4 * (2 / Math.sqrt(1000)))
  })
})

test('a hall that forgives is told what a policy threw, and its player loses', async () => {
  const told: (readonly [session: number, seat: number, reason: string])[] = []
  const hall = openHall({
    game: kuhnPoker,
    rule: { kind: 'constrain' },
    forgive: ({ session, seat, error }) => told.push([session, seat, (error as Error).message]),
  })
  const broken: Policy = { name: 'broken', model: null, decide: () => Promise.reject(new Error('no line')) }
  const thrown: Policy = { ...broken, decide: () => expect.fail('at once') }
  const seats = (session: number) => (session === 1 ? [uniform, broken] : [thrown, uniform])
  const episodes = await hall.play({ seats, seed: 1, sessions: [0, 1], concurrency: 2 })
  expect(episodes.map(({ end }) => end)).toEqual(['timeout', 'timeout'])
  expect(episodes.map(({ roles }) => roles.map((role) => role.return))).toEqual([
    [-2, 2],
    [2, -2],
  ])
  expect(told.toSorted(([a], [b]) => a - b)).toEqual([
    [0, 0, 'at once'],
    [1, 1, 'no line'],
  ])
})

test('to forfeit is no cheaper than to lose: who would rather write nothing than fold loses more', async () => {
  /** Raises and calls where it can; where it is raised back with a low card it folds, or writes nothing. */
  const raiser = (instead: string | null): Policy => ({
    name: 'raiser',
    model: null,
    decide({ legal, observation }) {
      const isLow = !/king/.test(observation)
      if (legal.includes('fold') && isLow) return { text: instead ?? 'fold', trace: null }
      return { text: legal.find((label) => label === 'raise') ?? legal.at(-1)!, trace: null }
    },
  })
  const mean = async (policy: Policy) => {
    const hall = openHall({ game: leducPoker, rule: { kind: 'forfeit' } })
    const round = { seats: [policy, uniform], seed: 1, sessions: range(400), concurrency: 1 }
    const episodes = await hall.play(round)
    return episodes.reduce((sum, { roles }) => sum + roles[0]!.return, 0) / 400
  }
  const folds = await mean(raiser(null))
  const forfeits = await mean(raiser(''))
  // As it was, a forfeit cost 1 where a fold costs 3 and more.
  expect(forfeits).toBeLessThan(folds - 1)
})

describe('an answer that was refused', () => {
  const cut: Policy = {
    name: 'cut',
    model: null,
    decide: () => ({ text: 'let me th', trace: null, cut: true }),
  }
  const empty: Policy = { name: 'empty', model: null, decide: () => ({ text: ' ', trace: null }) }

  test.for([
    [cut, { illegal: 2, parseFailures: 2, cutOff: 2, forfeited: true }, 'cut off'],
    [empty, { illegal: 2, parseFailures: 2, empty: 2, forfeited: true }, 'empty'],
    [says('99', '99'), { illegal: 2, parseFailures: 2, forfeited: true }, 'unreadable'],
  ] as const)('is told apart: $0.name', async ([policy, role, reason]) => {
    const { roles, entries } = await playOne('retry:1', [policy, first])
    const said = { role: 'player-0', model: null, policy: policy.name, turns: [], return: -1 }
    expect(roles[0]).toEqual({ ...said, ...role })
    const reasons = entries.flatMap(({ message: { type, payload } }) => (type === 'illegal' ? [payload] : []))
    expect(reasons).toMatchObject([{ reason }, { reason }])
  })

  test('is told with its reason to whoever is asked again, and to nobody else', async () => {
    const seen: unknown[] = []
    const listens: Policy = {
      name: 'listens',
      model: null,
      decide({ refused, turn, legal }) {
        seen.push(refused)
        return { text: turn === 0 ? 'castle' : legal[0]!, trace: null }
      },
    }
    await playOne('retry:1', [listens, first])
    expect(seen.slice(0, 3)).toEqual([undefined, { text: 'castle', reason: 'unreadable' }, undefined])
  })
})
