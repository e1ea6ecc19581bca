import { isWhole, rational, type Rational, whole } from '../value/rational.ts'
import { compound, hasHead, isNumber, type Formula } from './formula.ts'
import { bracketedFrom, matrixFrom, OPENING, signOf } from './brackets.ts'
import { NoFormula, type Token } from './lex.ts'

/** How deep brackets may go. */
const DEEPEST = 24

const RELATIONS: Readonly<Record<string, string>> = {
  '=': 'Equal',
  '<': 'Less',
  '<=': 'LessEqual',
  '>': 'Greater',
  '>=': 'GreaterEqual',
  '!=': 'NotEqual',
  in: 'In',
}

const SETS: Readonly<Record<string, string>> = { cup: 'Union', cap: 'Intersection', minus: 'Without' }

/** Words in brackets and in lists are read by whoever calls: what an item of a list says. */
export type ReadItem = (tokens: readonly Token[], depth: number) => Formula

/**
 * Parses signs without words between them: relations of sums of products of powers, with brackets, functions, sets,
 * tuples and matrices. Juxtaposed factors are multiplied; a whole number before a proper fraction of whole numbers is
 * a mixed number. What takes a time beyond linear is bounded by `DEEPEST`.
 *
 * @throws NoFormula
 */
export function parse(tokens: readonly Token[], readItem: ReadItem, outer = 0): Formula {
  let at = 0
  let depth = outer
  let bars = 0

  const formula = ratio()
  if (at < tokens.length) throw new NoFormula()
  return formula

  function signHere(): string | null {
    return signOf(tokens[at])
  }

  function take(sign: string): boolean {
    if (signHere() !== sign) return false
    at++
    return true
  }

  function need(sign: string): void {
    if (!take(sign)) throw new NoFormula()
  }

  function deeper<T>(read: () => T): T {
    if (++depth > DEEPEST) throw new NoFormula()
    const result = read()
    depth--
    return result
  }

  function ratio(): Formula {
    const parts = [relation()]
    while (take(':')) parts.push(relation())
    return parts.length === 1 ? parts[0]! : { head: 'Ratio', parts }
  }

  function relation(): Formula {
    const parts = [union()]
    const signs: string[] = []
    for (let sign = signHere(); sign !== null && Object.hasOwn(RELATIONS, sign); sign = signHere()) {
      at++
      signs.push(RELATIONS[sign]!)
      parts.push(union())
    }
    if (signs.length === 0) return parts[0]!
    if (signs.every((sign) => sign === signs[0])) {
      // A chain that falls is one that rises, read from its end.
      const rising = { Greater: 'Less', GreaterEqual: 'LessEqual' }[signs[0]!]
      return rising === undefined ? { head: signs[0]!, parts } : { head: rising, parts: parts.toReversed() }
    }
    // A chain of unlike relations holds where each of them does: 0 < x <= 1.
    return compound('All', ...signs.map((sign, i) => compound(sign, parts[i]!, parts[i + 1]!)))
  }

  function union(): Formula {
    let left = sum()
    for (let sign = signHere(); sign !== null && Object.hasOwn(SETS, sign); sign = signHere()) {
      at++
      left = compound(SETS[sign]!, left, sum())
    }
    return left
  }

  function sum(): Formula {
    let left = signed()
    for (;;) {
      if (take('+')) left = compound('Add', left, product())
      else if (take('-')) left = compound('Subtract', left, product())
      else if (take('+-')) left = compound('PlusMinus', left, product())
      else if (take('-+')) left = compound('MinusPlus', left, product())
      else return left
    }
  }

  function signed(): Formula {
    if (take('+')) return deeper(signed)
    if (take('-')) return negated(deeper(signed))
    if (take('+-')) return compound('PlusMinus', whole(0), deeper(signed))
    if (take('-+')) return compound('MinusPlus', whole(0), deeper(signed))
    return product()
  }

  function product(): Formula {
    let wholeBefore = wholeHere()
    let left = power()
    for (;;) {
      const sign = signHere()
      if (sign === '*' || sign === '/') {
        at++
        wholeBefore = wholeHere()
        const right = ['+', '-', '+-', '-+'].includes(signHere() ?? '') ? negatedFactor() : power()
        left = sign === '*' ? compound('Multiply', left, right) : compound('Divide', left, right)
      } else if (startsFactor()) {
        const next = tokens[at]!
        if (next.kind === 'number' || next.kind === 'mixed') throw new NoFormula()
        const right = power()
        const mixed = wholeBefore === null ? null : mixedOf(wholeBefore, right, next)
        if (mixed !== null) left = hasHead(left, 'Divide') || hasHead(left, 'Multiply') ? refuse() : mixed
        else left = compound('Multiply', left, right)
        wholeBefore = null
      } else return left
    }
  }

  function negatedFactor(): Formula {
    if (take('+')) return power()
    if (take('-')) return negated(power())
    throw new NoFormula()
  }

  function refuse(): never {
    throw new NoFormula()
  }

  /** A whole number that is a factor by itself. */
  function wholeHere(): Rational | null {
    const [token, next] = [tokens[at], tokens[at + 1]]
    if (token?.kind !== 'number' || !token.isWhole) return null
    return next?.kind === 'command' && next.name === 'frac' ? token.value : null
  }

  /** 3½ of 3 and ½; an improper fraction of whole numbers behind a whole number says nothing clear. */
  function mixedOf(before: Rational, right: Formula, next: Token): Formula | null {
    if (next.kind !== 'command' || next.name !== 'frac' || !hasHead(right, 'Divide')) return null
    const [top, bottom] = right.parts
    if (!isNumber(top!) || !isNumber(bottom!) || !isWhole(top) || !isWhole(bottom)) return null
    if (top.top < 0n || top.top >= bottom.top) throw new NoFormula()
    return rational(before.top * bottom.top + top.top, bottom.top) ?? refuse()
  }

  function startsFactor(): boolean {
    const token = tokens[at]
    if (token === undefined) return false
    if (token.kind === 'sign') {
      if (token.sign === '|') return bars === 0
      return OPENING.has(token.sign)
    }
    if (token.kind === 'command') return ['frac', 'sqrt', 'cbrt', 'binom', 'begin'].includes(token.name)
    return token.kind !== 'word'
  }

  function power(): Formula {
    let base = primary()
    for (;;) {
      if (take('^')) base = raised(base)
      else if (take('!')) {
        if (signHere() === '!') throw new NoFormula()
        base = compound('Factorial', base)
      } else if (take('%')) base = compound('Percent', base)
      else if (take('circ')) base = compound('Degrees', base)
      else return base
    }
  }

  function raised(base: Formula): Formula {
    if (take('circ')) return compound('Degrees', base)
    if (signHere() === '{' && tokens[at + 1]?.kind === 'sign' && tokens[at + 2]?.kind === 'sign') {
      const [degree, closing] = [tokens[at + 1]!, tokens[at + 2]!]
      if (
        degree.kind === 'sign' &&
        degree.sign === 'circ' &&
        closing.kind === 'sign' &&
        closing.sign === '}'
      ) {
        at += 3
        return compound('Degrees', base)
      }
    }
    if (take("'")) throw new NoFormula()
    return compound('Power', base, exponent())
  }

  function exponent(): Formula {
    return deeper(() => {
      if (take('-')) return negated(exponent())
      if (take('+')) return exponent()
      const base = primary()
      return take('^') ? compound('Power', base, exponent()) : base
    })
  }

  function primary(): Formula {
    return deeper(() => {
      const token = tokens[at++]
      switch (token?.kind) {
        case 'number':
          return take('_') ? compound('Based', `'${token.digits}`, primary()) : token.value
        case 'mixed':
          return token.value
        case 'name':
          return named(token.name)
        case 'function':
          return applied(token.head)
        case 'command':
          return commanded(token.name)
        case 'sign':
          return bracketed(token.sign)
        case 'word':
        case undefined:
          throw new NoFormula()
      }
    })
  }

  function named(letter: string): Formula {
    let name = letter
    for (; take("'");) name += "'"
    if (take('_')) {
      const index = primary()
      name += `_${typeof index === 'string' ? index : isNumber(index) ? `${index.top}/${index.bottom}` : JSON.stringify(index, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}`
    }
    for (; take("'");) name += "'"
    if (/^[fg]['_]*$/.test(letter) && signHere() === '(') {
      const argument = primary()
      return compound(`Call ${name}`, argument)
    }
    return name
  }

  function applied(head: string): Formula {
    let exponents: Formula | null = null
    let base: Formula | null = null
    const isTypedBase = tokens[at]?.kind === 'number' && !tokens[at]!.spaced && isOpen(at + 1)
    if (head === 'Log' && (take('_') || isTypedBase)) base = primary()
    if (take('^')) exponents = exponent()
    if (head === 'Log' && base === null && take('_')) base = primary()
    const inBrackets = signHere() === '(' || signHere() === '{' || signHere() === '['
    const parts = inBrackets ? argumentsOf(primary()) : [argument()]
    const value = compound(head, ...parts, ...(base === null ? [] : [base]))
    if (exponents === null) return value
    const isInverse = isNumber(exponents) && exponents.top === -1n && exponents.bottom === 1n
    const inverse = { Sin: 'Arcsin', Cos: 'Arccos', Tan: 'Arctan' }[head]
    if (isInverse) return inverse === undefined ? refuse() : compound(inverse, ...parts)
    return compound('Power', value, exponents)
  }

  function isOpen(place: number): boolean {
    const token = tokens[place]
    return token?.kind === 'sign' && token.sign === '('
  }

  function argumentsOf(inside: Formula): readonly Formula[] {
    return hasHead(inside, 'Tuple()') ? inside.parts : [inside]
  }

  /** What a function without brackets is of: \sin 2x, \ln|x|, \sin\frac{\pi}{2}. */
  function argument(): Formula {
    if (take('-')) return negated(argument())
    const parts = [power()]
    for (;;) {
      const token = tokens[at]
      const isFactor =
        token?.kind === 'name' ||
        (token?.kind === 'command' && ['frac', 'sqrt', 'cbrt', 'binom'].includes(token.name))
      if (!isFactor) return parts.reduce((left, right) => compound('Multiply', left, right))
      parts.push(power())
    }
  }

  function commanded(name: string): Formula {
    switch (name) {
      case 'frac':
        return compound('Divide', piece(), piece())
      case 'binom':
        return compound('Binomial', piece(), piece())
      case 'cbrt':
        return compound('Root', primary(), whole(3))
      case 'sqrt': {
        if (signHere() !== '[') return compound('Sqrt', primary())
        const degree = bracketed((at++, '['))
        return compound('Root', primary(), degree)
      }
      case 'begin':
        return matrix()
      default:
        throw new NoFormula()
    }
  }

  /** What a fraction is made of: a group, or one digit or letter. */
  function piece(): Formula {
    const token = tokens[at]
    if (token?.kind === 'number' && token.isWhole && token.digits.length > 1) {
      // \frac12 is one half: the digits are taken one by one.
      const [first, rest] = [token.digits[0]!, token.digits.slice(1)]
      tokens = tokens.with(at, { ...token, digits: rest, value: whole(BigInt(rest)), spaced: false })
      return whole(BigInt(first))
    }
    return primary()
  }

  function bracketed(sign: string): Formula {
    switch (sign) {
      case '(':
      case '[':
        return tuple(sign)
      case '{':
        return group()
      case '\\{':
        return set('\\}')
      case '|': {
        bars++
        const inside = union()
        bars--
        need('|')
        return compound('Abs', inside)
      }
      case 'lfloor':
      case 'lceil': {
        const inside = union()
        need(sign === 'lfloor' ? 'rfloor' : 'rceil')
        return compound(sign === 'lfloor' ? 'Floor' : 'Ceil', inside)
      }
      default:
        throw new NoFormula()
    }
  }

  function partsUntil(closings: readonly string[], separators: readonly string[]) {
    const bracketed = bracketedFrom(tokens, at, closings, separators)
    at = bracketed.end
    return bracketed
  }

  function items(parts: readonly (readonly Token[])[]): Formula[] {
    return parts.map((part) => readItem(part, depth))
  }

  function matrix(): Formula {
    const { rows, end } = matrixFrom(tokens, at)
    at = end
    return compound('Matrix', ...rows.map((row) => ({ head: 'Row', parts: items(row) })))
  }

  function tuple(open: '(' | '['): Formula {
    const { parts, closing } = partsUntil([')', ']'], [',', ';'])
    const read = items(parts)
    const isRound = open === '(' && closing === ')'
    if (read.length === 1) {
      if (isRound || (open === '[' && closing === ']')) return read[0]!
      throw new NoFormula()
    }
    return { head: `Tuple${open}${closing}`, parts: read }
  }

  /** A group of LaTeX; with commas in it, a set as it is typed. */
  function group(): Formula {
    const start = at
    const { parts } = partsUntil(['}'], [','])
    if (parts.length > 1) return { head: 'Set', parts: items(parts) }
    const [inside] = parts
    if (start === at - 1) throw new NoFormula()
    return readItem(inside!, depth)
  }

  function set(closing: string): Formula {
    const { parts } = partsUntil([closing], [',', ';'])
    if (parts.length === 1 && parts[0]!.length === 0) return 'EmptySet'
    const such = parts.length === 1 ? parts[0]!.findIndex(isSuchThat) : -1
    // \{x \mid x > 3\} is what holds of x.
    if (such > 0) return readItem(parts[0]!.slice(such + 1), depth)
    return { head: 'Set', parts: items(parts) }
  }
}

const isSuchThat = (token: Token) => token.kind === 'sign' && (token.sign === '|' || token.sign === ':')

const negated = (formula: Formula): Formula =>
  isNumber(formula) ? { top: -formula.top, bottom: formula.bottom } : compound('Negate', formula)
