import * as fc from 'fast-check'
import { UserError, type Json } from '../core/index.ts'

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Keywords that say nothing of which values are valid, or (format) nothing that a pattern does not. */
const ANNOTATIONS = [
  '$schema',
  '$id',
  'id',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
]

const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  object: ['properties', 'required', 'additionalProperties', 'propertyNames'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
  string: ['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  boolean: [],
  null: [],
}

/**
 * Makes an arbitrary of the values of a JSON Schema. Rare ones may fail it: try what is drawn.
 *
 * @param path where the schema stands: '$' for all of it, '$.legal[]' for the items of a field
 * @throws UserError naming the path of a keyword that it does not know.
 */
export function arbitraryOfJsonSchema(schema: JsonSchema, path = '$'): fc.Arbitrary<unknown> {
  if ('unrepresentable' in schema) return refuse(path, String(schema['unrepresentable']))
  const { type, const: constant, enum: listed, anyOf, oneOf } = schema
  if (constant !== undefined) return fc.constant(constant)
  if (listed !== undefined) return fc.constantFrom(...(listed as readonly unknown[]))
  const options = (anyOf ?? oneOf) as readonly JsonSchema[] | undefined
  if (options !== undefined) {
    allow(schema, ['anyOf', 'oneOf'], path)
    return fc.oneof(...options.map((option) => arbitraryOfJsonSchema(option, path)))
  }
  if (Array.isArray(type))
    return fc.oneof(...type.map((each: unknown) => arbitraryOfJsonSchema({ ...schema, type: each }, path)))
  if (type === undefined) {
    allow(schema, [], path)
    return fc.json().map((text): Json => JSON.parse(text) as Json)
  }
  const known = KEYWORDS[type as string]
  if (known === undefined) return refuse(path, `there is no type '${String(type)}'`)
  allow(schema, ['type', ...known], path)
  switch (type) {
    case 'object':
      return objects(schema, path)
    case 'array':
      return arrays(schema, path)
    case 'string':
      return texts(schema, path)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return numbers(schema, type === 'integer')
  }
}

function allow(schema: JsonSchema, known: readonly string[], path: string): void {
  const unknown = Object.keys(schema).find((key) => !known.includes(key) && !ANNOTATIONS.includes(key))
  if (unknown !== undefined) refuse(path, `its schema has '${unknown}'`)
}

function refuse(path: string, reason: string): never {
  throw new UserError(
    `Payloads cannot be drawn at ${path}: ${reason}. Give an arbitrary of the payload yourself.`,
  )
}

function objects(schema: JsonSchema, path: string): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames = {} } = schema
  const fields = Object.entries(properties as Readonly<Record<string, JsonSchema>>).map(
    ([key, value]) => [key, arbitraryOfJsonSchema(value, `${path}.${key}`)] as const,
  )
  const known = fc.record(Object.fromEntries(fields), {
    requiredKeys: (required as readonly string[]).filter((key) => fields.some(([field]) => field === key)),
    noNullPrototype: true,
  })
  if (typeof additionalProperties !== 'object') return known
  const value = arbitraryOfJsonSchema(additionalProperties as JsonSchema, `${path}.*`)
  const key = arbitraryOfJsonSchema({ type: 'string', ...(propertyNames as JsonSchema) }, `${path} (keys)`)
  const needed = (required as readonly string[]).filter((name) => !fields.some(([field]) => field === name))
  return fc
    .tuple(
      fc.dictionary(key as fc.Arbitrary<string>, value, { maxKeys: 4, noNullPrototype: true }),
      fc.record(Object.fromEntries(needed.map((name) => [name, value])), { noNullPrototype: true }),
      known,
    )
    .map(([others, necessary, own]) => {
      const { ['__proto__']: _, ...rest } = others
      return { ...rest, ...necessary, ...own }
    })
}

function arrays(schema: JsonSchema, path: string): fc.Arbitrary<unknown> {
  const { items = {}, prefixItems = [], minItems = 0, maxItems } = schema
  const first = (prefixItems as readonly JsonSchema[]).map((item, i) =>
    arbitraryOfJsonSchema(item, `${path}[${i}]`),
  )
  const least = Math.max(0, (minItems as number) - first.length)
  if (items === false || (first.length > 0 && schema['items'] === undefined)) return fc.tuple(...first)
  const most = maxItems === undefined ? {} : { maxLength: Math.max(0, (maxItems as number) - first.length) }
  const rest = fc.array(arbitraryOfJsonSchema(items as JsonSchema, `${path}[]`), {
    minLength: least,
    ...most,
  })
  return fc.tuple(fc.tuple(...first), rest).map(([head, tail]) => [...head, ...tail])
}

/** Texts that programs stumble over, beside those that are drawn. */
const ODD_TEXTS = ['', ' ', '\n', '\0', '__proto__', 'null', '{"', "');--", '🂡', 'x'.repeat(10_000)]

function texts(
  { minLength = 0, maxLength, pattern, format }: JsonSchema,
  path: string,
): fc.Arbitrary<string> {
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern as string))
    } catch (error) {
      refuse(path, error instanceof Error ? error.message : String(error))
    }
  }
  if (format !== undefined) refuse(path, `its format '${String(format)}' has no pattern`)
  const [least, most] = [minLength as number, (maxLength as number | undefined) ?? Infinity]
  const plain = fc.string({ minLength: least, ...(maxLength !== undefined && { maxLength: most }) })
  const odd = ODD_TEXTS.filter(({ length }) => length >= least && length <= most)
  return odd.length === 0 ? plain : fc.oneof({ weight: 4, arbitrary: plain }, fc.constantFrom(...odd))
}

/** Counts and ids of everyday size: half of what is drawn, where the range has them. */
const USUAL = { min: -2, max: 9 }

function numbers(schema: JsonSchema, isInteger: boolean): fc.Arbitrary<number> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Record<
    string,
    number
  >
  const least = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity)
  const most = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity)
  const step = multipleOf ?? 1
  const multiples = (from: number, to: number) => {
    const min = Math.max(Math.ceil(from / step), Number.MIN_SAFE_INTEGER)
    const max = Math.min(Math.floor(to / step), Number.MAX_SAFE_INTEGER)
    return min > max ? [] : [fc.integer({ min, max }).map((n) => n * step + 0)]
  }
  const usual = multiples(Math.max(least, USUAL.min), Math.min(most, USUAL.max))
  const all =
    isInteger || multipleOf !== undefined
      ? multiples(least, most)
      : [fc.double({ min: least, max: most, noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)]
  return fc.oneof(...usual, ...all)
}
