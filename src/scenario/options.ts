import { canonicalJson, listOptions, readOptions, type OptionRow, type OptionValues } from '../core/index.ts'
import type { Scenario } from './define.ts'

const optionsOf = ({ name, options }: Scenario) => ({
  kind: 'scenario',
  name,
  word: 'option',
  schema: options,
})

/**
 * Resolves the options of a run: defaults, and over them what the user set.
 *
 * @throws UserError naming the option that is unknown, of the wrong type or out of range.
 */
export function resolveOptions(scenario: Scenario, set: OptionValues = {}): OptionValues {
  return readOptions(optionsOf(scenario), set)
}

/** Returns the options whose values are not the defaults, in the order of the scenario's file. */
export function differing(scenario: Scenario, options: OptionValues): OptionValues {
  const changed = optionTable(scenario).filter(
    (row) => canonicalJson(row.default) !== canonicalJson(options[row.name] ?? null),
  )
  return Object.fromEntries(changed.map(({ name }) => [name, options[name] ?? null]))
}

/** Lists what `--set` can change, in the order of the scenario's file. */
export function optionTable(scenario: Scenario): OptionRow[] {
  return listOptions(optionsOf(scenario))
}
