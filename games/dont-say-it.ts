import { z } from 'zod'
import { defineGameFamily, type GameRules } from 'coevo/game'
import { COMMON, readSentence, spell, SPELLING } from './words/sentence.ts'

/** Which words are the players' secrets, as far as they are drawn, and what was said, in turn. */
export type DontSayItState = { readonly secrets: readonly number[]; readonly said: readonly string[] }

const SEATS = ['first', 'second']

/**
 * Two players talk; whoever first says the other's secret word loses.
 *
 * Answers are open: any sentence of a limited number of words. Listed are 'tell me about …' for each word
 * that may be secret. What is heard is in lower case and without marks; words that are not in the
 * vocabulary are spelled. The two secrets differ. A return is 1, −1, or 0 when time is up.
 *
 * The game is TextArena's DontSayIt-v0 (L. Guertler et al., arXiv 2504.11442) with a list of words instead of a
 * corpus. There a secret inside a longer word counts as said; here it must be a word by itself.
 */
export const dontSayIt = defineGameFamily({
  name: 'dont-say-it',
  title: "Don't say it",
  parameters: z.object({
    secrets: z
      .string()
      .regex(/^[a-z]{1,24}(\/[a-z]{1,24})+$/, 'write secrets as apple/bridge')
      .refine((text) => new Set(text.split('/')).size === text.split('/').length, 'the words must differ')
      .default('apple/bridge/clock/doctor/engine/flower/garden/island/music/ship/snow/train')
      .describe('the words that may be secret'),
    turns: z.int().min(2).max(40).default(20).describe('sentences of both players together'),
    length: z.int().min(3).max(100).default(20).describe('words of a sentence, at most'),
  }),
  make({ secrets: list, turns, length }): GameRules<DontSayItState> {
    const words = list.split('/')
    const talk = new Set(['tell', 'me', 'about', ...words, ...COMMON.split(' ')])
    const listed = words.map((word) => `tell me about ${word}`)

    /** Whether the last sentence holds the secret of whoever did not say it. */
    const isSaid = ({ secrets, said }: DontSayItState) =>
      said.length > 0 &&
      said
        .at(-1)!
        .split(/[ ']/)
        .includes(words[secrets[said.length % 2]!]!)

    function actor(state: DontSayItState) {
      if (state.secrets.length < 2) return 'chance'
      return isSaid(state) || state.said.length === turns ? 'nobody' : state.said.length % 2
    }

    const say = ({ secrets, said }: DontSayItState, sentence: string) => ({
      secrets,
      said: [...said, sentence],
    })

    return {
      facets: {
        players: 2,
        utility: 'zero-sum',
        information: 'imperfect',
        chance: 'sampled',
        dynamics: 'sequential',
        utilityRange: [-1, 1],
        maxMoves: turns,
        actions: listed.length,
        answers: 'open',
      },
      vocabulary: [
        ...new Set([
          'seat',
          ...SEATS,
          'secret',
          'none',
          'left',
          'you',
          'other',
          ':',
          ...SPELLING,
          ...Array.from({ length: turns + 1 }, (_, n) => `${n}`),
          ...talk,
        ]),
      ],
      rules:
        "Don't say it. Both players get a secret word. In turn they say a sentence to each other, of at most " +
        `${length} words. Whoever says the other's secret word loses at once; so try to make the other say yours. ` +
        `After ${turns} sentences in all it is a draw. The secret words are two of these: ${words.join(', ')}.`,
      initial: () => ({ secrets: [], said: [] }),
      actor,
      chance: ({ secrets }) =>
        secrets.length === 2
          ? []
          : words.flatMap((_, action) =>
              secrets.includes(action) ? [] : [{ action, probability: 1 / (words.length - secrets.length) }],
            ),
      legal: (state) => (typeof actor(state) === 'number' ? words.map((_, action) => action) : []),
      read(_state, text) {
        const sentence = readSentence(text.replace(/^message:/, ''), length)
        const action = sentence === null ? -1 : listed.indexOf(sentence)
        return action < 0 ? sentence : action
      },
      apply: (state, action) =>
        state.secrets.length < 2
          ? { secrets: [...state.secrets, action], said: state.said }
          : say(state, listed[action]!),
      applyText: say,
      returns(state) {
        if (!isSaid(state)) return [0, 0]
        return state.said.length % 2 === 0 ? [1, -1] : [-1, 1]
      },
      label: (_state, action) => listed[action]!,
      observation({ secrets, said }, player) {
        const secret = secrets[player] === undefined ? 'none' : words[secrets[player]]
        const heard = said.map((text, i) => `${i % 2 === player ? 'you' : 'other'} : ${spell(text, talk)}`)
        return ['seat', SEATS[player], 'secret', secret, 'left', `${turns - said.length}`, ...heard].join(' ')
      },
    }
  },
})

export default dontSayIt
