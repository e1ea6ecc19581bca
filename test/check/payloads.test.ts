import { fc, test as property } from '@fast-check/vitest'
import { matchProtocol } from 'coevo/agents/match'
import { expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { arbitraryOf, malformed } from '../../src/check/payloads.ts'

/** One of each kind of schema. */
const schemas = {
  'an object': z.object({ turn: z.int(), text: z.string(), note: z.string().optional() }),
  'a strict object': z.strictObject({ a: z.int().nullable() }),
  'ranges of whole numbers': z.tuple([z.int().min(3), z.int().max(-3), z.int().gt(0).lt(2), z.int32()]),
  'ranges of numbers': z.tuple([z.number().gt(3), z.number().min(0).max(1), z.number().multipleOf(0.5)]),
  'a list of bounded length': z.array(z.boolean()).min(1).max(3),
  'a tuple with a rest': z.tuple([z.int(), z.string()], z.boolean()),
  'a union': z.union([z.int(), z.object({ k: z.literal('x') }), z.null()]),
  'a tagged union': z.discriminatedUnion('k', [
    z.object({ k: z.literal('x') }),
    z.object({ k: z.literal('y'), v: z.number() }),
  ]),
  'an enum and literals': z.object({ e: z.enum(['a', 'b']), l: z.literal([1, 'one']) }),
  'a record': z.record(z.string(), z.int()),
  'a record of known keys': z.record(z.enum(['a', 'b']), z.int()),
  'an object open to more': z.object({ a: z.int() }).catchall(z.string()),
  'texts with a pattern': z.tuple([z.email(), z.uuid(), z.iso.datetime(), z.string().regex(/^a+$/)]),
  'texts of bounded length': z.tuple([z.string().min(2).max(3), z.string().length(0), z.string().min(20)]),
  'a text that is transformed': z.object({ n: z.string().transform(Number) }),
  'a default': z.object({ n: z.int().default(3) }),
  'a refinement': z.int().refine((n) => n % 7 === 0),
  anything: z.object({ any: z.unknown() }),
} as const

test.for(Object.entries(schemas))('draws valid payloads of %s, and malformed ones', ([, schema]) => {
  const isValid = (value: unknown) => schema.safeParse(value).success
  fc.assert(fc.property(arbitraryOf(schema), isValid))
  fc.assert(fc.property(malformed(schema), (value) => !isValid(value)))
})

property.prop([arbitraryOf(schemas.anything)])('draws plain data that JSON keeps', (value) => {
  expect(JSON.parse(JSON.stringify(value))).toEqual(value)
})

test('draws everyday values, odd ones and the ends of ranges', () => {
  const drawn = fc.sample(arbitraryOf(schemas['an object']), { seed: 1, numRuns: 500 })
  const turns = new Set(drawn.map(({ turn }) => turn))
  for (let turn = 0; turn < 9; turn++) expect(turns).toContain(turn)
  expect(Math.max(...turns)).toBeGreaterThan(2 ** 50)
  expect(drawn.some(({ text }) => text === '')).toBe(true)
  expect(drawn.some(({ text }) => text.length > 1000)).toBe(true)
  expect(drawn.some((payload) => 'note' in payload)).toBe(true)
  expect(drawn.some((payload) => !('note' in payload))).toBe(true)
})

test('spoils a field in every way', () => {
  const drawn = fc.sample(malformed(matchProtocol.messages.move.payload), { seed: 1, numRuns: 500 })
  const has = (sort: (payload: Partial<Record<'turn' | 'text', unknown>>) => boolean) =>
    drawn.some((value) => typeof value === 'object' && value !== null && sort(value))
  expect(drawn).toContain(null)
  expect(drawn).toContain(undefined)
  expect(has(({ turn }) => turn === undefined)).toBe(true)
  expect(has(({ turn }) => turn === 0.5)).toBe(true)
  expect(has(({ text }) => text === null)).toBe(true)
  expect(has(({ text }) => Array.isArray(text))).toBe(true)
  const bounded = fc.sample(malformed(z.object({ text: z.string().max(100) })), { seed: 1, numRuns: 500 })
  expect(bounded.some((value) => String((value as { text?: unknown })?.text).length > 10_000)).toBe(true)
})

test('has the type of what it draws', () => {
  expectTypeOf(arbitraryOf(z.object({ turn: z.int() }))).toEqualTypeOf<fc.Arbitrary<{ turn: number }>>()
})

test.for([
  ['a date', z.object({ list: z.array(z.object({ day: z.date() })) }), '$.list[].day: Date cannot be'],
  ['a map', z.object({ map: z.map(z.string(), z.int()) }), '$.map: Map cannot be represented'],
  ['an address of the web', z.tuple([z.url()]), "$[0]: its format 'uri' has no pattern"],
  ['two patterns', z.string().startsWith('a').endsWith('b'), "$: its schema has 'allOf'"],
  ['what never comes', z.int().refine(() => false), 'No payload that was drawn passes its schema (Invalid'],
  ['what comes too late', z.int().refine(() => Promise.resolve(true)), 'its schema is asynchronous'],
] as const)('says where it cannot draw: %s', ([, schema, message]) => {
  expect(() => arbitraryOf(schema)).toThrow(message)
  expect(() => arbitraryOf(schema)).toThrow('Give an arbitrary of the payload yourself.')
})

test('refuses a schema that does not say what it accepts', () => {
  const opaque = {
    '~standard': { version: 1, vendor: 'acme', validate: (value: unknown) => ({ value }) },
  } as const
  expect(() => arbitraryOf(opaque)).toThrow('A schema of acme does not say what it accepts')
  expect(() => malformed(opaque, fc.anything())).toThrow('accepts whatever it is given')
})
