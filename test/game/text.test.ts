import { ANSWER_LIMIT, parseAction, replay } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { ticTacToe } from 'coevo/games/tic-tac-toe'
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'

const facingBet = replay(kuhnPoker, [2, 1, 1])
const [FOLD, CALL] = [0, 1]
const read = (text: string) => parseAction(kuhnPoker, facingBet, text)

test.each([
  ['call', CALL],
  ['  Fold\n', FOLD],
  ['[call]', CALL],
  ['[ CALL ]', CALL],
  ['I hold a queen, so I [fold].', FOLD],
  ['[call] or rather [fold]', FOLD],
  ['The pot is good: \\boxed{call}', CALL],
  ['\\boxed{[Call]}', CALL],
  ['\\boxed{\\text{fold}}', FOLD],
  ['\\boxed{ \\text{ [fold] } }', FOLD],
  ['\\boxed{fold}, no: \\boxed{call}', CALL],
  ['\\boxed{call} and then \\boxed{never clo', CALL],
  ['[fold] in brackets, but \\boxed{call} in the box', CALL],
])('%j names an action', (text, action) => {
  expect(read(text)).toBe(action)
})

test.each([
  '',
  ' ',
  '[]',
  '\\boxed{}',
  'I call',
  'check',
  '[bet]',
  'callcall',
  '[fold',
  'fold]',
  '][',
  '\\boxed{raise} [call]',
  '\\boxed{call or fold}',
  'constructor',
  '__proto__',
])('%j names none', (text) => {
  expect(read(text)).toBeNull()
})

test('nothing is legal in a state of chance or at the end', () => {
  expect(parseAction(kuhnPoker, kuhnPoker.initial(), 'bet')).toBeNull()
  expect(parseAction(kuhnPoker, replay(kuhnPoker, [2, 1, 1, 0]), 'fold')).toBeNull()
})

test('only the end of a long answer is read', () => {
  expect(read(`[fold]${' '.repeat(ANSWER_LIMIT - 6)}`)).toBe(FOLD)
  expect(read(`[fold]${' '.repeat(ANSWER_LIMIT - 5)}`)).toBeNull()
})

test.prop([fc.string({ unit: fc.constantFrom('0', '4', '5', ' ', '[', ']', '{', '}', '\\boxed{') })], {
  seed: 1,
})('whatever is written, the answer is a legal action or null', (text) => {
  const state = replay(ticTacToe, [4, 0])
  expect([null, ...ticTacToe.legal(state)]).toContain(parseAction(ticTacToe, state, text))
})

test.prop(
  [
    fc.constantFrom(...ticTacToe.legal(replay(ticTacToe, [4, 0]))),
    fc.string({ unit: fc.constantFrom('a', ' ', '[', '}', '.') }),
  ],
  { seed: 1 },
)('a label in a box is found after any text', (action, before) => {
  const state = replay(ticTacToe, [4, 0])
  expect(parseAction(ticTacToe, state, `${before} \\boxed{${ticTacToe.label(state, action)}}`)).toBe(action)
})

test('a long answer of nothing but open boxes does not hang the parser', () => {
  expect(read('\\boxed{'.repeat(100_000))).toBeNull()
})
