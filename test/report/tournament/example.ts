import { matchNumber, samples, standings, type PlayedMatch, type TournamentResult } from 'coevo/population'
import type { Message } from 'coevo/bus'

/** Names and answers as nobody should choose them. */
export const HOSTILE = '<script>alert("1")</script>\u202E & \'co\''

const names = ['steady', HOSTILE, 'weak, "very"'] as const

/** A tournament of three agents over four deals of one game, in which the lower number mostly wins. */
export function exampleResult(): TournamentResult {
  const matches = [0, 1, 2, 3].flatMap((round) =>
    [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 0],
      [1, 2],
      [2, 1],
    ].map(([a, b]): PlayedMatch => {
      const seats = [a!, b!] as const
      const gain = round === 3 ? 0 : a! < b! ? 1 : -1
      return {
        number: matchNumber({ game: 0, round, seats }),
        game: 'go',
        round,
        agents: [names[a!]!, names[b!]!],
        returns: [gain, 0 - gain],
        illegal: [0, round === 2 && b === 2 ? 1 : 0],
        end: round === 2 && b === 2 ? 'illegal' : 'finished',
      }
    }),
  )
  const table = standings(matches)
  return {
    seed: 7,
    format: 'round-robin',
    rule: 'forfeit',
    rounds: 4,
    matches: matches.length,
    ...table,
    samples: samples(
      matches,
      table.agents.map(({ agent }) => agent),
      3,
    ),
    digest: 'd'.repeat(64),
    absent: [{ agent: 'steady', game: 'chess', reason: `it cannot: ${HOSTILE}` }],
    entries: [
      { agent: 'steady', source: 'steady', rule: 'constrain', account: null },
      { agent: HOSTILE, source: null, rule: 'forfeit', account: null },
      {
        agent: names[2],
        source: `${names[2]}=checkpoint:runs/x?rule=retry:2`,
        rule: 'retry:2',
        account: { calls: 1200, promptTokens: 34_567, completionTokens: 890, uncounted: 3 },
      },
    ],
    suspended: [{ agent: HOSTILE, reason: 'no answer' }],
    run: 'runs/tournament-7',
    ended: 'rounds',
  }
}

/** What is said in the example's matches: one turn, one move, one rejection. */
export function exampleJournal({ samples: shown }: TournamentResult): Map<string, Message[]> {
  const line = (from: string, to: string, type: string, payload: unknown): Message => ({
    id: '',
    session: '',
    seq: 0,
    cause: null,
    from,
    to,
    type,
    payload,
  })
  return new Map(
    shown.map(({ number }) => [
      String(number),
      [
        line('referee', 'player-0', 'start', { game: 'go', seat: 0 }),
        line('referee', 'player-0', 'turn', { observation: 'an empty board' }),
        line('player-0', 'referee', 'move', { turn: 0, text: `${HOSTILE}${'x'.repeat(5000)}` }),
        line('referee', 'player-0', 'illegal', { turn: 0, reason: 'unreadable' }),
        line('player-1', 'referee', 'resign', { turn: 1, reason: 'failure' }),
      ],
    ]),
  )
}
