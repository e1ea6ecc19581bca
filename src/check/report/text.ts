import { inspect } from 'node:util'

/** Characters that would break a line, move the cursor or turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu

/** Writes text from anywhere as one line of at most `limit` characters, a cut marked with '…'. */
export function oneLine(text: string, limit = 160): string {
  const line = text.replace(UNPRINTABLE, ' ').trim()
  if (line.length <= limit) return line
  // A pair of surrogates is one character, and half of it none.
  return `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Writes any value as one line of at most `limit` characters. */
export function shortValue(value: unknown, limit = 60): string {
  if (value instanceof Error) return oneLine(`${value.name}: ${value.message}`, limit)
  const text = inspect(value, {
    depth: 6,
    compact: true,
    breakLength: Infinity,
    customInspect: false,
    maxArrayLength: limit,
    maxStringLength: limit,
  })
  return oneLine(text, limit)
}

/** Writes the fields of a payload, without braces around them: "turn: 0, text: 'bet'". */
export function shortFields(payload: unknown, limit = 60): string {
  const text = shortValue(payload, limit + 4)
  return oneLine(/^\{ .* \}$/.test(text) ? text.slice(2, -2) : text === '{}' ? '' : text, limit)
}

/** Ends a text as a sentence ends. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

/** '1 step', '2 steps', '1,000 steps'. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`
}
