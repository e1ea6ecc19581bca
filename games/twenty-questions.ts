import { z } from 'zod'
import { defineGameFamily, type GameRules } from 'coevo/game'
import { COMMON, readSentence, spell, SPELLING } from './words/sentence.ts'

/**
 * Which word it is (null until chance has drawn it); questions and answers in turn; and the guess, which ends
 * the game (null before).
 */
export type TwentyQuestionsState = {
  readonly word: number | null
  readonly said: readonly string[]
  readonly guess: number | null
}

const ANSWERER = 0
const ASKER = 1
const SEATS = ['answerer', 'asker']
const REPLIES = ['no', 'yes']

const orNull = (action: number) => (action < 0 ? null : action)

/** The longest question, in words. */
const LENGTH = 20

/**
 * One player knows a word of a list, the other asks what it likes, hears yes or no, and guesses once.
 *
 * Questions are open: any sentence of up to 20 words. Listed are 'is it …' and 'guess …' for each word of the
 * list; the answerer says yes or no, and nothing but its own interest makes it tell the truth: both
 * get 1 for a right guess, 0 for a wrong one. When the questions are used up, the asker must guess. A word of the
 * list alone, '[apple]', is a guess, too.
 *
 * The parlour game; TextArena's TwentyQuestions-v0 (L. Guertler et al., arXiv 2504.11442) has a model of its own
 * answer instead of a player.
 */
export const twentyQuestions = defineGameFamily({
  name: 'twenty-questions',
  title: 'Twenty questions',
  parameters: z.object({
    words: z
      .string()
      .regex(/^[a-z]{1,24}(\/[a-z]{1,24})+$/, 'write words as apple/bridge')
      .refine((text) => new Set(text.split('/')).size === text.split('/').length, 'they must differ')
      .default('apple/bread/bridge/cat/clock/horse/island/piano/river/ship/snow/tree')
      .describe('the words that it may be'),
    questions: z.int().min(1).max(20).default(20).describe('how many may be asked'),
  }),
  make({ words: list, questions }): GameRules<TwentyQuestionsState> {
    const words = list.split('/')
    const talk = new Set(['is', 'it', 'guess', ...REPLIES, ...words, ...COMMON.split(' ')])
    const listed = [...words.map((word) => `guess ${word}`), ...words.map((word) => `is it ${word}`)]

    function actor({ word, said, guess }: TwentyQuestionsState) {
      if (word === null) return 'chance'
      if (guess !== null) return 'nobody'
      return said.length % 2 === 0 ? ASKER : ANSWERER
    }

    const mayAsk = ({ said }: TwentyQuestionsState) => said.length < 2 * questions
    const say = ({ word, said, guess }: TwentyQuestionsState, text: string) => ({
      word,
      said: [...said, text],
      guess,
    })

    return {
      facets: {
        players: 2,
        utility: 'identical',
        information: 'imperfect',
        chance: 'sampled',
        dynamics: 'sequential',
        utilityRange: [0, 1],
        maxMoves: 2 * questions + 1,
        actions: listed.length,
        answers: 'open',
      },
      vocabulary: [
        ...new Set([
          'seat',
          ...SEATS,
          'word',
          'unknown',
          'left',
          'question',
          'answer',
          ':',
          ...SPELLING,
          ...Array.from({ length: questions + 1 }, (_, n) => `${n}`),
          ...talk,
        ]),
      ],
      rules:
        `Twenty questions. The answerer knows a word, one of these: ${words.join(', ')}. The asker asks up to ` +
        `${questions} questions, each of at most ${LENGTH} words, which the answerer answers with 'yes' or 'no'. At any ` +
        "time instead of a question, and at the latest when the questions are used up, the asker says 'guess' and " +
        'a word of the list. If that is the word, both win.',
      initial: () => ({ word: null, said: [], guess: null }),
      actor,
      chance: ({ word }) =>
        word === null ? words.map((_, action) => ({ action, probability: 1 / words.length })) : [],
      legal(state) {
        const who = actor(state)
        if (who === ANSWERER) return REPLIES.map((_, action) => action)
        if (who !== ASKER) return []
        return Array.from({ length: (mayAsk(state) ? 2 : 1) * words.length }, (_, action) => action)
      },
      read(state, text) {
        const sentence = readSentence(text, LENGTH)
        if (sentence === null) return null
        if (actor(state) === ANSWERER) {
          const said = sentence.split(' ')
          // Who says both says neither.
          return said.includes('yes') && said.includes('no') ? null : orNull(REPLIES.indexOf(said[0]!))
        }
        // A word of the list by itself is TextArena's way to guess; asked as a question, it is one.
        const guessed = text.endsWith('?') ? -1 : words.indexOf(sentence)
        if (guessed >= 0) return guessed
        const action = listed.indexOf(sentence)
        if (action >= 0) return action < words.length || mayAsk(state) ? action : null
        return mayAsk(state) && !sentence.startsWith('guess ') ? sentence : null
      },
      apply(state, action) {
        const { word, said, guess } = state
        if (word === null) return { word: action, said, guess }
        if (actor(state) === ANSWERER) return say(state, REPLIES[action]!)
        return action < words.length ? { word, said, guess: action } : say(state, listed[action]!)
      },
      applyText: say,
      returns: ({ word, guess }) => (word === guess ? [1, 1] : [0, 0]),
      label: (state, action) => (actor(state) === ANSWERER ? REPLIES : listed)[action]!,
      observation({ word, said, guess }, player) {
        const told = said.map((text, i) => `${i % 2 === 0 ? 'question' : 'answer'} : ${spell(text, talk)}`)
        return [
          'seat',
          SEATS[player],
          'word',
          player === ASKER || word === null ? 'unknown' : words[word],
          'left',
          questions - Math.ceil(said.length / 2),
          ...told,
          ...(guess === null ? [] : ['guess', words[guess]]),
        ].join(' ')
      },
    }
  },
})

export default twentyQuestions
