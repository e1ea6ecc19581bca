import { fc, test } from '@fast-check/vitest'
import { bucket, pack, parts, type Part } from 'coevo/learn'
import { describe, expect } from 'vitest'
import { exampleTurns as turns } from '../../src/learn/example-episodes.ts'

const packs = fc
  .array(fc.record({ turn: turns(0), advantage: fc.constantFrom(-1, 1), weight: fc.constant(1) }), {
    maxLength: 30,
  })
  .map(pack)
  .filter(({ targets }) => targets.length > 0)

const limits = fc.record({
  tokens: fc.integer({ min: 1, max: 60 }),
  logits: fc.integer({ min: 1, max: 200 }),
})

const resolved = ({ sequences, targets }: Part) =>
  targets
    .map(({ sequence, ...rest }) => JSON.stringify({ ...rest, sequence: sequences[sequence] }))
    .toSorted()

describe('parts of a pack', () => {
  test.prop([packs, limits])('hold every target once, with its sequence', (packed, limits) => {
    expect(parts(packed, 7, limits).flatMap(resolved).toSorted()).toEqual(resolved(packed))
  })

  test.prop([packs, limits])(
    'fit the limits, padding included, unless they are a single sequence',
    (packed, limits) => {
      for (const { sequences, targets } of parts(packed, 7, limits)) {
        if (sequences.length === 1) continue
        const length = bucket(Math.max(...sequences.map((sequence) => sequence.length)))
        expect(bucket(sequences.length) * length).toBeLessThanOrEqual(limits.tokens)
        expect(bucket(targets.length) * 7).toBeLessThanOrEqual(limits.logits)
      }
    },
  )

  test.prop([packs])('are the pack itself where it fits', (packed) => {
    expect(parts(packed, 7, { tokens: 1e6, logits: 1e6 })).toEqual([packed])
  })
})
