import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { KeyTable } from '../../../src/game/solve/key-table.ts'

const keys = fc.oneof(
  fc.nat(200),
  fc.maxSafeNat(),
  // Alike in their lower halves.
  fc.nat(1000).map((high) => high * 2 ** 32 + 7),
  fc.string({ maxLength: 2 }),
)

test.prop([fc.array(keys, { maxLength: 400 })])('is a map from numbers and texts to numbers', (drawn) => {
  const table = new KeyTable()
  const map = new Map<number | string, number>()
  for (const key of drawn) {
    expect(table.get(key)).toBe(map.get(key) ?? -1)
    if (map.has(key)) continue
    table.set(key, map.size)
    map.set(key, map.size)
  }
  for (const [key, value] of map) expect(table.get(key)).toBe(value)
})
