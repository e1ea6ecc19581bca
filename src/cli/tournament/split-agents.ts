/** Splits a list of agents at its commas; those between quotes part nothing. */
export function splitAgents(text: string): string[] {
  const parts = ['']
  let quote = ''
  for (const character of text) {
    if (character === ',' && quote === '') {
      parts.push('')
      continue
    }
    if (quote === character) quote = ''
    else if (quote === '' && (character === '"' || character === "'")) quote = character
    parts[parts.length - 1] += character
  }
  // A quote that does not close quotes nothing.
  return quote === '' ? parts : text.split(',')
}
