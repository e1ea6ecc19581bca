/** Characters that would break a line, move the cursor or turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu

/** Writes text from anywhere as one line of at most `limit` characters, a cut marked with '…'. */
export function oneLine(text: string, limit = 160): string {
  const line = text.replace(UNPRINTABLE, ' ').trim()
  if (line.length <= limit) return line
  // A pair of surrogates is one character, and half of it none.
  return `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Writes a word as at the beginning of a sentence. */
export function titled(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
