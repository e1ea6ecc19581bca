import { fc, test } from '@fast-check/vitest'
import { headToHeadCsv, html, ratingPlot, ratingsCsv, tournamentReport } from 'coevo/report'
import { describe, expect, it } from 'vitest'
import { exampleJournal, exampleResult } from './example.ts'

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
    expect(page.match(/<details>/g)).toHaveLength(3)
    expect(page).toContain(result.digest)
  })

  it('says openly who was missing, how each took part, and what its answers took', () => {
    for (const part of ['<b>Agents were missing</b>', 'in a program', 'retry:2', '34,567', 'tokens written'])
      expect(page).toContain(part)
    expect(page).not.toContain('compare agents of one group only')
  })

  it('says who cannot be compared, and which answers were cut off', () => {
    const [one, ...others] = result.agents
    const agents = [{ ...one!, forfeits: 7, cutOff: 3, empty: 1 }, ...others]
    const apart = { ...result, agents, components: [['steady'], ['weak, "very"', 'other']] }
    const text = tournamentReport(apart, exampleJournal(result))
    expect(text).toContain('compare agents of one group only')
    expect(text).toContain('<li>weak, &quot;very&quot;, other</li>')
    expect(text).toMatch(/7<small>3 cut off, 1 empty<\/small>/)
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
  expect(Math.min(...places)).toBeGreaterThanOrEqual(360)
  expect(Math.max(...places)).toBeLessThanOrEqual(1010)
})

describe('comma-separated values', () => {
  it('hold a row an agent, with as many cells as the head', () => {
    const rows = ratingsCsv(result).split('\r\n')
    expect(rows).toHaveLength(1 + 3 + 1)
    expect(rows[0]).toMatch(/,forfeits,cut_off,empty,rule,answers,tokens_read,tokens_written,alpha_rank,/)
    expect(rows[1]).toMatch(/^steady,\d+\.\d+,/)
    expect(rows[3]).toContain(',2,0,0,retry:2,1200,34567,890,')
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
