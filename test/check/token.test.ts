import { fc, test } from '@fast-check/vitest'
import { UserError } from 'coevo/core'
import { describe, expect } from 'vitest'
import { readToken, writeToken, type Recorded } from '../../src/check/token.ts'

const budget = fc.oneof(fc.nat(254), fc.constant(Infinity))

const recorded: fc.Arbitrary<Recorded> = fc.record({
  system: fc.string(),
  scope: fc.record({
    network: fc.constantFrom('ordered', 'unordered', 'duplicating', 'lossy'),
    time: fc.constantFrom('free', 'ordered'),
    faults: fc.record({ drop: budget, duplicate: budget, crash: budget, partition: budget }),
  }),
  tape: fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(70_000) }), {
      maxLength: 200,
    })
    .map((tape) => [...tape, 1]),
})

describe('a token', () => {
  test.prop([recorded])('is read as what was written', (run) => {
    expect(readToken(writeToken(run))).toEqual(run)
  })

  test.prop([recorded, fc.nat(20)])('leaves out the dull choices at the end', (run, dull) => {
    const tape = [...run.tape, ...Array.from({ length: dull }, () => 0)]
    expect(writeToken({ ...run, tape })).toBe(writeToken(run))
  })

  test.prop([recorded, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })])(
    'that was cut short is refused',
    (run, part) => {
      const token = writeToken(run)
      expect(() => readToken(token.slice(0, Math.floor(token.length * part)))).toThrow(UserError)
    },
  )

  test.prop([
    fc.oneof(
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    ),
  ])('that is none is refused', (text) => {
    expect(() => readToken(text)).toThrow('The replay token is damaged')
  })

  test.each([
    ['of another version', [2, 'toy', 0, 0, [0, 0, 0, 0], []]],
    ['of no network there is', [1, 'toy', 7, 0, [0, 0, 0, 0], []]],
    ['of no time there is', [1, 'toy', 0, 2, [0, 0, 0, 0], []]],
    ['with a budget too few', [1, 'toy', 0, 0, [0, 0, 0], []]],
    ['with half a choice', [1, 'toy', 0, 0, [0, 0, 0, 0], [0.5]]],
  ] as const)('%s is refused', (_, fields) => {
    const token = Buffer.from(JSON.stringify(fields)).toString('base64url')
    expect(() => readToken(token)).toThrow('The replay token is damaged')
  })
})
