import { csvText } from '../../core/index.ts'
import type { Account, TournamentResult } from '../../population/index.ts'

/** Writes the ratings as comma-separated values, a row an agent. */
export function ratingsCsv({ agents, entries }: TournamentResult): string {
  const entryOf = new Map(entries.map((entry) => [entry.agent, entry]))
  const shares = ['win', 'draw', 'loss', 'illegal'] as const
  const head = [
    'agent',
    'elo',
    'elo_low',
    'elo_high',
    'openskill_mu',
    'openskill_sigma',
    'matches',
    'wins',
    'draws',
    'losses',
    'score',
    'forfeits',
    'cut_off',
    'empty',
    'rule',
    'answers',
    'tokens_read',
    'tokens_written',
    'alpha_rank',
    ...[0, 1].flatMap((seat) => [
      `seat${seat}_matches`,
      ...shares.flatMap((share) => ['', '_low', '_high'].map((end) => `seat${seat}_${share}${end}`)),
    ]),
  ]
  const rows = agents.map(({ agent, rating, skill, seats, ...own }) => [
    agent,
    rating.estimate,
    rating.low,
    rating.high,
    skill.mu,
    skill.sigma,
    own.matches,
    own.wins,
    own.draws,
    own.losses,
    own.score,
    own.forfeits,
    own.cutOff,
    own.empty,
    entryOf.get(agent)?.rule ?? '',
    ...accountCells(entryOf.get(agent)?.account ?? null),
    own.alphaRank ?? '',
    ...seats.flatMap((seat) =>
      seat === null
        ? [0, ...Array.from({ length: 12 }, () => '')]
        : [
            seat.matches,
            ...shares.flatMap((share) => [seat[share].estimate, seat[share].low, seat[share].high]),
          ],
    ),
  ])
  return csvText([head, ...rows])
}

function accountCells(account: Account | null): (string | number)[] {
  if (account === null) return ['', '', '']
  return [account.calls, account.promptTokens, account.completionTokens]
}

/** Writes who did what against whom as comma-separated values, a row a game and an ordered pair. */
export function headToHeadCsv({ headToHead }: TournamentResult): string {
  const head = [
    'game',
    'agent',
    'against',
    'matches',
    'wins',
    'draws',
    'losses',
    'return',
    'return_low',
    'return_high',
  ]
  const rows = headToHead.map(({ game, agent, against, matches, wins, draws, losses, meanReturn: mean }) => [
    game,
    agent,
    against,
    matches,
    wins,
    draws,
    losses,
    mean?.estimate ?? '',
    mean?.low ?? '',
    mean?.high ?? '',
  ])
  return csvText([head, ...rows])
}
