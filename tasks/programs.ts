import { z } from 'zod'
import type { Random } from 'coevo/core'
import { defineTaskFamily, type TaskRules } from 'coevo/task'
import { DIGITS, readNumber, spellNumber } from './digits/number.ts'
import { drawProgram, INPUTS, isTelling } from './dsl/draw.ts'
import { OPERATORS, readProgram, runProgram, sizeOf, spellProgram, type Program } from './dsl/program.ts'
import { formulaWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

/**
 * A program, and of which inputs the question speaks: the one whose output is asked (deduction), the least that
 * gives the output (abduction), those that are shown with their outputs (induction), or these and after them the one
 * whose output is asked (prediction).
 */
export type ProgramQuestion = { readonly program: Program; readonly inputs: readonly number[] }

const MOST = 6
const SHOWN = 5
/** An operator of four operands adds a word for itself and three more than it takes the place of. */
const LONGEST_PROGRAM = 4 * MOST + 1
const LONGEST_OUTPUT = 5

const KINDS = {
  deduction: "Write the program's output for the input.",
  abduction: 'Write a whole number, as input, for which the program has the output.',
  induction:
    'Write a program that has the outputs that are shown; it is judged by all inputs from 0 to 9, those that are ' +
    'not shown too.',
  prediction:
    "The outputs for some inputs are shown. Write 'program' and a program that has them, then the last input and, " +
    "after 'output', its output, by which the answer is judged.",
} as const

const outputOf = (program: Program, input: number) => spellNumber(runProgram(program, input)!)

/** Asks for a program of which the outputs for five inputs are shown; null where outputs are missing or all the same. */
export function inductionOf(program: Program, random: Random): ProgramQuestion | null {
  if (!isTelling(program)) return null
  const left: number[] = [...INPUTS]
  const inputs = Array.from({ length: SHOWN }, () => left.splice(random.int(left.length), 1)[0]!)
  return { program, inputs: inputs.toSorted((a, b) => a - b) }
}

/** Asks for the output for one more input, where those for five are shown; null where `inductionOf` asks nothing. */
export function predictionOf(program: Program, random: Random): ProgramQuestion | null {
  const shown = inductionOf(program, random)?.inputs
  if (shown === undefined) return null
  const hidden = INPUTS.filter((input) => !shown.includes(input))
  return { program, inputs: [...shown, hidden[random.int(hidden.length)]!] }
}

/** Reads the program that an answer to a prediction gives as its reason; null where there is none. */
export function statedProgram(answer: string): Program | null {
  const words = wordsOf(answer)
  const end = words.indexOf('input')
  return words[0] === 'program' ? readProgram(words.slice(1, end < 0 ? undefined : end)) : null
}

/** Asks for an input that gives an output; null where no input from 0 to 9 does. */
export function abductionOf(program: Program, output: number): ProgramQuestion | null {
  const input = INPUTS.find((input) => runProgram(program, input) === output)
  return input === undefined ? null : { program, inputs: [input] }
}

/** Asks for the output for an input; null where there is none. */
export function deductionOf(program: Program, input: number): ProgramQuestion | null {
  return runProgram(program, input) === null ? null : { program, inputs: [input] }
}

/**
 * Four questions about small programs in Polish notation, such as '+ x * 3 x' for x + 3 · x:
 *
 * - deduction: 'program + x * 3 x input 4 output' is answered '1 6';
 * - abduction: 'program + x * 3 x output 1 6 input' is answered '4', or by any other input that gives it;
 * - induction: 'input 1 output 4 input 2 output 8 … program' is answered '* x 4', or by any other program that
 *   agrees on all inputs from 0 to 9, of which five are shown;
 * - prediction: 'input 1 output 4 input 2 output 8 … input 7 output' is answered 'program * x 4 input 7 output 2 8':
 *   the reason and the answer, which alone is judged. `statedProgram` reads the reason.
 *
 * The dial `size` counts the program's operators. What programs mean and when they have no result stands in
 * `dsl/program.ts`. Induction and prediction cannot be read from their prompts, which do not tell all outputs;
 * `inductionOf` and `predictionOf` make such questions of a program.
 *
 * Source: A. Zhao et al., "Absolute Zero: Reinforced Self-play Reasoning with Zero Data" (arXiv 2505.03335), whose
 * programs are Python's.
 */
export const programs = defineTaskFamily({
  name: 'programs',
  title: 'Programs',
  parameters: z.object({
    kind: z
      .enum(['deduction', 'abduction', 'induction', 'prediction'])
      .default('deduction')
      .describe('what is asked: the output, an input, the program, or the program and its next output'),
  }),
  make({ kind }): TaskRules<ProgramQuestion, 'size'> {
    const [given, asked] = kind === 'deduction' ? ['input', 'output'] : ['output', 'input']

    function prompt({ program, inputs }: ProgramQuestion): string {
      const show = (shown: readonly number[]) =>
        shown.map((x) => `input ${x} output ${outputOf(program, x)}`).join(' ')
      if (kind === 'induction') return `${show(inputs)} program`
      if (kind === 'prediction') return `${show(inputs.slice(0, -1))} input ${inputs.at(-1)} output`
      const value = kind === 'deduction' ? spellNumber(inputs[0]!) : outputOf(program, inputs[0]!)
      return `program ${spellProgram(program)} ${given} ${value} ${asked}`
    }

    function parse(text: string): ProgramQuestion | null {
      const words = wordsOf(text)
      const middle = words.indexOf(given)
      if (words[0] !== 'program' || middle < 0 || words.at(-1) !== asked) return null
      const program = readProgram(words.slice(1, middle))
      const value = readNumber(words.slice(middle + 1, -1))
      if (program === null || value === null || sizeOf(program) < 1 || sizeOf(program) > MOST) return null
      if (kind === 'abduction') return abductionOf(program, value)
      return INPUTS.some((input) => input === value) ? deductionOf(program, value) : null
    }

    return {
      rules:
        `${KINDS[kind]} Operators stand before their operands: '- 5 x' is 5 - x. 'mod a b' is the remainder of a by b, ` +
        "'if a b c d' is c where a is less than b, and d otherwise. Every digit is a word of its own.",
      dials: {
        size: { min: 1, max: MOST, kind: 'whole', default: 2, description: 'operators of the program' },
      },
      vocabulary: ['program', 'input', 'output', 'x', ...DIGITS, ...OPERATORS],
      maxWords: {
        deduction: LONGEST_OUTPUT,
        abduction: 1,
        induction: LONGEST_PROGRAM,
        prediction: 1 + LONGEST_PROGRAM + 3 + LONGEST_OUTPUT,
      }[kind],
      generate({ size }, random) {
        const program = drawProgram(size, random)
        if (kind === 'induction') return inductionOf(program, random)!
        if (kind === 'prediction') return predictionOf(program, random)!
        const input = random.int(INPUTS.length)
        return kind === 'deduction'
          ? { program, inputs: [input] }
          : abductionOf(program, runProgram(program, input)!)!
      },
      difficulty: ({ program }) => ({ size: sizeOf(program) }),
      prompt,
      solve({ program, inputs }) {
        if (kind === 'induction') return spellProgram(program)
        if (kind === 'prediction') {
          const asked = inputs.at(-1)!
          return `program ${spellProgram(program)} input ${asked} output ${outputOf(program, asked)}`
        }
        return kind === 'deduction' ? outputOf(program, inputs[0]!) : `${inputs[0]}`
      },
      verify({ program, inputs }, answer) {
        const words = formulaWords(answer)
        if (kind === 'induction') {
          const other = readProgram(words)
          if (other === null) return UNREADABLE
          return verdict(INPUTS.every((input) => runProgram(other, input) === runProgram(program, input)))
        }
        const number = readNumber(
          kind === 'prediction' ? words.slice(words.lastIndexOf('output') + 1) : words,
        )
        if (number === null) return UNREADABLE
        const output = runProgram(program, inputs.at(-1)!)
        return verdict((kind === 'abduction' ? runProgram(program, number) : number) === output)
      },
      ...((kind === 'deduction' || kind === 'abduction') && { parse }),
    }
  },
})
