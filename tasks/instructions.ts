import { defineTask } from 'coevo/task'
import {
  COLOURS,
  CONSTRAINT_KINDS,
  heldShare,
  isColour,
  LONGEST,
  readConstraint,
  spellConstraint,
  type Constraint,
} from './constraints/constraint.ts'
import { drawConstraints } from './constraints/draw.ts'
import { satisfy } from './constraints/satisfy.ts'
import { listWords, splitWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

/** What must hold of the sentence. */
export type Instructions = { readonly constraints: readonly Constraint[] }

const MOST = 6

/** Reads an answer as a sentence; null where it is empty, too long or holds other words. */
export function readSentence(answer: string) {
  const words = listWords(answer)
  return words.length > 0 && words.length <= LONGEST && words.every(isColour) ? words : null
}

/**
 * Writes a sentence of colours that keeps constraints: 'words 3 , first red , avoid blue =' may be answered
 * 'red red green'.
 *
 * The dial `constraints` counts them: to include or avoid a word, the first and the last word, the number of words,
 * how often a word occurs, which of two comes before the other, no word twice. All must hold; `heldShare` tells how
 * many do. There always is a sentence that keeps all.
 *
 * Source of the idea: J. Zhou et al., "Instruction-Following Evaluation for Large Language Models" (arXiv 2311.07911).
 */
export const instructions = defineTask<Instructions, 'constraints'>({
  name: 'instructions',
  title: 'Instructions',
  rules:
    `Write one to ${LONGEST} of these words, so that all constraints hold: ${COLOURS.join(', ')}. 'include red': ` +
    "red occurs; 'avoid red': it does not; 'first red', 'last red': it is the first or the last word; 'words 3': " +
    "there are three words; 'times red 2': red occurs exactly twice; 'before red blue': both occur, and the first " +
    "red is before the first blue; 'different': no word occurs twice.",
  dials: {
    constraints: { min: 1, max: MOST, kind: 'whole', default: 3, description: 'constraints that must hold' },
  },
  vocabulary: [
    ...COLOURS,
    ...CONSTRAINT_KINDS,
    ...Array.from({ length: LONGEST }, (_, i) => `${i + 1}`),
    ',',
    '=',
  ],
  maxWords: LONGEST,
  generate: ({ constraints }, random) => ({ constraints: drawConstraints(constraints, random) }),
  difficulty: ({ constraints }) => ({ constraints: constraints.length }),
  prompt: ({ constraints }) => `${constraints.map(spellConstraint).join(' , ')} =`,
  solve: ({ constraints }) => satisfy(constraints)!.join(' '),
  verify({ constraints }, answer) {
    const sentence = readSentence(answer)
    return sentence === null ? UNREADABLE : verdict(heldShare(constraints, sentence) === 1)
  },
  parse(prompt) {
    const words = wordsOf(prompt)
    if (words.at(-1) !== '=') return null
    const constraints = splitWords(words.slice(0, -1), ',').map(readConstraint)
    if (!constraints.every((constraint) => constraint !== null) || constraints.length > MOST) return null
    const isRepeated = new Set(constraints.map(spellConstraint)).size < constraints.length
    return isRepeated || satisfy(constraints) === null ? null : { constraints }
  },
})
