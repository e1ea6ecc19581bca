import { oneLine } from '../../core/index.ts'
import type { TournamentResult } from '../../population/index.ts'
import { painter } from '../paint.ts'
import {
  APART,
  elo,
  evolved,
  gain,
  illegalRates,
  meetings,
  percent,
  spoiled,
  titleLine,
  took,
} from '../../report/index.ts'

/** How a table is drawn. */
export interface Page {
  readonly columns: number
  readonly color: boolean
}

/** The longest name that a table shows in full. */
const NAME = 28

/** Writes the result of a tournament: ratings, then who did what against whom at each game. */
export function tournamentText(result: TournamentResult, page: Page): string {
  const paint = painter(page.color)
  const { agents, games, absent, suspended, components, entries } = result
  const meeting = meetings(result)
  const name = (agent: string) => oneLine(agent, NAME)
  const ranked = agents.map((standing, i) => [
    `${i + 1}`,
    name(standing.agent),
    elo(standing.rating),
    `${standing.skill.mu.toFixed(1)} ± ${(2 * standing.skill.sigma).toFixed(1)}`,
    evolved(standing.alphaRank),
    standing.matches.toLocaleString('en-US'),
    ...[standing.wins, standing.draws, standing.losses].map((count) => percent(count / standing.matches)),
    percent(standing.score),
    illegalRates(standing),
    `${standing.forfeits}`,
  ])
  const head = [
    '',
    'agent',
    'Elo',
    'openskill',
    'α-rank',
    'matches',
    'won',
    'drawn',
    'lost',
    'score',
    'illegal by seat',
    'forfeits',
  ]
  const crossed = games.flatMap(({ game, seatAdvantage, draws }) => {
    const here = agents.filter(({ agent }) => agents.some((other) => meeting(game, agent, other.agent)))
    const rows = here.map(({ agent }) => [
      `${agents.findIndex((each) => each.agent === agent) + 1}`,
      name(agent),
      ...here.map((other) =>
        other.agent === agent ? '·' : gain(meeting(game, agent, other.agent)?.meanReturn ?? null),
      ),
    ])
    const columns = here.map((other) => `against ${agents.indexOf(other) + 1}`)
    const effects = `first seat ${elo(seatAdvantage)} Elo, draws between equals ${percent(draws.estimate)}`
    return [
      `${paint('bold', game)}  ${paint('dim', effects)}`,
      ...table([['', 'return a match', ...columns], ...rows], page),
      '',
    ]
  })
  const notes = [
    ...(components.length < 2
      ? []
      : [APART, ...components.map((together) => `  ${together.map(name).join(', ')}`)]),
    ...agents
      .filter((own) => own.cutOff + own.empty > 0)
      .map((own) => `${name(own.agent)}: of its illegal answers ${spoiled(own)}`),
    ...entries.flatMap(({ agent, account }) => (account === null ? [] : `${name(agent)}: ${took(account)}`)),
  ]
  return [
    '',
    paint('bold', `tournament, ${titleLine(result)}`),
    '',
    ...table([head, ...ranked], page),
    '',
    ...crossed,
    ...absent.map(({ agent, game, reason }) => `${name(agent)} does not play ${game}: ${oneLine(reason)}`),
    ...suspended.map(({ agent, reason }) => `${name(agent)} was suspended: ${oneLine(reason)}`),
    ...notes,
    ...(absent.length + suspended.length + notes.length > 0 ? [''] : []),
    `  ${paint('dim', 'tournament')}  ${result.run}`,
    `  ${paint('dim', 'digest')}      ${result.digest}`,
    '',
  ].join('\n')
}

/** Sets rows of cells below each other, the first two columns to the left, the rest to the right; all fit the page. */
function table(rows: readonly (readonly string[])[], { columns, color }: Page): string[] {
  const paint = painter(color)
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  let room = columns - 1
  const shown = widths.filter((width) => (room -= width + 2) >= 0).length
  return rows.map((row, r) => {
    const cells = row
      .slice(0, shown)
      .map((cell, i) => (i === 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
    const line = ` ${cells.join('  ')}${shown < row.length ? ' …' : ''}`
    return r === 0 ? paint('dim', line) : line
  })
}
