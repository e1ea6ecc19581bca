import { whole } from '../value/rational.ts'
import { plainCharacters } from './characters.ts'
import { compound, hasHead, isCompound, isNumber, type Formula } from './formula.ts'
import { depthAfter, signOf } from './brackets.ts'
import { lex, NoFormula, type Token } from './lex.ts'
import { withoutLooks } from './looks.ts'
import { parse } from './parse.ts'
import { unitOf } from './units.ts'
import { BEFORE, MAGNITUDES, PERCENT, SAYINGS, SEPARATORS, TELLING, UNITS } from './words.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * Reads an answer as a formula, in LaTeX or as it is typed; null for what is none. It is parsed, never run, in a time
 * that its length bounds. Answers that commas, 'and' or 'or' part are a 'List'; a value with a unit or with a word that
 * changes what is said is a 'Quantity' of value, unit and words; words alone are a 'Text'.
 *
 * @param units one-letter units that the answer may have: those of the one it is compared with
 */
export function readFormula(answer: string, units: ReadonlySet<string> = NONE): Formula | null {
  const text = withoutLooks(plainCharacters(answer))
  if (text === '') return null
  try {
    return readList(lex(text, units))
  } catch (error) {
    if (error instanceof NoFormula) return null
    throw error
  }
}

const isSeparator = (token: Token) =>
  (token.kind === 'sign' && [',', ';', 'or'].includes(token.sign)) ||
  (token.kind === 'word' && SEPARATORS.has(token.word))

/** Parts an answer where it lists several. */
function readList(tokens: readonly Token[]): Formula {
  const parts: Token[][] = [[]]
  let open = 0
  for (const token of tokens) {
    open += depthAfter(token)
    if (open === 0 && isSeparator(token)) parts.push([])
    else parts.at(-1)!.push(token)
  }
  const filled = parts.filter((part) => part.length > 0)
  if (filled.length === 0) throw new NoFormula()
  if (filled.length === 1) return readItem(filled[0]!, 0)
  const items = filled.map((part) => readItem(part, 0))
  if (!items.every(isInequality)) return { head: 'List', parts: items }
  // Of inequalities 'or' and 'and' do not say the same.
  const isChoice = tokens.some((token) => (token.kind === 'word' ? token.word : signOf(token)) === 'or')
  return { head: isChoice ? 'AnyOf' : 'All', parts: items }
}

const isInequality = (formula: Formula) =>
  isCompound(formula) && /^(?:Less|Greater|NotEqual)/.test(formula.head)

/** Reads one answer: words before it, a value, and a unit or other words behind it. */
function readItem(tokens: readonly Token[], depth: number): Formula {
  if (tokens.length === 0) throw new NoFormula()
  if (tokens.every(({ kind }) => kind === 'word')) return textOf(tokens)
  const divided = dividedAt(tokens, depth) ?? congruent(tokens, depth)
  if (divided !== null) return divided
  const start = tokens.findIndex(({ kind }) => kind !== 'word')
  const [before, rest] = [tokens.slice(0, start), tokens.slice(start)]
  const end = endOfValue(rest)
  const value = valueOf(rest.slice(0, end), before, depth)
  return withWords(value, before, rest.slice(end))
}

/** 'a \over b' and 'n \choose k' take all that is on their level. */
function dividedAt(tokens: readonly Token[], depth: number): Formula | null {
  let open = 0
  for (const [i, token] of tokens.entries()) {
    open += depthAfter(token)
    if (open > 0 || token.kind !== 'command' || !['over', 'choose'].includes(token.name)) continue
    const [above, below] = [tokens.slice(0, i), tokens.slice(i + 1)].map((part) => readItem(part, depth + 1))
    return compound(token.name === 'over' ? 'Divide' : 'Binomial', above!, below!)
  }
  return null
}

/** '3 mod 7' is a value and its modulus. */
function congruent(tokens: readonly Token[], depth: number): Formula | null {
  const at = tokens.findIndex((token) => token.kind === 'word' && token.word === 'mod')
  if (at <= 0 || at === tokens.length - 1) return null
  return compound(
    'Modulo',
    readItem(tokens.slice(0, at), depth + 1),
    readItem(tokens.slice(at + 1), depth + 1),
  )
}

