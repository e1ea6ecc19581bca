import { plain } from './plain.ts'

/** An exact number in lowest terms, the denominator positive; written as a percentage or not. */
export interface ExactNumber {
  readonly numerator: bigint
  readonly denominator: bigint
  readonly percent: boolean
}

/** The longest number that is read, in characters. */
const LONGEST = 128

const WHOLE = String.raw`\d{1,3}(?:,\d{3})+|\d+`
const DECIMAL = new RegExp(String.raw`^(${WHOLE})?(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$`)
const FRACTION = new RegExp(
  String.raw`^(?:(\d+)\s)?\s*(?:(${WHOLE})\s*/\s*(${WHOLE})|\\frac\s*(?:\{\s*(\d+)\s*\}|(\d))\s*(?:\{\s*(\d+)\s*\}|(\d)))$`,
)

/** A number inside a sentence, as long as it goes. */
const INSIDE = new RegExp(
  String.raw`(?<![\w.,])-?\s?(?:\d+\s+\d+\s*/\s*\d+|(?:${WHOLE})\s*/\s*\d+|(?:${WHOLE})(?:\.\d+)?|\.\d+)(?:\s*%)?(?![\w/]|[.,]\d)`,
  'g',
)

/**
 * Reads a number exactly: '42', '-1,234.50', '3/4', '2 1/2', '\frac{3}{4}', '6.02e23', '50%', or the digits of a
 * whole number as words, '4 2'. Currency signs and units behind it do not matter. Null for what is none.
 */
export function readNumber(answer: string): ExactNumber | null {
  if (answer.length > 2 * LONGEST) return null
  const text = plain(answer).replace(/^([-+]?)\s*[$€£¥]\s*/, '$1')
  if (text.length > LONGEST) return null
  const [, sign, percentless, percent] = /^([-+]?)\s*(.*?)\s*(%?)$/s.exec(text) ?? []
  if (percentless === undefined || percentless === '') return null
  const body = /^\d( \d)+$/.test(percentless) ? percentless.replaceAll(' ', '') : percentless
  const ratio = readDecimal(body) ?? readFraction(body)
  if (ratio === null || ratio[1] === 0n) return null
  const [numerator, denominator] = ratio
  const common = gcd(numerator, denominator)
  return {
    numerator: ((sign === '-' ? -1n : 1n) * numerator) / common,
    denominator: denominator / common,
    percent: percent === '%',
  }
}

/** Reads the last number that stands in a text: 'She has 3 apples and 5 pears.' */
export function lastNumber(text: string): ExactNumber | null {
  const last = [...text.slice(-2 * LONGEST).matchAll(INSIDE)].at(-1)
  return last === undefined ? null : readNumber(last[0])
}

/** Tells whether two numbers are equal; where only one is a percentage, 50% is both 50 and 1/2. */
export function sameNumber(a: ExactNumber, b: ExactNumber): boolean {
  const equal = (n: bigint, d: bigint) => n * b.denominator === b.numerator * d
  if (equal(a.numerator, a.denominator)) return true
  if (a.percent === b.percent) return false
  return a.percent ? equal(a.numerator, a.denominator * 100n) : equal(a.numerator * 100n, a.denominator)
}

type Ratio = readonly [numerator: bigint, denominator: bigint]

function readDecimal(text: string): Ratio | null {
  const [, whole, decimals = '', exponent = '0'] = DECIMAL.exec(text) ?? []
  if (whole === undefined && decimals === '') return null
  const shift = Number(exponent) - decimals.length
  const digits = toBigInt(`${whole ?? ''}${decimals}`)
  return shift >= 0 ? [digits * 10n ** BigInt(shift), 1n] : [digits, 10n ** BigInt(-shift)]
}

function readFraction(text: string): Ratio | null {
  const [, whole = '0', top, bottom, ...tex] = FRACTION.exec(text) ?? []
  const [texTop, texBottom] = [tex[0] ?? tex[1], tex[2] ?? tex[3]]
  const [above, below] = [top ?? texTop, bottom ?? texBottom]
  if (above === undefined || below === undefined) return null
  const denominator = toBigInt(below)
  return [toBigInt(whole) * denominator + toBigInt(above), denominator]
}

const toBigInt = (digits: string) => BigInt(digits.replaceAll(',', ''))

function gcd(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}
