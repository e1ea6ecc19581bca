import { Option, type Command } from 'commander'
import { UserError } from '../core/index.ts'

/** Adds `--set`, and what may follow it, to a command that runs a scenario. */
export function optionFlags(command: Command): Command {
  return command
    .argument('[key=value...]', 'more for --set')
    .addOption(
      new Option('--set <key=value>', "change an option of the scenario; see 'coevo scenarios'")
        .argParser((text: string, texts: readonly string[]) => [...texts, text])
        .default([], 'none'),
    )
}

/** Splits 'key=value' texts; the scenario's schema reads the values. */
export function parseSet(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const at = text.indexOf('=')
    if (at < 1) throw new UserError(`--set takes key=value, not '${text}'.`)
    return [text.slice(0, at), text.slice(at + 1)] as const
  })
  return Object.fromEntries(pairs)
}
