import type { CommanderError } from 'commander'
import { nearest } from '../core/index.ts'
import { loadScenario, optionTable, type Scenario } from '../scenario/index.ts'
import { scenarioLines } from './commands/list.ts'

/** The commands whose first argument is a scenario. */
const OF_SCENARIOS = new Set(['run', 'study'])

/**
 * Says what was meant by an option that a command does not have, where its scenario has one: ' Did you mean …?'; null
 * where nobody knows.
 */
export async function meantOption(error: CommanderError, args: readonly string[]): Promise<string | null> {
  const [, name] = /unknown option '--([^'=]+)/.exec(error.message) ?? []
  const scenario = name === undefined ? null : await scenarioOf(args)
  if (name === undefined || scenario === null) return null
  const options = optionTable(scenario)
  const names = options.map((option) => option.name)
  // An option of the command that is near comes first, unless the scenario has this very one.
  const meant = names.includes(name) || error.message.includes('Did you mean') ? name : nearest(name, names)
  const option = options.find((each) => each.name === meant)
  if (option === undefined) return null
  const at = args.findIndex((arg) => arg.startsWith(`--${name}`))
  const [, joined = args[at + 1]] = args[at]!.split(/=(.*)/s)
  const value = joined === undefined || joined.startsWith('--') ? JSON.stringify(option.default) : joined
  return `Did you mean --set ${meant}=${value}?`
}

/** Writes what belongs to a command's help once a scenario is named: '' where none is. */
export async function scenarioHelp(args: readonly string[]): Promise<string> {
  const scenario = await scenarioOf(args)
  if (scenario === null) return ''
  const lines = [scenario.name, ...scenarioLines(scenario, true).map((line) => `  ${line}`)]
  return `\n${lines.join('\n')}\n`
}

/** Loads the scenario that a command line names; null where it names none that can be loaded. */
async function scenarioOf([command = '', ...args]: readonly string[]): Promise<Scenario | null> {
  const name = args.find((arg) => !arg.startsWith('-'))
  if (!OF_SCENARIOS.has(command) || name === undefined) return null
  try {
    return (await loadScenario(name)).scenario
  } catch {
    // Whatever is wrong with the file, the mistake on the command line is told first.
    return null
  }
}
