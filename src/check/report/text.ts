import { inspect } from 'node:util'
import { oneLine } from '../../core/index.ts'

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
  return text === '{}' ? '' : oneLine(text.startsWith('{ ') ? text.slice(2).replace(/ \}$/, '') : text, limit)
}

/** Ends a text as a sentence ends. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`
}

/** Writes a number with its thousands separated. */
export function number(n: number): string {
  return n.toLocaleString('en-US')
}

/** '1 step', '2 steps', '1,000 steps'. */
export function count(n: number, noun: string): string {
  return `${number(n)} ${noun}${n === 1 ? '' : 's'}`
}

/** Writes rows of cells as lines whose columns stand under each other. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (widths, row) => row.map((cell, i) => Math.max(widths[i] ?? 0, cell.length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  )
}
