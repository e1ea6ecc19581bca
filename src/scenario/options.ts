import { z } from 'zod'
import { nearest, UserError, type Json } from '../core/index.ts'
import type { Scenario } from './define.ts'

/** The options of one run by name. */
export type OptionValues = Readonly<Record<string, Json>>

/** One option of a scenario, for a help text. */
export interface OptionRow {
  readonly name: string
  readonly default: Json
  readonly description: string
}

/**
 * Resolves the options of a run: defaults, and over them what the user set.
 *
 * A text is read as JSON first ('0.1', 'true') and taken as it is where the schema wants a text.
 *
 * @throws UserError naming the option that is unknown, of the wrong type or out of range.
 */
export function resolveOptions(scenario: Scenario, set: OptionValues = {}): OptionValues {
  const shape = scenario.options.shape
  const values: Record<string, Json> = {}
  for (const [name, value] of Object.entries(set)) {
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (schema === undefined) throw unknownOption(scenario, name)
    const candidates = typeof value === 'string' ? [parse(value), value] : [value]
    const results = candidates.map((candidate) => z.safeParse(schema, candidate))
    const good = results.find((result) => result.success)
    if (good === undefined) {
      const issue = results[0]!.error!.issues[0]!
      throw new UserError(
        `Option '${name}' of scenario '${scenario.name}' cannot be ${show(value)}: ${issue.message}.${guess(issue, value)}`,
      )
    }
    values[name] = good.data as Json
  }
  const all = scenario.options.safeParse(values)
  if (all.success) return all.data as OptionValues
  const issue = all.error.issues[0]!
  throw new UserError(
    `The options of scenario '${scenario.name}' do not go together (${issue.path.join('.') || 'all'}): ${issue.message}.`,
  )
}

/** Lists what `--set` can change, in the order of the scenario's file. */
export function optionTable(scenario: Scenario): OptionRow[] {
  const defaults = resolveOptions(scenario)
  return Object.entries(scenario.options.shape).map(([name, schema]) => ({
    name,
    default: defaults[name] ?? null,
    description: z.globalRegistry.get(schema)?.description ?? '',
  }))
}

function unknownOption({ name: scenario, options }: Scenario, name: string): UserError {
  const known = Object.keys(options.shape)
  const guess = nearest(name, known)
  return new UserError(
    `Scenario '${scenario}' has no option '${name}'${guess === undefined ? '.' : `; did you mean '${guess}'?`} Its options: ${known.join(', ') || 'none'}.`,
  )
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function show(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Of a choice among names, the one that was probably meant. */
function guess(issue: z.core.$ZodIssue, value: Json): string {
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return ''
  const near = nearest(value, issue.values.map(String))
  return near === undefined ? '' : ` Did you mean '${near}'?`
}
