import { NoFormula, type Token } from './lex.ts'
import { UNITS } from './words.ts'

/** Words that only join units. */
const POWERS: Readonly<Record<string, number>> = { square: 2, sq: 2, cubic: 3, cu: 3 }

/**
 * Reads what stands behind a value as its unit, by its name and power: 'm·s^-1' of 'm/s', 'm per second' or
 * 'm \cdot s^{-1}'. Words that are no units are dropped; '' where there is no unit.
 *
 * @throws NoFormula where numbers or other signs stand between.
 */
export function unitOf(tokens: readonly Token[]): string {
  const powers = new Map<string, number>()
  let sign = 1
  let next = 1
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token.kind === 'word') {
      if (token.word === 'per') sign = -1
      else if (Object.hasOwn(POWERS, token.word)) next = POWERS[token.word]!
      else {
        const unit = UNITS.get(token.word)
        const [power, length] = exponentAt(tokens, i + 1)
        if (unit !== undefined) powers.set(unit, (powers.get(unit) ?? 0) + sign * next * power)
        i += length
        next = 1
        sign = 1
      }
    } else if (token.kind === 'sign' && token.sign === '/') sign = -1
    else if (token.kind !== 'sign' || !['*', '(', ')', '-', '.', '{', '}', ','].includes(token.sign))
      throw new NoFormula()
  }
  return [...powers]
    .filter(([, power]) => power !== 0)
    .map(([unit, power]) => (power === 1 ? unit : `${unit}^${power}`))
    .toSorted()
    .join('·')
}

/** The power of a unit, and how many signs it takes: '^2', '^{-1}'. */
function exponentAt(tokens: readonly Token[], from: number): readonly [power: number, length: number] {
  const sign = (at: number) => {
    const token = tokens[at]
    return token?.kind === 'sign' ? token.sign : null
  }
  if (sign(from) !== '^') return [1, 0]
  let at = from + 1
  const inBraces = sign(at) === '{'
  if (inBraces) at++
  const isNegative = sign(at) === '-'
  if (isNegative) at++
  const token = tokens[at]
  if (token?.kind !== 'number' || !token.isWhole || token.digits.length > 1) throw new NoFormula()
  at++
  if (inBraces && sign(at++) !== '}') throw new NoFormula()
  return [(isNegative ? -1 : 1) * Number(token.digits), at - from]
}
