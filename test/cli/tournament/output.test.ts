import { stripVTControlCharacters } from 'node:util'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { headToHeadCsv, ratingsCsv } from '../../../src/cli/tournament/csv.ts'
import { advance, drawTournament, progressLine } from '../../../src/cli/tournament/display.ts'
import { html } from '../../../src/cli/tournament/markup.ts'
import { ratingPlot } from '../../../src/cli/tournament/plot.ts'
import { tournamentReport } from '../../../src/cli/tournament/report.ts'
import { tournamentText } from '../../../src/cli/tournament/table.ts'
import { exampleJournal, exampleResult, HOSTILE } from './example.ts'

const result = exampleResult()

describe('the report', () => {
  const page = tournamentReport(result, exampleJournal(result))

  it('escapes whatever agents are called and write, and cuts what is long', () => {
    expect(page).not.toContain('<script')
    expect(page).not.toContain('\u202E')
    expect(page).not.toContain('x'.repeat(500))
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;')
  })

  it('needs nothing else, and lets nothing else in', () => {
    expect(page).not.toMatch(/<(script|link|img|iframe)|https?:|url\(/)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  it('is well formed: every element that opens closes', () => {
    const open: string[] = []
    for (const [, end, name, rest] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (['meta'].includes(name!) || rest!.endsWith('/')) continue
      if (end === '') open.push(name!)
      else expect(open.pop()).toBe(name)
    }
    expect(open).toEqual([])
  })

  it('shows ratings, seats, cross tables and matches move by move', () => {
    for (const part of [
      '<svg',
      'By seat',
      '<h2>go</h2>',
      'won–drawn–lost',
      'an empty board',
      'unreadable',
      'resigns',
    ])
      expect(page).toContain(part)
    expect(page.match(/<details>/g)).toHaveLength(3 + 1)
    expect(page).toContain(result.digest)
  })
})

test.prop([fc.string({ unit: 'binary' })])('no text can leave the place it is put into', (text) => {
  const { text: written } = html`<b title="${text}">${text}</b>`
  const inside = /^<b title="([^"<>']*)">([^"<>']*)<\/b>$/s.exec(written)
  expect(inside).not.toBeNull()
  expect(inside![1]).toBe(inside![2])
})

test.prop([
  fc.array(
    fc.tuple(fc.double({ min: -2000, max: 2000, noNaN: true }), fc.double({ min: 0, max: 900, noNaN: true })),
    {
      minLength: 1,
      maxLength: 8,
    },
  ),
])('every interval lies within the plot', (ratings) => {
  const { text } = ratingPlot(
    ratings.map(([estimate, margin]) => ({
      agent: 'a',
      rating: { estimate, low: estimate - margin, high: estimate + margin },
    })),
  )
  const places = [...text.matchAll(/ (?:x1|x2|cx)="([^"]+)"/g)].map(([, x]) => Number(x))
  expect(Math.min(...places)).toBeGreaterThanOrEqual(240)
  expect(Math.max(...places)).toBeLessThanOrEqual(750)
})

describe('comma-separated values', () => {
  it('hold a row an agent, with as many cells as the head', () => {
    const rows = ratingsCsv(result).split('\r\n')
    expect(rows).toHaveLength(1 + 3 + 1)
    expect(rows[1]).toMatch(/^steady,\d+\.\d+,/)
    expect(rows[1]!.split(',')).toHaveLength(rows[0]!.split(',').length)
    expect(ratingsCsv(result)).toContain('"weak, ""very""",')
  })

  it('hold a row an ordered pair', () => {
    const rows = headToHeadCsv(result).split('\r\n')
    expect(rows[0]).toBe('game,agent,against,matches,wins,draws,losses,return,return_low,return_high')
    expect(rows).toHaveLength(1 + 6 + 1)
    expect(rows[1]).toMatch(/^go,steady,.*,8,6,2,0,0\.75,/)
  })
})

describe('the table', () => {
  it('ranks, crosses, and says who was missing', () => {
    const text = tournamentText(result, { columns: 160, color: false })
    expect(text).toContain('tournament, round-robin, seed 7: 24 matches, 4 rounds, 3 agents, 1 game')
    expect(text).toMatch(
      / 1 {2}steady +\+\d+ ± \d+ +[\d.]+ ± [\d.]+ +100\.0 % +16 +75\.0 % +25\.0 % +0\.0 % +87\.5 %/,
    )
    expect(text).toMatch(/ 3 {2}weak, "very" .* 0 %, 25 % +2\n/)
    expect(text).toContain('+0.750 ± ')
    expect(text).toContain('steady does not play chess')
    expect(text).not.toContain('\u202E')
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
