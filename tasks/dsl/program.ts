/** How many operands an operator has. */
const ARITY = { '+': 2, '-': 2, '*': 2, mod: 2, min: 2, max: 2, if: 4 } as const

export type Operator = keyof typeof ARITY
export const OPERATORS = Object.keys(ARITY) as Operator[]
export const arityOf = (operator: Operator): number => ARITY[operator]

/**
 * A program that makes a whole number of a whole number x: a digit, x itself, or an operator with its operands.
 * 'if a b c d' is c where a < b, and d otherwise.
 */
export type Program = number | 'x' | { readonly operator: Operator; readonly operands: readonly Program[] }

/** Values beyond this, with either sign, end a program without a result. */
export const LIMIT = 9999

/** How many words of a program are read, which also bounds how deep and how long it runs. */
const LONGEST = 60

/**
 * Runs a program, in as many steps as it has words at most.
 *
 * @returns null where it has no result: a value beyond ±9999, or a remainder by a number that is not positive.
 */
export function runProgram(program: Program, x: number): number | null {
  if (program === 'x') return bounded(x)
  if (typeof program === 'number') return program
  const value = (i: number) => runProgram(program.operands[i]!, x)
  const [a, b] = [value(0), value(1)]
  if (a === null || b === null) return null
  switch (program.operator) {
    case '+':
      return bounded(a + b)
    case '-':
      return bounded(a - b)
    case '*':
      return bounded(a * b)
    case 'mod':
      // The remainder of a negative number is positive too.
      return b > 0 ? ((a % b) + b) % b : null
    case 'min':
      return Math.min(a, b)
    case 'max':
      return Math.max(a, b)
    case 'if':
      return value(a < b ? 2 : 3)
  }
}

/** Adding 0 makes 0 of -0, which is no other number. */
const bounded = (value: number) => (Math.abs(value) <= LIMIT ? value + 0 : null)

/** Counts the operators of a program. */
export function sizeOf(program: Program): number {
  return typeof program === 'object'
    ? program.operands.reduce<number>((sum, part) => sum + sizeOf(part), 1)
    : 0
}

/** Writes a program with every operator before its operands: '+ x * 3 x'. */
export function spellProgram(program: Program): string {
  return typeof program === 'object'
    ? [program.operator, ...program.operands.map(spellProgram)].join(' ')
    : `${program}`
}

/** Reads words as a program; null where they are none, or more than 60. */
export function readProgram(words: readonly string[]): Program | null {
  if (words.length > LONGEST) return null
  let at = 0
  const read = (): Program | null => {
    const word = words[at++] ?? ''
    if (word === 'x') return 'x'
    if (/^\d$/.test(word)) return Number(word)
    if (!isOperator(word)) return null
    const operands: Program[] = []
    while (operands.length < ARITY[word]) {
      const operand = read()
      if (operand === null) return null
      operands.push(operand)
    }
    return { operator: word, operands }
  }
  const program = read()
  return at === words.length ? program : null
}

const isOperator = (word: string): word is Operator => Object.hasOwn(ARITY, word)
