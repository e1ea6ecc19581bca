import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { wrap } from '../../src/cli/wrap.ts'

describe('wrap', () => {
  test('goes on below the text behind the label', () => {
    expect(wrap('  faults    at most 1 drop, at most 1 crash', 26).split('\n')).toEqual([
      '  faults    at most 1',
      '            drop, at most',
      '            1 crash',
    ])
    expect(wrap('  a note without label', 12).split('\n')).toEqual(['  a note', '  without', '  label'])
  })

  const word = fc.stringMatching(/^[a-z]{1,9}$/)
  const line = fc
    .tuple(fc.nat(4), fc.option(word), fc.array(word, { minLength: 1 }))
    .map(
      ([indent, label, words]) =>
        ' '.repeat(indent) + (label === null ? '' : `${label}   `) + words.join(' '),
    )

  test.prop([fc.array(line).map((lines) => lines.join('\n')), fc.integer({ min: 30, max: 60 })])(
    'leaves no line too long, and every word in its place',
    (text, columns) => {
      const wrapped = wrap(text, columns)
      for (const line of wrapped.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
      expect(wrapped.split(/\s+/)).toEqual(text.split(/\s+/))
    },
  )

  test.prop([line])('leaves a line that fits as it is', (line) => {
    expect(wrap(line, line.length)).toBe(line)
  })

  test('does not break a word', () => {
    expect(wrap('x '.repeat(3) + 'y'.repeat(20), 10).split('\n')).toEqual(['x x x', 'y'.repeat(20)])
  })
})
