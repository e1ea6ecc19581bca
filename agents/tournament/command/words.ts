import { UserError } from 'coevo/core'

/**
 * Splits a command into its words at white space. Quotes ('…' or "…") hold a word together, a backslash outside of
 * '…' takes the next character as it is; nothing else means anything, because no shell reads it.
 *
 * @throws UserError for a quote that does not close, and where there is no word.
 */
export function wordsOf(command: string): [program: string, ...rest: string[]] {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let i = 0; i < command.length; i++) {
    const character = command[i]!
    if (character === '\\' && quote !== "'" && i + 1 < command.length) word = (word ?? '') + command[++i]!
    else if (character === quote) quote = ''
    else if (quote !== '') word += character
    else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (!/\s/.test(character)) word = (word ?? '') + character
    else if (word !== null) {
      words.push(word)
      word = null
    }
  }
  if (quote !== '')
    throw new UserError(`The command '${command}' opens a ${quote} that does not close: close it.`)
  if (word !== null) words.push(word)
  const [program, ...rest] = words
  if (program === undefined)
    throw new UserError("An empty command runs nothing: write cmd:'python3 my_agent.py'.")
  return [program, ...rest]
}
