import { rational, type Rational } from '../value/rational.ts'
import { FUNCTIONS, MAGNITUDES, NAMES, PERCENT, SEPARATORS, SHORT, TELLING, UNITS } from './words.ts'

/** One sign of an answer; `spaced`: white space stands before it. */
export type Token = { readonly spaced: boolean } & (
  | { readonly kind: 'number'; readonly value: Rational; readonly digits: string; readonly isWhole: boolean }
  | { readonly kind: 'mixed'; readonly value: Rational }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'function'; readonly head: string }
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'sign'; readonly sign: string }
)

/** The longest answer that is read as a formula, in characters, and how many signs it may have. */
export const LONGEST = 1000
const MOST_TOKENS = 600

/** Thrown where a text is no formula. */
export class NoFormula extends Error {}

const WHOLE = String.raw`\d{1,3}(?:,\d{3})+(?!\d)(?!,\d)|\d{1,3}(?: \d{3})+(?![\d/])|\d+`
const MIXED = /(\d+)\s+(\d+)\s*\/\s*(\d+)(?![\d.])/y
const NUMBER = new RegExp(
  String.raw`(?:(${WHOLE})(?:\.(\d+)?(?!\.))?|\.(\d+))(?:[eE]([+-]?\d+)(?![\d.]))?`,
  'y',
)
/** 0.\overline{3}, 0.1\bar{6}, 0.(3) */
const REPEATING = /(\d*)\.(\d*)(?:\\(?:overline|bar|dot)\s*\{?\s*(\d+)\s*\}?|\((\d+)\))/y
const SIGNS = /\*\*|<=|>=|=<|!=|->|:=|==|\\\\|\\[{}%&|]|[-+*/^_()[\]{}|,;:=<>!%'&]/y
const COMMAND = /\\([a-zA-Z]+)\*?/y
const LETTERS = /[a-zA-Z]+(?:\.[a-zA-Z](?![a-zA-Z]))*/y
const SPACE = /\s+/y
/** A text, with at most one pair of braces in it. */
const TEXT =
  /\\(?:text|textbf|textit|textrm|texttt|textsf|textnormal|mbox|hbox|mathrm|operatorname|emph)\*?\s*\{([^{}]*)\}/y

const SIGN_OF: Readonly<Record<string, string>> = {
  '**': '^',
  '==': '=',
  '=<': '<=',
  ':=': '=',
  '\\%': '%',
  '\\|': '|',
  '\\&': '&',
}
const COMMAND_SIGNS: Readonly<Record<string, string>> = {
  cdot: '*',
  times: '*',
  ast: '*',
  div: '/',
  le: '<=',
  leq: '<=',
  leqslant: '<=',
  ge: '>=',
  geq: '>=',
  geqslant: '>=',
  lt: '<',
  gt: '>',
  ne: '!=',
  neq: '!=',
  approx: '=',
  simeq: '=',
  equiv: '=',
  in: 'in',
  cup: 'cup',
  cap: 'cap',
  setminus: 'minus',
  backslash: 'minus',
  pm: '+-',
  mp: '-+',
  circ: 'circ',
  degree: 'circ',
  lbrace: '\\{',
  rbrace: '\\}',
  mid: '|',
  colon: ':',
  vee: 'or',
  lor: 'or',
  lfloor: 'lfloor',
  rfloor: 'rfloor',
  lceil: 'lceil',
  rceil: 'rceil',
  langle: '(',
  rangle: ')',
  prime: "'",
}

/**
 * Parts an answer into signs.
 *
 * @param units words that are units even where they are one letter: those of the answer it is compared with
 * @throws NoFormula where there is a character or a command that no formula holds.
 */
export function lex(text: string, units: ReadonlySet<string> = new Set()): Token[] {
  if (text.length > LONGEST) throw new NoFormula()
  const tokens: Token[] = []
  let at = 0
  let depth = 0
  let spaced = false

  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found !== null) at = pattern.lastIndex
    return found
  }
  const push = (token: Token) => {
    if (tokens.push(token) > MOST_TOKENS) throw new NoFormula()
  }
  const sign = (written: string) => push({ kind: 'sign', sign: written, spaced })

  while (at < text.length) {
    if (match(SPACE) !== null) {
      spaced = true
      continue
    }
    const found = readNumber() || readText() || readCommand() || readLetters() || readSign()
    if (!found) throw new NoFormula()
    spaced = false
  }
  return tokens

  function readNumber(): boolean {
    const repeating = match(REPEATING)
    if (repeating !== null) {
      const [digits, whole, fixed, over, inBrackets] = repeating
      push({
        kind: 'number',
        value: repeatingOf(whole!, fixed!, over ?? inBrackets!),
        digits,
        isWhole: false,
        spaced,
      })
      return true
    }
    const mixed = match(MIXED)
    if (mixed !== null) {
      const [whole, top, bottom] = mixed.slice(1).map((digits) => BigInt(digits))
      // '3 7/2' is no mixed number, and nothing else.
      if (top! >= bottom!) throw new NoFormula()
      push({ kind: 'mixed', value: exact(whole! * bottom! + top!, bottom!), spaced })
      return true
    }
    const start = at
    const number = match(NUMBER)
    if (number === null) return false
    // In brackets a comma parts, unless others there have a space behind them.
    if (number[1]?.includes(',') && depth > 0 && !hasSpacedComma(start)) {
      at = start + number[1].indexOf(',')
      push(decimal(number[1].slice(0, number[1].indexOf(',')), '', undefined))
      return true
    }
    push(decimal(number[1] ?? '', number[2] ?? number[3] ?? '', number[4]))
    return true
  }

  function decimal(written: string, decimals: string, exponent: string | undefined): Token {
    const whole = written.replaceAll(/[, ]/g, '')
    if (exponent !== undefined && !/^[-+]?\d{1,3}$/.test(exponent)) throw new NoFormula()
    const shift = Number(exponent ?? 0) - decimals.length
    const digits = BigInt(`${whole}${decimals}`)
    const value =
      shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift))
    if (value === null) throw new NoFormula()
    const isWhole = decimals === '' && exponent === undefined
    return { kind: 'number', value, digits: isWhole ? whole : `${whole}.${decimals}`, isWhole, spaced }
  }

  /** Whether in the brackets that are open here a comma has a space behind it. */
  function hasSpacedComma(start: number): boolean {
    let from = start
    for (let open = 0; from > 0 && open >= 0; from--) {
      if (')]}'.includes(text[from - 1]!)) open++
      else if ('([{'.includes(text[from - 1]!)) open--
    }
    for (let i = from, open = -1; i < text.length; i++) {
      if ('([{'.includes(text[i]!)) open++
      else if (')]}'.includes(text[i]!) && --open < 0) return false
      else if (text[i] === ',' && text[i + 1] === ' ' && open === 0) return true
    }
    return false
  }

  function readText(): boolean {
    const found = match(TEXT)
    if (found === null) return false
    const content = found[1]!.trim()
    const isUpright = /^\\(?:mathrm|operatorname)/.test(found[0])
    if (isUpright && /^[a-zA-Z]$/.test(content) && !UNITS.has(content)) {
      push({ kind: 'name', name: content, spaced })
      return true
    }
    const inner = isUpright && FUNCTIONS.has(content) ? lex(content) : lexText(content, units)
    for (const token of inner) push(token)
    return true
  }

  function readCommand(): boolean {
    const found = match(COMMAND)
    if (found === null) return false
    const name = found[1]!
    if (Object.hasOwn(COMMAND_SIGNS, name)) sign(COMMAND_SIGNS[name]!)
    else if (name === 'sqrt' || name === 'cbrt' || !FUNCTIONS.has(name)) command(name)
    else push({ kind: 'function', head: FUNCTIONS.get(name)!, spaced })
    return true
  }

  function command(name: string): void {
    if (NAMES.has(name)) push({ kind: 'name', name: NAMES.get(name)!, spaced })
    else if (['emptyset', 'varnothing'].includes(name)) push({ kind: 'name', name: 'EmptySet', spaced })
    else if (['dollar', 'euro', 'yen'].includes(name)) push({ kind: 'word', word: name, spaced })
    else if (name === 'pounds') push({ kind: 'word', word: 'gbp', spaced })
    else if (name === 'mathbb') readSet()
    else if (['frac', 'sqrt', 'cbrt', 'binom', 'over', 'choose', 'begin', 'end'].includes(name))
      push({ kind: 'command', name, spaced })
    else throw new NoFormula()
  }

  function readSet(): void {
    const found = match(/\s*\{?\s*([RZQNC])\s*\}?/y)
    if (found === null) throw new NoFormula()
    push({ kind: 'name', name: found[1] === 'R' ? 'Reals' : `${found[1]}-set`, spaced })
  }

  function readLetters(): boolean {
    const found = match(LETTERS)
    if (found === null) return false
    for (const token of lettersOf(found[0], { units, spaced, ...before() })) push(token)
    return true
  }

  /** Whether a unit may stand here: behind a value, or behind another unit and a '/' or '*'. */
  function before(): Pick<Letters, 'isBehindValue' | 'isBehindUnit'> {
    const [earlier, last] = [tokens.at(-2), tokens.at(-1)]
    const isSign = last?.kind === 'sign'
    return {
      isBehindValue:
        last !== undefined &&
        last.kind !== 'function' &&
        (!isSign || [')', ']', '}', '%', '|'].includes(last.sign)),
      isBehindUnit:
        last?.kind === 'word' || (isSign && ['/', '*'].includes(last.sign) && earlier?.kind === 'word'),
    }
  }

  function readSign(): boolean {
    const found = match(SIGNS)
    if (found === null) return false
    const written = SIGN_OF[found[0]] ?? found[0]
    if (written === '->') throw new NoFormula()
    if (['(', '[', '{', '\\{'].includes(written)) depth++
    if ([')', ']', '}', '\\}'].includes(written)) depth--
    sign(written)
    return true
  }
}

