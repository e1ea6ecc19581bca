import { listOptions, readOptions, type OptionRow, type OptionValues } from '../core/index.ts'
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

/** Lists what `--set` can change, in the order of the scenario's file. */
export function optionTable(scenario: Scenario): OptionRow[] {
  return listOptions(optionsOf(scenario))
}
