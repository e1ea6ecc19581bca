import { z } from 'zod'
import { nearest, UserError } from './errors.ts'
import type { Json } from './json.ts'
import { valuesOf } from './option-values.ts'
import { titled } from './text.ts'

/** What a user can set of something: its schema, and how a message speaks of it. */
export interface OptionSchema {
  /** What it belongs to: 'scenario' and 'spiral'. */
  readonly kind: string
  readonly name: string
  /** What one of its values is called: 'option' or 'parameter'. */
  readonly word: string
  readonly schema: z.ZodObject
}

/** Options by name. */
export type OptionValues = Readonly<Record<string, Json>>

/** One option, for a help text. */
export interface OptionRow {
  readonly name: string
  readonly default: Json
  readonly description: string
  /** Which values it may have: '1 … 100', 'plain, salted', 'above 0, at most 1'; '' where that is not known. */
  readonly values: string
}

/**
 * Resolves options: defaults, and over them what the user set.
 *
 * A text is read as JSON first ('0.1', 'true') and taken as it is where the schema wants a text.
 *
 * @throws UserError naming the option that is unknown, of the wrong type or out of range.
 */
export function readOptions(of: OptionSchema, set: OptionValues = {}): OptionValues {
  const { kind, name: owner, word, schema: all } = of
  const values: Record<string, Json> = {}
  for (const [name, value] of Object.entries(set)) {
    const schema = Object.hasOwn(all.shape, name) ? all.shape[name] : undefined
    if (schema === undefined) throw unknownOption(of, name)
    const candidates = typeof value === 'string' ? [parse(value), value] : [value]
    const results = candidates.map((candidate) => z.safeParse(schema, candidate))
    const good = results.find((result) => result.success)
    if (good === undefined) {
      const issues = results.map(({ error }) => error!.issues[0]!)
      // What is of the right type, but wrong, says more than what is of another.
      const issue = issues.find(({ code }) => code !== 'invalid_type') ?? issues[0]!
      throw new UserError(
        `${titled(word)} '${name}' of ${kind} '${owner}' cannot be ${showOption(value)}: ${issue.message}.${guess(issue, value)}`,
      )
    }
    values[name] = good.data as Json
  }
  const result = all.safeParse(values)
  if (result.success) return result.data as OptionValues
  const issue = result.error.issues[0]!
  const bare = Object.keys(all.shape).find(
    (option) => !Object.hasOwn(values, option) && !z.safeParse(all.shape[option], undefined).success,
  )
  if (bare !== undefined)
    throw new UserError(
      `${titled(word)} '${bare}' of ${kind} '${owner}' needs a default: write .default(…) behind its schema.`,
    )
  throw new UserError(
    `The ${word}s of ${kind} '${owner}' do not go together (${issue.path.join('.') || 'all'}): ${issue.message}.`,
  )
}

/** Lists options with their defaults, in the order of the schema. */
export function listOptions(of: OptionSchema): OptionRow[] {
  const defaults = readOptions(of)
  return Object.entries(of.schema.shape).map(([name, schema]) => ({
    name,
    default: defaults[name] ?? null,
    description: z.globalRegistry.get(schema)?.description ?? '',
    values: valuesOf(schema),
  }))
}

/** Writes the value of an option as a user would. */
export function showOption(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function unknownOption({ kind, name: owner, word, schema }: OptionSchema, name: string): UserError {
  const known = Object.keys(schema.shape)
  const near = nearest(name, known)
  return new UserError(
    `${titled(kind)} '${owner}' has no ${word} '${name}'${near === undefined ? '.' : `; did you mean '${near}'?`} Its ${word}s: ${known.join(', ') || 'none'}.`,
  )
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** Of a choice among names, the one that was probably meant. */
function guess(issue: z.core.$ZodIssue, value: Json): string {
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return ''
  const near = nearest(value, issue.values.map(String))
  return near === undefined ? '' : ` Did you mean '${near}'?`
}
