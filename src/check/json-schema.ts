import * as fc from 'fast-check'
import { UserError, type Json } from '../core/index.ts'

/** A JSON Schema, draft 2020-12, as far as it is read. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly propertyNames?: JsonSchema
  readonly items?: false | JsonSchema
  readonly prefixItems?: readonly JsonSchema[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly multipleOf?: number
  /** Why JSON cannot hold such a value: marked by whoever made the schema. */
  readonly unrepresentable?: string
}

/** Keywords that say nothing of which values are valid. */
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

const RANGE = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']

/** By type: how its values are drawn, and the keywords that this heeds. */
const TYPES: Readonly<
  Record<
    string,
    {
      readonly heeds: readonly string[]
      readonly draw: (schema: JsonSchema, path: string) => fc.Arbitrary<unknown>
    }
  >
> = {
  object: { heeds: ['properties', 'required', 'additionalProperties', 'propertyNames'], draw: objects },
  array: { heeds: ['items', 'prefixItems', 'minItems', 'maxItems'], draw: arrays },
  string: { heeds: ['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding'], draw: texts },
  number: { heeds: RANGE, draw: numbers },
  integer: { heeds: RANGE, draw: numbers },
  boolean: { heeds: [], draw: () => fc.boolean() },
  null: { heeds: [], draw: () => fc.constant(null) },
}

/**
 * Makes an arbitrary of the values of a JSON Schema. A few may fail it: try what is drawn.
 *
 * @param path where the schema stands: '$' for all of it, '$.legal[]' for the items of a field
 * @throws UserError naming the path of what it does not know.
 */
export function arbitraryOfJsonSchema(schema: JsonSchema, path = '$'): fc.Arbitrary<unknown> {
  if (schema.unrepresentable !== undefined) return refuse(path, schema.unrepresentable)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const { type } = schema
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) {
    heed(schema, ['anyOf', 'oneOf'], path)
    return fc.oneof(...options.map((option) => arbitraryOfJsonSchema(option, path)))
  }
  if (type === undefined) {
    heed(schema, [], path)
    return fc.json().map((text): Json => JSON.parse(text) as Json)
  }
  if (typeof type !== 'string')
    return fc.oneof(...type.map((each) => arbitraryOfJsonSchema({ ...schema, type: each }, path)))
  const kind = TYPES[type]
  if (kind === undefined) return refuse(path, `there is no type '${type}'`)
  heed(schema, ['type', ...kind.heeds], path)
  return kind.draw(schema, path)
}

function heed(schema: JsonSchema, known: readonly string[], path: string): void {
  const unknown = Object.keys(schema).find((key) => !known.includes(key) && !ANNOTATIONS.includes(key))
  if (unknown !== undefined) refuse(path, `its schema has '${unknown}'`)
}

function refuse(path: string, reason: string): never {
  throw new UserError(
    `Payloads cannot be drawn at ${path}: ${reason}. Give an arbitrary of the payload yourself.`,
  )
}

function objects(schema: JsonSchema, path: string): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties = false, propertyNames = {} } = schema
  const fields = Object.entries(properties).map(
    ([key, value]) => [key, arbitraryOfJsonSchema(value, `${path}.${key}`)] as const,
  )
  const named = fc.record(Object.fromEntries(fields), {
    requiredKeys: required.filter((key) => Object.hasOwn(properties, key)),
    noNullPrototype: true,
  })
  if (typeof additionalProperties === 'boolean') return named
  const value = arbitraryOfJsonSchema(additionalProperties, `${path}.*`)
  const key = arbitraryOfJsonSchema({ type: 'string', ...propertyNames }, `${path} (its keys)`)
  const needed = required.filter((name) => !Object.hasOwn(properties, name))
  return fc
    .tuple(
      // An object literal cannot hold this key as JSON can.
      fc.dictionary(key.filter((name) => name !== '__proto__') as fc.Arbitrary<string>, value, {
        maxKeys: 4,
        noNullPrototype: true,
      }),
      fc.record(Object.fromEntries(needed.map((name) => [name, value])), { noNullPrototype: true }),
      named,
    )
    .map((parts) => Object.assign({}, ...parts) as unknown)
}

function arrays(schema: JsonSchema, path: string): fc.Arbitrary<unknown> {
  const { prefixItems = [], items = prefixItems.length > 0 ? false : {}, minItems = 0, maxItems } = schema
  const first = prefixItems.map((item, i) => arbitraryOfJsonSchema(item, `${path}[${i}]`))
  if (items === false) return fc.tuple(...first)
  const left = (length: number) => Math.max(0, length - first.length)
  const rest = fc.array(arbitraryOfJsonSchema(items, `${path}[]`), {
    minLength: left(minItems),
    ...(maxItems !== undefined && { maxLength: left(maxItems) }),
  })
  return fc.tuple(fc.tuple(...first), rest).map(([head, tail]) => [...head, ...tail])
}

/** Texts that programs stumble over, beside those that are drawn. */
const ODD_TEXTS = ['', ' ', '\n', '\0', '__proto__', 'null', '{"', "');--", '🂡', 'x'.repeat(10_000)]

function texts(schema: JsonSchema, path: string): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern))
    } catch (error) {
      return refuse(path, error instanceof Error ? error.message : String(error))
    }
  }
  if (format !== undefined) return refuse(path, `its format '${format}' has no pattern`)
  const plain = fc.string({ minLength, ...(maxLength < Infinity && { maxLength }) })
  const odd = ODD_TEXTS.filter(({ length }) => length >= minLength && length <= maxLength)
  return odd.length === 0 ? plain : fc.oneof({ weight: 4, arbitrary: plain }, fc.constantFrom(...odd))
}

/** Counts and ids of everyday size: half of what is drawn, where the range has them. */
const EVERYDAY = { min: -2, max: 9 }

function numbers(schema: JsonSchema): fc.Arbitrary<number> {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity, multipleOf } = schema
  const { maximum = Infinity, exclusiveMaximum = Infinity } = schema
  const min = Math.max(minimum, exclusiveMinimum)
  const max = Math.min(maximum, exclusiveMaximum)
  const step = multipleOf ?? 1
  // Adding 0 makes 0 of −0, which JSON does not keep.
  const multiples = (from: number, to: number) => {
    const least = Math.max(Math.ceil(from / step), Number.MIN_SAFE_INTEGER)
    const most = Math.min(Math.floor(to / step), Number.MAX_SAFE_INTEGER)
    return least > most ? [] : [fc.integer({ min: least, max: most }).map((n) => n * step + 0)]
  }
  const everyday = multiples(Math.max(min, EVERYDAY.min), Math.min(max, EVERYDAY.max))
  const all =
    schema.type === 'integer' || multipleOf !== undefined
      ? multiples(min, max)
      : [fc.double({ min, max, noNaN: true, noDefaultInfinity: true }).map((n) => n + 0)]
  return fc.oneof(...everyday, ...all)
}
