import { uniform } from 'coevo/agents/policy/game-policy'
import { openHall } from 'coevo/agents/match/hall'
import { parseIllegalRule } from 'coevo/agents/match/illegal-rule'
import { matchProtocol, type FromPlayer, type FromReferee } from 'coevo/agents/match'
import type { Policy } from 'coevo/agents/policy/policy'
import type { openMatch, rule, Ruling } from 'coevo/agents/match/ruling'
import { memoryJournal, type JournalEntry, type Message } from 'coevo/bus'
import { defineGame, type Game } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { checkJournal, type Breach } from 'coevo/protocol'
import { describe, expect, expectTypeOf, test } from 'vitest'

const range = (n: number) => Array.from({ length: n }, (_, i) => i)

/** One move in eight is none: by its own stream. */
const clumsy: Policy = {
  name: 'clumsy',
  model: null,
  decide(ask, random) {
    const choice = random().int(8)
    return { text: choice === 0 ? 'gibberish' : ask.legal[choice % ask.legal.length]!, trace: null }
  },
}

/** Matches of a game, watched as they are played and again in their journal. */
async function watched(game: Game, seats: readonly Policy[], ruled: string) {
  const journal = memoryJournal()
  const live: Breach[] = []
  const hall = openHall({ game, rule: parseIllegalRule(ruled), watch: (breach) => live.push(breach) })
  const round = { seats, seed: 5, sessions: range(60), concurrency: 16, journal }
  const failure = await hall.play(round).then(
    () => null,
    (error: unknown) => error as Error,
  )
  const entries = journal.sessions().flatMap((session) => journal.session(session))
  return { live, failure, verdicts: checkJournal(entries, matchProtocol) }
}

describe.for([kuhnPoker, ticTacToe] as Game[])('matches of $name', (game) => {
  test.for(['forfeit', 'spiral', 'retry:2'])(
    'by the rule %s keep every promise, live and recorded',
    async (ruled) => {
      const { live, failure, verdicts } = await watched(game, [uniform, clumsy], ruled)
      expect(failure).toBeNull()
      expect(live).toEqual([])
      expect(verdicts).toHaveLength(60)
      expect(verdicts.flatMap(({ breaches, foreign }) => [...breaches, ...foreign])).toEqual([])
      const goals = matchProtocol.monitors.filter((one) => one.goal !== undefined).map(({ name }) => name)
      expect(new Set(verdicts.flatMap(({ reached }) => reached))).toEqual(new Set(goals))
    },
  )
})

test('a match of twelve players keeps every promise', async () => {
  const roundTable = defineGame<readonly number[]>({
    name: 'round-table',
    facets: {
      players: 12,
      utility: 'general-sum',
      information: 'perfect',
      chance: 'deterministic',
      dynamics: 'sequential',
      utilityRange: [0, 11],
      maxMoves: 12,
      actions: 1,
    },
    vocabulary: ['pass', ...range(13).map(String)],
    rules: 'Everybody passes once; whoever comes later gets more.',
    initial: () => [],
    actor: ({ length }) => (length < 12 ? length : 'nobody'),
    legal: () => [0],
    apply: (moves, action) => [...moves, action],
    returns: () => range(12),
    label: () => 'pass',
    observation: ({ length }, player) => `${player} ${length}`,
  })
  const { live, failure } = await watched(roundTable, Array<Policy>(12).fill(uniform), 'forfeit')
  expect([live, failure]).toEqual([[], null])
})

test('a match whose game fails is seen to be owed its end, live and recorded', async () => {
  const game: Game = { ...(kuhnPoker as Game), returns: () => expect.fail('a fault in the rules') }
  const { live, failure, verdicts } = await watched(game, [uniform, uniform], 'forfeit')
  expect(failure?.message).toContain("returns threw 'a fault in the rules' after [")
  const recorded = verdicts.flatMap(({ breaches }) => breaches)
  expect(recorded.length).toBeGreaterThan(0)
  expect(new Set(recorded.map(({ kind }) => kind))).toEqual(new Set(['owed']))
  expect(new Set(live)).toEqual(new Set(recorded))
})

