import { forfeitReturns, parseIllegalRule } from 'coevo/agents/match/illegal-rule'
import { expect, test } from 'vitest'

test('reads every rule', () => {
  expect(parseIllegalRule('constrain')).toEqual({ kind: 'constrain' })
  expect(parseIllegalRule('forfeit')).toEqual({ kind: 'forfeit' })
  expect(parseIllegalRule('spiral')).toEqual({ kind: 'spiral' })
  expect(parseIllegalRule('retry:2')).toEqual({ kind: 'retry', times: 2 })
})

test.for(['', 'retry', 'retry:', 'retry:0', 'retry:-1', 'retry:1.5', 'retry:1e3', 'spiral:2', 'Forfeit'])(
  "refuses '%s' in one sentence that says what there is",
  (text) => {
    expect(() => parseIllegalRule(text)).toThrow(
      `There is no illegal-move rule '${text}'. Known: constrain, forfeit, retry:N (N: 1 … 999), spiral.`,
    )
  },
)

test('the offender pays, the others share', () => {
  expect(forfeitReturns(2, 0, 1)).toEqual([-1, 1])
  expect(forfeitReturns(2, 1, 1.5)).toEqual([0.5, -1.5])
  expect(forfeitReturns(3, 1, 1)).toEqual([0.5, -1, 0.5])
  expect(forfeitReturns(1, 0, 1)).toEqual([-1])
})
