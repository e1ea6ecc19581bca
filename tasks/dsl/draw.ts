import type { Random } from 'coevo/core'
import { arityOf, OPERATORS, runProgram, type Operator, type Program } from './program.ts'

/** The inputs that programs are asked about. */
export const INPUTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** How often a program that answers is looked for before a plain one is taken. */
const DRAWS = 100

/** Whether a program has a result for every input, and not the same for all. */
export function isTelling(program: Program): boolean {
  const outputs = new Set(INPUTS.map((input) => runProgram(program, input)))
  return outputs.size > 1 && !outputs.has(null)
}

/** Draws a program with so many operators that has a result for every input, and not the same for all. */
export function drawProgram(size: number, random: Random): Program {
  for (let draw = 0; draw < DRAWS; draw++) {
    const program = drawAny(size, random)
    if (isTelling(program)) return program
  }
  return Array.from({ length: size }).reduce<Program>(
    (program) => ({ operator: 'max', operands: [program, random.int(9)] }),
    'x',
  )
}

/** Draws a program with so many operators; half of the leaves are x. */
function drawAny(size: number, random: Random): Program {
  if (size === 0) return random.int(2) === 0 ? 'x' : random.int(10)
  const operator = OPERATORS[random.int(OPERATORS.length)]!
  const sizes = Array.from({ length: arityOf(operator) }, () => 0)
  for (let left = size - 1; left > 0; left--) sizes[random.int(sizes.length)]!++
  const operands = sizes.map((part) => drawAny(part, random))
  return { operator, operands: isDull(operator, operands) ? livened(operands, random) : operands }
}

/** Whether what is done to the first two operands could be said without doing it: 'max x x', '+ 1 2'. */
function isDull(operator: Operator, [a, b]: readonly Program[]): boolean {
  if (typeof a === 'number' && typeof b === 'number') return true
  return a === 'x' && b === 'x' && operator !== '+' && operator !== '*'
}

/** Makes the second of two like leaves unlike the first. */
function livened([a, , ...others]: readonly Program[], random: Random): Program[] {
  return [a!, a === 'x' ? random.int(10) : 'x', ...others]
}
