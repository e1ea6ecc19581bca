import { parseAction, playthrough, replay, type Answer } from 'coevo/game'
import { twentyQuestions } from 'coevo/games/twenty-questions'
import { describeGame } from 'coevo/testing'
import { expect, test } from 'vitest'
import { expectGolden } from './golden.ts'

const short = twentyQuestions.with({ words: 'apple/bridge/cat', questions: 2 })
const texts = ['Can it swim?', 'Is it alive?', 'guess moon']

describeGame(twentyQuestions, { visits: 200, playouts: 20, texts })
describeGame(short, { texts })

const CAT = 2
const [NO, YES] = [0, 1]

const after = (...said: Answer[]) => replay(short, [CAT, ...said])
const read = (text: string, ...said: Answer[]) => parseAction(short, after(...said), text)

test.each([
  ['Does it live at home?', [], 'does it live at home'],
  ['Let me see. [Is it cat?]', [], 5],
  ['[Guess: cat]', [], 2],
  ['Guess moon', [], null],
  ['', [], null],
  ['[Yes]', ['is it alive'], YES],
  ['No, it is not.', ['is it alive'], NO],
  ['Perhaps', ['is it alive'], null],
])('%j is read after %j', (text, said, answer) => {
  expect(read(text, ...said)).toBe(answer)
})

test('when the questions are used up, only a guess is left', () => {
  const said = ['is it alive', YES, 'does it swim', NO]
  expect(short.legal(after(...said))).toEqual([0, 1, 2])
  expect(read('Does it bark?', ...said)).toBeNull()
  expect(read('is it cat', ...said)).toBeNull()
})

test('both win by the right guess', () => {
  expect(short.returns(after('is it alive', YES, CAT))).toEqual([1, 1])
  expect(short.returns(after(0))).toEqual([0, 0])
})

test('only the answerer knows the word', () => {
  const state = after('is it alive', YES)
  expect(short.observation(state, 0)).toBe(
    'seat answerer word cat left 1 question : is it ( a l i v e ) answer : yes',
  )
  expect(short.observation(state, 1)).toBe(
    'seat asker word unknown left 1 question : is it ( a l i v e ) answer : yes',
  )
})

test('a playthrough reads as it did', () => {
  const actions = [CAT, 'is it alive', YES, 4, NO, CAT]
  expectGolden(playthrough(short, actions), 'twenty-questions.golden.txt', import.meta)
})
