import { z } from 'zod'
import type { Random } from 'coevo/core'
import { defineTaskFamily, type TaskRules } from 'coevo/task'
import { fraction, isEqual, readFraction, spellFraction } from './digits/fraction.ts'
import { DIGITS } from './digits/number.ts'
import { readSide, spellSide, sum, term, type Term } from './digits/terms.ts'
import { formulaWords, splitWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

/** The terms on both sides of the '='. */
export type Equation = { readonly left: readonly Term[]; readonly right: readonly Term[] }

const MOST_TERMS = 8
const MOST_SIZE = 30
const MOST_CONSTANT = 9999
/** The question behind the equation. */
const ASKED = [',', 'x', '=']

/** Collects an equation: coefficient · x = constant. */
function collect({ left, right }: Equation) {
  return { coefficient: sum(left, 'x') - sum(right, 'x'), constant: sum(right, '1') - sum(left, '1') }
}

function solutionOf(equation: Equation) {
  const { coefficient, constant } = collect(equation)
  return fraction(constant, coefficient)
}

function difficultyOf(equation: Equation) {
  const terms = [...equation.left, ...equation.right]
  const { coefficient, constant } = collect(equation)
  const solution = Math.ceil(Math.abs(constant / coefficient))
  const coefficients = terms.filter(({ of }) => of === 'x').map(({ times }) => Math.abs(times))
  return { size: Math.max(solution, ...coefficients), terms: terms.length }
}

/** 'x = 3' says what '3' says. */
const withoutName = (words: readonly string[]) =>
  words[0] === 'x' && words[1] === '=' ? words.slice(2) : words

const withSign = (size: number, random: Random) => (random.int(2) === 0 ? size : -size)

/**
 * Solves an equation in one unknown: '3 x + 4 = 1 x + 1 0 , x =' is answered '3'.
 *
 * The dial `size` is the largest of the coefficients of x and of the solution (rounded up), without signs; `terms`
 * counts the terms of both sides. With `solutions: 'rational'` the solution may be a fraction, '- 3 / 2',
 * which need not be in lowest terms. With `scratchpad` both sides are collected, then the equation:
 * '3 x + 4 = 1 x + 1 0 , 2 x = 6 answer 3'.
 */
export const linearEquations = defineTaskFamily({
  name: 'linear-equations',
  title: 'Linear equations',
  parameters: z.object({
    solutions: z.enum(['integer', 'rational']).default('integer').describe('which numbers solve them'),
    scratchpad: z.boolean().default(false).describe('whether the steps are written before the answer'),
  }),
  make({ solutions, scratchpad }): TaskRules<Equation, 'size' | 'terms'> {
    const isRational = solutions === 'rational'

    /** Draws coefficients and solution, one of them of the full size; the first constant makes it the solution. */
    function generate({ size, terms }: { size: number; terms: number }, random: Random): Equation {
      const kinds = Array.from({ length: terms }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 'x' : '1'))
      const full = random.int(kinds.filter((of) => of === 'x').length + 1)
      let coefficients = 0
      const drawn = kinds.map((of) => {
        const isFull = of === 'x' && ++coefficients === full
        return term(withSign(isFull ? size : 1 + random.int(size), random), of)
      })
      const sides = (list: readonly Term[]) => ({
        left: list.filter((_, i) => i % 2 === 0),
        right: list.filter((_, i) => i % 2 === 1),
      })
      const last = drawn.findLastIndex(({ of }) => of === 'x')
      // Where the coefficients cancel, the last of them with the other sign does not.
      const list =
        collect(sides(drawn)).coefficient === 0 ? drawn.with(last, term(-drawn[last]!.times, 'x')) : drawn
      const { coefficient, constant } = collect(sides(list))
      const unit = isRational ? Math.abs(coefficient) : 1
      const distance = full === 0 ? size * unit - random.int(unit) : random.int(size * unit + 1)
      const wanted = withSign(distance, random) * (coefficient / unit)
      return sides(list.with(1, term(list[1]!.times + wanted - constant, '1')))
    }

    return {
      rules:
        'Solve the equation for x. Every digit is a word of its own. Write the solution alone, a negative one with ' +
        `'-' before it${isRational ? ", a fraction as '3 / 2'" : ''}. ` +
        (scratchpad
          ? "First come both sides collected, then the equation as a multiple of x and a number, then 'answer' " +
            'and the solution.'
          : ''),
      dials: {
        size: {
          min: 1,
          max: MOST_SIZE,
          kind: 'whole',
          default: 9,
          description: 'largest of the coefficients of x and the solution',
        },
        terms: { min: 2, max: MOST_TERMS, kind: 'whole', default: 4, description: 'terms on both sides' },
      },
      vocabulary: [
        ...DIGITS,
        'x',
        '+',
        '-',
        '=',
        ',',
        ...(isRational ? ['/'] : []),
        ...(scratchpad ? ['answer'] : []),
      ],
      maxWords: (isRational ? 9 : 3) + (scratchpad ? 36 : 0),
      generate,
      difficulty: difficultyOf,
      prompt: ({ left, right }) => `${spellSide(left)} = ${spellSide(right)} ${ASKED.join(' ')}`,
      solve(equation) {
        const answer = spellFraction(solutionOf(equation)!)
        if (!scratchpad) return answer
        const side = (terms: readonly Term[]) =>
          spellSide([term(sum(terms, 'x'), 'x'), term(sum(terms, '1'), '1')])
        const { coefficient, constant } = collect(equation)
        const collected = `${spellSide([term(coefficient, 'x')])} = ${spellSide([term(constant, '1')])}`
        return `${side(equation.left)} = ${side(equation.right)} , ${collected} answer ${answer}`
      },
      verify(equation, answer) {
        const solution = readFraction(withoutName(formulaWords(answer)))
        return solution === null ? UNREADABLE : verdict(isEqual(solution, solutionOf(equation)!))
      },
      parse(prompt) {
        const words = wordsOf(prompt)
        if (words.slice(-ASKED.length).join() !== ASKED.join()) return null
        const sides = splitWords(words.slice(0, -ASKED.length), '=')
        const [left, right] = sides.map(readSide)
        if (sides.length !== 2 || !left || !right) return null
        const terms = [...left, ...right]
        const isOff = ({ times, of }: Term) =>
          of === 'x' ? times === 0 || Math.abs(times) > MOST_SIZE : Math.abs(times) > MOST_CONSTANT
        if (terms.length < 2 || terms.length > MOST_TERMS || terms.some(isOff)) return null
        const equation = { left, right }
        const solution = solutionOf(equation)
        if (solution === null || (!isRational && solution.bottom !== 1n)) return null
        return difficultyOf(equation).size > MOST_SIZE ? null : equation
      },
    }
  },
})