function exact(top: bigint, bottom: bigint): Rational {
  const value = rational(top, bottom)
  if (value === null) throw new NoFormula()
  return value
}

function repeatingOf(whole: string, fixed: string, repeated: string): Rational {
  const nines = BigInt('9'.repeat(repeated.length)) * 10n ** BigInt(fixed.length)
  return exact(BigInt(`0${whole}${fixed}${repeated}`) - BigInt(`0${whole}${fixed}`), nines)
}

/** The signs of a text in a formula: its letters are words, also where there is but one. */
function lexText(content: string, units: ReadonlySet<string>): Token[] {
  return content.split(/([a-zA-Z][a-zA-Z.'-]*)/).flatMap((part, i): Token[] => {
    if (i % 2 === 0) return part.trim() === '' ? [] : lex(part.replace(/[.]\s*$/, ' '), units)
    return [{ kind: 'word', word: wordOf(part), spaced: true }]
  })
}

const wordOf = (letters: string) => {
  const bare = letters.replaceAll(/[.']/g, '')
  return UNITS.has(bare) ? bare : bare.toLowerCase()
}

/** Where a run of letters stands. */
interface Letters {
  readonly units: ReadonlySet<string>
  readonly spaced: boolean
  readonly isBehindValue: boolean
  readonly isBehindUnit: boolean
}

/** A run of letters that is typed: a function, a name, a word, or a product of letters. */
function lettersOf(letters: string, where: Letters): Token[] {
  const { spaced } = where
  const [word, lower] = [wordOf(letters), letters.toLowerCase()]
  const asWord: Token = { kind: 'word', word, spaced }
  const unit = UNITS.get(word)
  if (unit !== undefined && (where.units.has(unit) || where.isBehindUnit)) return [asWord]
  if (where.isBehindValue && /^(?:sq|cu)$/.test(word)) return [asWord]
  if (letters.length === 1) return [{ kind: 'name', name: letters, spaced }]
  if (unit !== undefined && (letters.length > 2 || where.isBehindValue)) return [asWord]
  const name = NAMES.get(letters) ?? NAMES.get(lower)
  if (name !== undefined) return [{ kind: 'name', name, spaced }]
  if (FUNCTIONS.has(lower)) return [functionOf(lower, spaced)]
  if (isWord(word, spaced)) return [asWord]
  const parts = /^([a-z]?)(sqrt|sin|cos|tan|log|exp|ln|pi)([a-z]{0,2})$/.exec(letters)
  if (parts !== null)
    return parts
      .slice(1)
      .flatMap((part, i) => (part === '' ? [] : lettersOf(part, { ...where, spaced: spaced && i === 0 })))
  if (letters.length > 3 || SHORT.has(lower)) return [asWord]
  return Array.from(letters, (name, i) => ({ kind: 'name', name, spaced: spaced && i === 0 }))
}

const functionOf = (name: string, spaced: boolean): Token =>
  name === 'sqrt' || name === 'cbrt'
    ? { kind: 'command', name, spaced }
    : { kind: 'function', head: FUNCTIONS.get(name)!, spaced }

const isWord = (word: string, spaced: boolean) =>
  SEPARATORS.has(word) ||
  MAGNITUDES.has(word) ||
  PERCENT.has(word) ||
  (TELLING.has(word) && (word.length > 2 || (spaced && ['am', 'pm'].includes(word))))
