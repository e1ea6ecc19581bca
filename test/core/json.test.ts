import { canonicalJson, digest } from 'coevo/core'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'

describe('canonicalJson', () => {
  test.prop([fc.jsonValue()])('reads back as the same data', (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
  })

  test.prop([fc.dictionary(fc.string(), fc.jsonValue())])(
    'does not depend on the order of keys',
    (object) => {
      const turned = Object.fromEntries(Object.entries(object).toReversed())
      expect(canonicalJson(turned)).toBe(canonicalJson(object))
    },
  )

  it.for([
    ['a function', { a: [() => 1] }, '$.a[0]'],
    ['undefined', { a: { b: undefined } }, '$.a.b'],
    ['NaN', [Number.NaN], '$[0]'],
    ['a class instance', { when: new Date(0) }, '$.when'],
    ['a map', { m: new Map() }, '$.m'],
  ] as const)('names the path of %s', ([, value, path]) => {
    expect(() => canonicalJson(value)).toThrow(path)
  })
})

test('digest is SHA-256 of the canonical text', () => {
  // printf '{"a":1,"b":[2]}' | sha256sum
  expect(digest({ b: [2], a: 1 })).toBe('0855bfc20eb6cfaa4be7d6b510c63dd22997718bddadcb1a4915cec3a16145b9')
  expect(digest(new TextEncoder().encode('{"a":1,"b":[2]}'))).toBe(digest({ a: 1, b: [2] }))
})
