import { NoFormula, type Token } from './lex.ts'

/** Signs that open something, and those that close it; a factor never begins with one of the latter. */
export const OPENING: ReadonlySet<string> = new Set(['(', '[', '{', '\\{', 'lfloor', 'lceil'])
export const CLOSING: ReadonlySet<string> = new Set([')', ']', '}', '\\}', 'rfloor', 'rceil'])

export const signOf = (token: Token | undefined): string | null =>
  token?.kind === 'sign' ? token.sign : null

const isCommand = (token: Token, name: string) => token.kind === 'command' && token.name === name

/** By how much brackets and environments are deeper behind a sign. */
export function depthAfter(token: Token): number {
  const sign = signOf(token)
  if (sign !== null) return OPENING.has(sign) ? 1 : CLOSING.has(sign) ? -1 : 0
  return isCommand(token, 'begin') ? 1 : isCommand(token, 'end') ? -1 : 0
}

/** What stands in brackets, parted; the sign that closes them, and the place behind it. */
export interface Bracketed {
  readonly parts: readonly (readonly Token[])[]
  readonly closing: string
  readonly end: number
}

/**
 * Reads from behind an opening bracket to where it closes, parted at separators on its own level.
 *
 * @throws NoFormula where it does not close.
 */
export function bracketedFrom(
  tokens: readonly Token[],
  from: number,
  closings: readonly string[],
  separators: readonly string[],
): Bracketed {
  const parts: Token[][] = [[]]
  let open = 0
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]!
    const sign = signOf(token)
    if (sign !== null && open === 0 && closings.includes(sign)) return { parts, closing: sign, end: at + 1 }
    open += depthAfter(token)
    if (sign !== null && open === 0 && separators.includes(sign)) parts.push([])
    else parts.at(-1)!.push(token)
  }
  throw new NoFormula()
}

/** The cells of a matrix, row by row, from behind '\begin'; and the place behind it. */
export function matrixFrom(
  tokens: readonly Token[],
  from: number,
): { readonly rows: readonly (readonly (readonly Token[])[])[]; readonly end: number } {
  if (signOf(tokens[from]) !== '{') throw new NoFormula()
  const name = bracketedFrom(tokens, from + 1, ['}'], [])
  const kind = name.parts[0]!.map((token) =>
    token.kind === 'word' ? token.word : token.kind === 'name' ? token.name : '?',
  ).join('')
  if (!/^(?:[pb]?matrix|array)$/.test(kind)) throw new NoFormula()
  let at = name.end
  if (kind === 'array') {
    if (signOf(tokens[at]) !== '{') throw new NoFormula()
    at = bracketedFrom(tokens, at + 1, ['}'], []).end
  }
  const rows: Token[][][] = [[[]]]
  for (let open = 0; ; at++) {
    const token = tokens[at]
    if (token === undefined) throw new NoFormula()
    if (open === 0 && isCommand(token, 'end')) break
    open += depthAfter(token)
    const sign = open === 0 ? signOf(token) : null
    if (sign === '&') rows.at(-1)!.push([])
    else if (sign === '\\\\') rows.push([[]])
    else rows.at(-1)!.at(-1)!.push(token)
  }
  if (signOf(tokens[at + 1]) !== '{') throw new NoFormula()
  const { end } = bracketedFrom(tokens, at + 2, ['}'], [])
  return { rows: rows.filter((row) => row.some((cell) => cell.length > 0)), end }
}