describe('a journal that was tampered with', async () => {
  const journal = memoryJournal()
  const hall = openHall({ game: kuhnPoker, rule: { kind: 'forfeit' } })
  const bold: Policy = {
    name: 'bold',
    model: null,
    decide: ({ legal }) => ({ text: legal[1]!, trace: null }),
  }
  // start, start, turn 0, move (bet), turn 1, move (call), end, end
  await hall.play({ seats: [bold, bold], seed: 1, sessions: [0], concurrency: 1, journal })
  const recorded = journal.session('0').map(({ message }) => message)
  const numbered = (messages: readonly Message[]): JournalEntry[] =>
    messages.map((message, seq) => ({ message: { ...message, seq }, refused: null }))
  const change = (at: number, payload: object) =>
    recorded.map((one) =>
      one.seq === at ? { ...one, payload: { ...(one.payload as object), ...payload } } : one,
    )

  test('is sound to begin with', () => {
    expect(recorded.map(({ type }) => type)).toEqual([
      'start',
      'start',
      'turn',
      'move',
      'turn',
      'move',
      'end',
      'end',
    ])
    expect(checkJournal(numbered(recorded), matchProtocol)[0]).toMatchObject({ breaches: [], foreign: [] })
  })

  const cases: readonly (readonly [what: string, messages: readonly Message[]])[] = [
    ['an end is missing', recorded.slice(0, -1)],
    ['an end is told twice', [...recorded, { ...recorded.at(-1)!, id: '0#8' }]],
    ['a turn is left out', change(4, { turn: 2 })],
    ['an answer to another turn is ruled on', change(5, { turn: 0 })],
    ['an answer is given twice', recorded.toSpliced(6, 0, { ...recorded[5]!, id: '0#5b' })],
    [
      'nothing led to the second turn',
      recorded.map((one) => (one.seq === 4 ? { ...one, cause: null } : one)),
    ],
  ]
  test.for(cases)('breaks a promise where %s', ([, messages]) => {
    expect(checkJournal(numbered(messages), matchProtocol)[0]!.breaches).not.toEqual([])
  })

  test('is foreign to the protocol where a message has another payload', () => {
    const [verdict] = checkJournal(numbered(change(3, { text: 7 })), matchProtocol)
    expect(verdict!.foreign.map(({ refused }) => refused.reason)).toEqual(['invalid payload'])
  })
})

test('a message in the wrong state of its sender does not compile', () => {
  const speak = <State extends 'idle' | 'waiting'>(_state: State, message: FromReferee<State>) => message.type
  const answer = <State extends 'ready' | 'deciding'>(_state: State, message: FromPlayer<State>) =>
    message.type
  speak('idle', { to: 'player-0', type: 'start', payload: { game: 'g', seat: 0 } })
  // @ts-expect-error: a match that is under way does not start
  speak('waiting', { to: 'player-0', type: 'start', payload: { game: 'g', seat: 0 } })
  speak('waiting', { to: 'player-0', type: 'illegal', payload: { turn: 0, reason: 'illegal' } })
  // @ts-expect-error: before the first turn nothing can be illegal
  speak('idle', { to: 'player-0', type: 'illegal', payload: { turn: 0, reason: 'illegal' } })
  answer('deciding', { to: 'referee', type: 'move', payload: { turn: 0, text: 'bet' } })
  // @ts-expect-error: whoever has not been asked does not move
  answer('ready', { to: 'referee', type: 'move', payload: { turn: 0, text: 'bet' } })
  expectTypeOf<ReturnType<typeof openMatch>>().toEqualTypeOf<Ruling<FromReferee<'idle'>>>()
  expectTypeOf<ReturnType<typeof rule>>().toEqualTypeOf<Ruling<FromReferee<'waiting'>>>()
})