/** Where the words behind a value begin. */
function endOfValue(tokens: readonly Token[]): number {
  let open = 0
  for (const [i, token] of tokens.entries()) {
    open += depthAfter(token)
    if (open > 0 || i === 0) continue
    if (token.kind === 'word') return i
    // '5 (dollars)': a remark in brackets.
    if (signOf(token) === ')' && remarkStart(tokens, i) > 0) return remarkStart(tokens, i)
  }
  return tokens.length
}

/** Where a bracket that holds nothing but words opens; -1 where it holds more. */
function remarkStart(tokens: readonly Token[], closing: number): number {
  let at = closing - 1
  while (tokens[at]?.kind === 'word') at--
  const token = tokens[at]
  return token?.kind === 'sign' && token.sign === '(' && at < closing - 1 ? at : -1
}

function valueOf(tokens: readonly Token[], before: readonly Token[], depth: number): Formula {
  const last = tokens.at(-1)
  const isJoined = last?.kind === 'sign' && ['/', '*'].includes(last.sign)
  const read = parse(isJoined ? tokens.slice(0, -1) : tokens, readItem, depth)
  const isNegative = before.some(
    (token) => token.kind === 'word' && ['negative', 'minus'].includes(token.word),
  )
  return isNegative ? compound('Negate', read) : read
}

/** Adds to a value what the words around it say of it. */
function withWords(value: Formula, before: readonly Token[], behind: readonly Token[]): Formula {
  const wordsBefore = before.flatMap((token) => (token.kind === 'word' ? [token.word] : []))
  const wordsBehind = behind.flatMap((token) => (token.kind === 'word' ? [token.word] : []))
  const sayNothing = (word: string) =>
    BEFORE.has(word) || UNITS.has(word) || TELLING.has(word) || ['negative', 'minus', 'usd'].includes(word)
  if (!wordsBefore.every(sayNothing)) throw new NoFormula()
  const unit = unitOf([...before.filter(isUnit), ...behind.filter((token) => !isMagnitude(token))])
  const telling = [...wordsBefore, ...wordsBehind].flatMap((word) => {
    const tells = TELLING.get(word)
    return tells === undefined || UNITS.has(word) || (BEFORE.has(word) && wordsBefore.includes(word))
      ? []
      : [tells]
  })
  const isAngle = hasDegrees(value)
  let result = isAngle ? withoutDegrees(value) : value
  for (const word of wordsBehind) {
    const times = MAGNITUDES.get(word)
    if (times !== undefined) result = multiplied(result, times)
    if (PERCENT.has(word)) result = compound('Percent', result)
  }
  if (unit === '' && telling.length === 0 && !isAngle) return result
  return compound(
    'Quantity',
    result,
    `'${unit === '' && isAngle ? 'degree' : unit}`,
    `'${telling.toSorted().join(' ')}`,
  )
}

/** Operations that an angle in degrees may stand in; within a function it is a number. */
const ANGLES = new Set(['Add', 'Subtract', 'Negate', 'Multiply', 'Divide', 'Equal'])

const hasDegrees = (formula: Formula): boolean =>
  hasHead(formula, 'Degrees') ||
  (isCompound(formula) && ANGLES.has(formula.head) && formula.parts.some(hasDegrees))

function withoutDegrees(formula: Formula): Formula {
  if (hasHead(formula, 'Degrees')) return formula.parts[0]!
  if (!isCompound(formula) || !ANGLES.has(formula.head)) return formula
  return { head: formula.head, parts: formula.parts.map(withoutDegrees) }
}

const multiplied = (value: Formula, times: bigint): Formula =>
  isNumber(value)
    ? { top: value.top * times, bottom: value.bottom }
    : compound('Multiply', value, whole(times))

const isUnit = (token: Token) => token.kind === 'word' && UNITS.has(token.word)
const isMagnitude = (token: Token) =>
  token.kind === 'word' && (MAGNITUDES.has(token.word) || PERCENT.has(token.word))

/** Words alone: a text, or what they say of a number or a set. */
function textOf(tokens: readonly Token[]): Formula {
  const words = tokens.flatMap((token) => (token.kind === 'word' ? [token.word] : []))
  const text = words.join(' ').toLowerCase()
  const said = SAYINGS.get(text)
  if (said !== undefined) return /^\d+$/.test(said) ? whole(BigInt(said)) : said
  return compound('Text', `'${text}`)
}
