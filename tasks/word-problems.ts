import { z } from 'zod'
import { defineTaskFamily, type TaskRules } from 'coevo/task'
import { countDigits, DIGITS, readNumber, spellNumber } from './digits/number.ts'
import { drawStory, isHeld } from './stories/draw.ts'
import {
  amountsOf,
  chainOf,
  readStory,
  spellStory,
  STORY_WORDS,
  type Fact,
  type Story,
} from './stories/story.ts'
import { formulaWords, splitWords, UNREADABLE, verdict, wordsOf } from './words/answer.ts'

const MOST_STEPS = 5
const MOST_DISTRACTORS = 4
const MOST_DIGITS = 3
/** The digits of the most that anybody has. */
const LONGEST = 4

const SYMBOLS = { more: '+', fewer: '-', times: '*' } as const

const answerOf = ({ facts, asked }: Story) => amountsOf(chainOf(facts, asked)!).at(-1)!

function difficultyOf({ facts, asked }: Story) {
  const steps = chainOf(facts, asked)!.length - 1
  const digits = facts.filter(({ relation }) => relation !== 'times').map(({ amount }) => countDigits(amount))
  return { steps, distractors: facts.length - steps - 1, digits: Math.max(...digits) }
}

/** Writes what is calculated: '5 + 3 = 8 , 8 * 2 = 1 6'. */
function work(chain: readonly Fact[]): string {
  const amounts = amountsOf(chain)
  return chain
    .flatMap(({ relation, amount }, i) => {
      if (relation === 'as') return []
      const [before, after] = [amounts[i - 1]!, amounts[i]!].map((value) => spellNumber(value))
      return [`${before} ${SYMBOLS[relation]} ${spellNumber(amount)} = ${after}`]
    })
    .join(' , ')
}

/**
 * Word problems of several steps: 'ann has 5 coins . ben has 3 more coins than ann . eva has 2 times as many
 * coins as ann . how many coins does ben have ?' is answered '8'.
 *
 * The dials: `steps` that lead to the answer, `distractors`, which are facts that do not, and the `digits` of the
 * largest number that is not a factor. With `scratchpad` the steps are calculated first: '5 + 3 = 8 answer 8'.
 *
 * Sources of the idea: K. Cobbe et al., "Training Verifiers to Solve Math Word Problems" (arXiv 2110.14168), for
 * problems of several steps; F. Shi et al., "Large Language Models Can Be Easily Distracted by Irrelevant Context"
 * (arXiv 2302.00093), for distractors.
 */
export const wordProblems = defineTaskFamily({
  name: 'word-problems',
  title: 'Word problems',
  parameters: z.object({
    scratchpad: z.boolean().default(false).describe('whether the steps are written before the answer'),
  }),
  make: ({ scratchpad }): TaskRules<Story, 'steps' | 'distractors' | 'digits'> => ({
    rules:
      'Answer the question with a number, every digit a word of its own. ' +
      (scratchpad
        ? "First comes what is calculated step by step, as '5 + 3 = 8', with ',' between the steps; then 'answer' and " +
          'the number.'
        : ''),
    dials: {
      steps: {
        min: 1,
        max: MOST_STEPS,
        kind: 'whole',
        default: 2,
        description: 'steps that lead to the answer',
      },
      distractors: {
        min: 0,
        max: MOST_DISTRACTORS,
        kind: 'whole',
        default: 0,
        description: 'facts that do not',
      },
      digits: {
        min: 1,
        max: MOST_DIGITS,
        kind: 'whole',
        default: 1,
        description: 'digits of the largest number',
      },
    },
    vocabulary: [...DIGITS, ...STORY_WORDS, ...(scratchpad ? ['+', '-', '*', '=', ',', 'answer'] : [])],
    maxWords: LONGEST + (scratchpad ? MOST_STEPS * (2 * LONGEST + MOST_DIGITS + 3) : 0),
    generate: drawStory,
    difficulty: difficultyOf,
    prompt: spellStory,
    solve(story) {
      const answer = spellNumber(answerOf(story))
      return scratchpad ? `${work(chainOf(story.facts, story.asked)!)} answer ${answer}` : answer
    },
    verify(story, answer) {
      const number = readNumber(formulaWords(answer))
      return number === null ? UNREADABLE : verdict(number === answerOf(story))
    },
    parse(prompt) {
      const story = readStory(splitWords(wordsOf(prompt), '.'))
      if (story === null || new Set(story.facts.map(({ who }) => who)).size < story.facts.length) return null
      const chains = story.facts.map(({ who }) => chainOf(story.facts, who))
      const isSound = chains.every((chain) => chain !== null && amountsOf(chain).every(isHeld))
      if (!isSound || chainOf(story.facts, story.asked) === null) return null
      const { steps, distractors, digits } = difficultyOf(story)
      if (steps < 1 || steps > MOST_STEPS || distractors > MOST_DISTRACTORS || digits > MOST_DIGITS)
        return null
      return story.facts.some(({ relation, amount }) => relation === 'times' && (amount < 2 || amount > 9))
        ? null
        : story
    },
  }),
})
