import { readNumber } from './number.ts'

const PRECEDENCE = { '+': 1, '-': 1, '*': 2, '/': 2 } as const
export type Operator = keyof typeof PRECEDENCE

/** Arithmetic in infix notation: whole numbers ≥ 0, four operators and brackets. */
export type Expression =
  | number
  | { readonly operator: Operator; readonly left: Expression; readonly right: Expression }

/** How many words are read, which also bounds how deep brackets go. */
const LONGEST = 200

/** Reads words as an expression, * and / before + and -, each from the left; null where they are none. */
export function readExpression(words: readonly string[]): Expression | null {
  if (words.length > LONGEST) return null
  let at = 0

  function operand(): Expression | null {
    if (words[at] === '(') {
      at++
      const inside = operation(1)
      return words[at++] === ')' ? inside : null
    }
    const start = at
    while (/^\d$/.test(words[at] ?? '')) at++
    return readNumber(words.slice(start, at))
  }

  /** Operators of at least this precedence. */
  function operation(least: number): Expression | null {
    let left = operand()
    for (;;) {
      const operator = words[at]
      if (left === null || !isOperator(operator) || PRECEDENCE[operator] < least) return left
      at++
      const right = operation(PRECEDENCE[operator] + 1)
      left = right === null ? null : { operator, left, right }
    }
  }

  const expression = operation(1)
  return at === words.length ? expression : null
}

const isOperator = (word: string | undefined): word is Operator =>
  word !== undefined && Object.hasOwn(PRECEDENCE, word)

/** The numbers in an expression, from left to right. */
export function numbersOf(expression: Expression): number[] {
  return typeof expression === 'number'
    ? [expression]
    : [...numbersOf(expression.left), ...numbersOf(expression.right)]
}

/** The value of an expression; null where a division does not come out whole. */
export function valueOf(expression: Expression): number | null {
  if (typeof expression === 'number') return expression
  const [left, right] = [valueOf(expression.left), valueOf(expression.right)]
  return left === null || right === null ? null : calculate(expression.operator, left, right)
}

/** Calculates with whole numbers; null where a division does not come out whole. */
export function calculate(operator: Operator, left: number, right: number): number | null {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right !== 0 && left % right === 0 ? left / right : null
  }
}
