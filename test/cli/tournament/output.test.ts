import { stripVTControlCharacters } from 'node:util'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { advance, drawTournament, progressLine } from '../../../src/cli/tournament/display.ts'
import { tournamentText } from '../../../src/cli/tournament/table.ts'
import { exampleResult, HOSTILE } from '../../report/tournament/example.ts'

const result = exampleResult()

describe('the table', () => {
  it('ranks, crosses, and says who was missing', () => {
    const text = tournamentText(result, { columns: 160, color: false })
    expect(text).toContain('tournament, round-robin, seed 7: 24 matches, 4 rounds, 3 agents, 1 game')
    expect(text).toMatch(
      / 1 {2}steady +\+\d+ ± \d+ +[\d.]+ ± [\d.]+ +33\.3 % +16 +75\.0 % +25\.0 % +0\.0 % +87\.5 %/,
    )
    expect(text).toMatch(/ 3 {2}weak, "very" .* 0 %, 25 % +2\n/)
    expect(text).toContain('+0.750 ± ')
    expect(text).toContain('steady does not play chess')
    expect(text).not.toContain('\u202E')
    expect(text).toContain(
      'weak, "very": 1,200 answers, 34,567 tokens read, 890 written; 3 answers not counted',
    )
    expect(text).not.toContain('of one group only')
  })

  it('says who cannot be compared, and which answers were cut off', () => {
    const [one, ...others] = result.agents
    const agents = [{ ...one!, cutOff: 3, empty: 1 }, ...others]
    const apart = { ...result, agents, components: [['steady', 'other'], ['weak']] }
    const text = tournamentText(apart, { columns: 160, color: false })
    expect(text).toContain('ratings compare agents of one group only.\n  steady, other\n  weak\n')
    expect(text).toContain('steady: of its illegal answers 3 cut off, 1 empty\n')
  })

  test.prop([fc.integer({ min: 40, max: 200 })])('fits the page', (columns) => {
    const [, tables] = tournamentText(result, { columns, color: true }).split('tournament,', 2)
    for (const line of stripVTControlCharacters(tables!).split('\n').slice(1))
      if (/^ +\d? +\S/.test(line) && !line.includes('digest') && !line.includes('runs/'))
        expect(line.length).toBeLessThanOrEqual(columns + 2)
  })
})

describe('the live view', () => {
  const start = {
    type: 'start',
    run: 'runs/tournament-7',
    seed: 7,
    format: 'round-robin',
    games: ['go'],
    agents: ['steady', HOSTILE],
    played: 100,
    matches: 1100,
  } as const
  const fresh = { title: '', doing: null, first: 0, played: 0, matches: 0, ratings: [], seconds: 0 }
  const begun = advance(advance(fresh, start), { type: 'match', played: 600 })
  const rated = advance(begun, {
    type: 'ratings',
    rounds: 3,
    ratings: [
      { agent: 'steady', estimate: 100, low: 60, high: 140 },
      { agent: HOSTILE, estimate: -100, low: -140, high: -60 },
    ],
  })

  it('tells how long the rest takes, by the matches of this sitting', () => {
    expect(progressLine({ ...rated, seconds: 10 })).toBe(
      '600 of 1,100 matches  0:10, 0:10 left  steady +100 ± 40, <script>alert("1")</scr… −100 ± 40',
    )
    expect(progressLine(advance(fresh, { type: 'trial', agent: 'minimax', game: 'go' }))).toBe(
      'minimax prepares for go',
    )
  })

  test.prop([fc.integer({ min: 60, max: 160 }), fc.integer({ min: 5, max: 40 })])(
    'fits the screen',
    (columns, rows) => {
      const lines = drawTournament({ ...rated, seconds: 10 }, { columns, rows, color: true }).map(
        stripVTControlCharacters,
      )
      expect(lines.length).toBeLessThan(rows)
      for (const line of lines) expect(line.length).toBeLessThan(columns)
      expect(lines.join('\n')).toContain('●')
      expect(lines.join('\n')).not.toContain('\u202E')
    },
  )
})
