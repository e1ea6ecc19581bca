import { checkGame, defineGame, enumerate, parseAction, type GameDefinition } from 'coevo/game'
import { describe, expect, test } from 'vitest'

/** Two players say a word each, 'yes' or 'no' or any other of three letters; the first in the alphabet wins. */
const definition: GameDefinition<readonly string[]> = {
  name: 'two-words',
  facets: {
    players: 2,
    utility: 'zero-sum',
    information: 'perfect',
    chance: 'deterministic',
    dynamics: 'sequential',
    utilityRange: [-1, 1],
    maxMoves: 2,
    actions: 2,
    answers: 'open',
  },
  vocabulary: ['seat', '0', '1', 'yes', 'no', 'cat', 'then'],
  rules: 'Say a word of three letters.',
  initial: () => [],
  actor: (said) => (said.length === 2 ? 'nobody' : said.length),
  legal: (said) => (said.length === 2 ? [] : [0, 1]),
  read: (_said, text) => (text === 'yes' ? 0 : text === 'no' ? 1 : (/\b[a-z]{3}\b/.exec(text)?.[0] ?? null)),
  apply: (said, action) => [...said, action === 0 ? 'yes' : 'no'],
  applyText: (said, text) => [...said, text],
  returns: ([a, b]) => (a! < b! ? [1, -1] : a! > b! ? [-1, 1] : [0, 0]),
  label: (_said, action) => (action === 0 ? 'yes' : 'no'),
  observation: (said, player) => ['seat', player, ...said.flatMap((word) => ['then', word])].join(' '),
}

const options = { texts: ['A Cat.'] }
const faults = (change: Partial<typeof definition>) =>
  checkGame(defineGame({ ...definition, ...change }), options).map(({ rule }) => rule)

describe('a game with open answers', () => {
  const game = defineGame({ ...definition })

  test('conforms', () => {
    expect(checkGame(game, options)).toEqual([])
  })

  test('takes what it reads, and only in the form in which it reads as itself', () => {
    expect(parseAction(game, [], 'I say [a cat]')).toBe('cat')
    expect(game.label([], 'cat')).toBe('cat')
    expect(game.apply(['yes'], 'cat')).toEqual(['yes', 'cat'])
    for (const answer of ['a cat', 'yes', '__proto__', 2])
      expect(() => game.apply([], answer)).toThrow(
        `two-words: ${JSON.stringify(answer)} is not possible here`,
      )
    expect(() => game.apply(['yes', 'no'], 'cat')).toThrow('is not possible here')
    expect(game.read!(['yes', 'no'], 'cat')).toBeNull()
  })

  test('cannot be enumerated', () => {
    expect(() => enumerate(game)).toThrow('two-words has open answers')
  })
})

test.each([
  [
    'vocabulary',
    'passes on words that nobody knows',
    { vocabulary: ['seat', '0', '1', 'yes', 'no', 'then'] },
  ],
  ['answers', 'does not read a label', { read: () => null }],
  [
    'answers',
    'takes one label for another',
    { read: (_: unknown, text: string) => (text === 'yes' ? 1 : 0) },
  ],
  [
    'answers',
    'reads an action that is not legal',
    {
      read: (_: unknown, text: string) => ['yes', 'no', 'a cat.'].indexOf(text),
    },
  ],
  [
    'answers',
    'reads its own reading otherwise',
    { read: (_: unknown, text: string) => (text === 'yes' ? 0 : text === 'no' ? 1 : `${text}!`) },
  ],
  [
    'facets',
    'says that answers are listed',
    { facets: { ...definition.facets, answers: 'listed' as const } },
  ],
] as const)('%s: a game that %s is caught', (rule, _, change) => {
  expect(faults(change)).toContain(rule)
})

test('facets: a game of open answers that it does not read is caught', () => {
  const unread = { ...defineGame(definition) }
  delete unread.read
  expect(checkGame(unread).map(({ rule }) => rule)).toContain('facets')
})

test('illegal-actions: a game that takes any text is caught', () => {
  const game = defineGame({ ...definition })
  const lax = {
    ...game,
    apply: (said: readonly string[], answer: number | string) =>
      said.length === 2 ? said : game.apply(said, typeof answer === 'string' ? 0 : answer),
  }
  expect(checkGame(lax).map(({ rule }) => rule)).toContain('illegal-actions')
})
