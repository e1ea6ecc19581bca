import { z } from 'zod'
import { defineTaskFamily, type TaskRules } from 'coevo/task'
import { DIGITS } from './digits/number.ts'
import { prefixShare } from './steps/prefix.ts'
import { procedureKinds } from './steps/procedure.ts'
import { finalWords, splitWords, UNREADABLE, wordsOf } from './words/answer.ts'

/** A list of digits, and what is done to it. */
export type Instructed = { readonly items: readonly number[]; readonly instructions: readonly string[] }

const LONGEST = 8
const MOST_STEPS = 6

const isDigits = (words: readonly string[]) => words.length > 0 && words.every((word) => /^\d$/.test(word))

/**
 * Carries out instructions on a list of digits and writes the list after each of them:
 * '3 1 2 : left 1 , right 2 =' is answered '1 2 3 , 2 3 1'.
 *
 * `kind` says what the instructions are: passes of bubble sort, rotations, a stack machine, rewriting of
 * pairs or insertions. The dials are the `length` of the list and the number of `steps`. The score is the
 * share of the steps that are right from the first on.
 *
 * Source of the idea and of the score: I. Fujisawa et al., "ProcBench: Benchmark for Multi-Step Reasoning and
 * Following Procedure" (arXiv 2410.03117).
 */
export const procedures = defineTaskFamily({
  name: 'procedures',
  title: 'Step-by-step procedures',
  parameters: z.object({
    kind: z
      .enum(['bubble', 'rotate', 'stack', 'rewrite', 'insert'])
      .default('bubble')
      .describe('what is done in a step'),
  }),
  make({ kind }): TaskRules<Instructed, 'length' | 'steps'> {
    const procedure = procedureKinds[kind]

    /** The list after each instruction; null where one cannot be carried out. */
    function run({ items, instructions }: Instructed): string[] | null {
      const states: string[] = []
      let list: readonly number[] | null = items
      for (const instruction of instructions) {
        list = procedure.apply(list, instruction)
        if (list === null) return null
        states.push(list.join(' '))
      }
      return states
    }

    return {
      rules:
        `Carry out the instructions on the list of digits, one after the other: ${procedure.rules}. ` +
        "Write the whole list after every instruction, with ',' between the lists.",
      dials: {
        length: { min: 2, max: LONGEST, kind: 'whole', default: 4, description: 'digits of the list' },
        steps: { min: 1, max: MOST_STEPS, kind: 'whole', default: 3, description: 'instructions' },
      },
      vocabulary: [...DIGITS, ':', ',', '=', ...procedure.words],
      maxWords: MOST_STEPS * (LONGEST + 1) - 1 + (procedure.grows ? (MOST_STEPS * (MOST_STEPS + 1)) / 2 : 0),
      generate({ length, steps }, random) {
        const items = Array.from({ length }, () => random.int(10))
        const instructions: string[] = []
        let list: readonly number[] = items
        for (let step = 0; step < steps; step++) {
          const instruction = procedure.draw(list, random)
          instructions.push(instruction)
          list = procedure.apply(list, instruction)!
        }
        return { items, instructions }
      },
      difficulty: ({ items, instructions }) => ({ length: items.length, steps: instructions.length }),
      prompt: ({ items, instructions }) => `${items.join(' ')} : ${instructions.join(' , ')} =`,
      solve: (problem) => run(problem)!.join(' , '),
      verify(problem, answer) {
        const lists = splitWords(finalWords(answer), ',')
        if (!lists.every(isDigits)) return UNREADABLE
        const written = lists.map((words) => words.join(' '))
        return { score: prefixShare(run(problem)!, written), readable: true }
      },
      parse(prompt) {
        const words = wordsOf(prompt)
        const [items, told] = splitWords(words.slice(0, -1), ':')
        if (words.at(-1) !== '=' || !items || !told || !isDigits(items)) return null
        const instructions = splitWords(told, ',').map((part) => part.join(' '))
        if (items.length < 2 || items.length > LONGEST || instructions.length > MOST_STEPS) return null
        const problem = { items: items.map(Number), instructions }
        return run(problem) === null ? null : problem
      },
    }
  },
})
