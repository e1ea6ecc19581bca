import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { canonicalKey, deepFreeze } from '../../src/check/canonical.ts'

/** Plain data as it may be in a context: JSON, and what else the checker can tell apart. */
const { plain } = fc.letrec<{ plain: unknown }>((tie) => ({
  plain: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(undefined, null, true, false, 0, -0, NaN, Infinity, -Infinity, 0n, 1n, '', '0', 'null'),
    fc.integer({ min: -2, max: 2 }),
    fc.string({ maxLength: 2 }),
    fc.array(tie('plain'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '0', '__proto__'), tie('plain'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    fc
      .uniqueArray(fc.constantFrom('a', 1, null, NaN), { maxLength: 3 })
      .map((items) => new Set<unknown>(items)),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom<unknown>('a', 1, null), tie('plain')), {
        selector: ([key]) => key,
      })
      .map((entries) => new Map(entries)),
  ),
}))

/** The same content, put together the other way round. */
function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(turned)
  if (value instanceof Set) return new Set([...value].toReversed())
  if (value instanceof Map)
    return new Map([...value].toReversed().map(([key, item]) => [key, turned(item)] as const))
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, turned(item)]),
  )
}

/** Whether two values are equal, as defined by vitest: −0 is not 0, and undefined not what is missing. */
function areEqual(a: unknown, b: unknown): boolean {
  try {
    expect(a).toStrictEqual(b)
    return true
  } catch {
    return false
  }
}

describe('the key of plain data', () => {
  test.prop([plain])(
    'does not depend on the order in which fields, entries and members were added',
    (value) => {
      expect(canonicalKey(turned(value))).toBe(canonicalKey(value))
    },
  )

  test.prop([plain, plain], { numRuns: 2000 })('is equal where and only where the data is', (a, b) => {
    expect(canonicalKey(a) === canonicalKey(b)).toBe(areEqual(a, b))
  })

  test('tells apart what is easily taken for one', () => {
    const values = [
      [],
      [undefined],
      [[]],
      {},
      { a: undefined },
      new Map(),
      new Set(),
      new Map([['a', 1]]),
      { a: 1 },
      new Set(['a']),
      ['a'],
      'a',
      '"a"',
      '["a"]',
      ['a,b'],
      ['a', 'b'],
      null,
      'null',
      undefined,
      'undefined',
      NaN,
      'NaN',
      0,
      -0,
      0n,
      '0',
      Infinity,
      -Infinity,
    ]
    expect(new Set(values.map((value) => canonicalKey(value))).size).toBe(values.length)
  })

  class Table {
    readonly seats = 2
  }

  test.each([
    [() => 0, 'its state is a function'],
    [{ context: { seats: [1, { open: () => 0 }] } }, 'its state.context.seats[1].open is a function'],
    [{ id: Symbol('id') }, 'its state.id is a symbol'],
    [[new Table()], 'its state[0] is an instance of Table'],
    [{ at: new Date(0) }, 'its state.at is an instance of Date'],
    [new Map([['a', new Table()]]), 'its state.a is an instance of Table'],
    [{ known: new Set([() => 0]) }, 'its state.known is a function'],
  ])('names the path of what is no plain data: %s', (value, message) => {
    expect(() => canonicalKey(value, 'its state')).toThrow(new TypeError(message))
  })
})

describe('what is frozen', () => {
  test('cannot be changed, however deep', () => {
    const value = deepFreeze({ list: [{ n: 1 }], map: new Map([['a', [1]]]), set: new Set([1]) })
    expect(() => value.list[0]!.n++).toThrow(TypeError)
    expect(() => value.list.push({ n: 2 })).toThrow(TypeError)
    expect(() => value.map.set('b', [])).toThrow('Cannot change a Map or Set')
    expect(() => value.map.get('a')!.push(2)).toThrow(TypeError)
    expect(() => value.set.delete(1)).toThrow('Cannot change a Map or Set')
    expect(value).toEqual({ list: [{ n: 1 }], map: new Map([['a', [1]]]), set: new Set([1]) })
  })

  test('is frozen inside of what was frozen on its surface only', () => {
    const value = deepFreeze(Object.freeze({ list: [1] }))
    expect(() => value.list.push(2)).toThrow(TypeError)
  })
})
