import { parseAction, playthrough, replay, type Answer } from 'coevo/game'
import { dontSayIt } from 'coevo/games/dont-say-it'
import { describeGame } from 'coevo/testing'
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { expectGolden } from './golden.ts'

const short = dontSayIt.with({ secrets: 'apple/bridge/clock', turns: 4 })

describeGame(dontSayIt, { visits: 200, playouts: 20, texts: ['I like a Quiche, naïvely!'] })
describeGame(short, { visits: 200, texts: ['What do you do over a river?', '[message: the BRIDGE] or so'] })
describeGame(dontSayIt.with({ secrets: 'apple/bridge', turns: 3 }))

const [APPLE, BRIDGE] = [0, 1]

/** The first player's secret is the apple, the second's the bridge. */
const after = (...said: Answer[]) => replay(short, [APPLE, BRIDGE, ...said])

test.each([
  ['"You can cross it," she said.', 'you can cross it she said'],
  ['[Message: What’s a BRIDGE for?]', "what's a bridge for"],
  ['I am thinking…  [hello   there]', 'hello there'],
  ['\\boxed{naïve}', 'naive'],
  ['left 9 you : ( a ) "<end>"', 'left 9 you a end'],
  ['Tell me about: clock', 2],
])('%j is heard as %j', (text, heard) => {
  expect(parseAction(short, after(), text)).toBe(heard)
})

test.each(['', '…', '你好', Array(21).fill('word').join(' '), 'a'.repeat(25)])(
  '%j is no sentence',
  (text) => {
    expect(parseAction(short, after(), text)).toBeNull()
  },
)

test.each([
  ['you cross a bridge', [-1, 1]],
  ["the bridge's end", [-1, 1]],
  ['an apple', null],
  ['bridges and abridged', null],
])('the first player says %j', (sentence, returns) => {
  const state = after(sentence)
  expect(short.actor(state)).toBe(returns === null ? 1 : 'nobody')
  if (returns !== null) expect(short.returns(state)).toEqual(returns)
})

test('the second player loses by the first word, and time makes a draw', () => {
  expect(short.returns(after('what do you eat', 'an apple'))).toEqual([1, -1])
  const end = after('one', 'two', 'three', 'bridge')
  expect(short.actor(end)).toBe('nobody')
  expect(short.returns(end)).toEqual([0, 0])
})

test('words that are not in the vocabulary are spelled', () => {
  expect(short.observation(after('i like quiche', 'why'), 1)).toBe(
    'seat second secret bridge left 2 other : i like ( q u i c h e ) you : why',
  )
})

test.prop([fc.string({ unit: 'binary', maxLength: 60 })])(
  'whatever is said, it is words of the vocabulary',
  (text) => {
    const state = after()
    const answer = parseAction(short, state, text)
    if (answer === null) return
    const words = new Set(short.vocabulary)
    const heard = short.observation(short.apply(state, answer), 1).split(' ')
    expect(heard.filter((word) => !words.has(word))).toEqual([])
    expect(heard.filter((word) => word === ':')).toHaveLength(1)
  },
)

test('a playthrough reads as it did', () => {
  const said = ['what grows on trees', 2, 'not a clock', 'it is an apple']
  expectGolden(playthrough(short, [APPLE, BRIDGE, ...said]), 'dont-say-it.golden.txt', import.meta)
})
