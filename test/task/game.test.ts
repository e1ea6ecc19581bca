import { stream, UserError } from 'coevo/core'
import { parseAction, playout, uniform } from 'coevo/game'
import { evaluationSet, taskGame } from 'coevo/task'
import { describeGame } from 'coevo/testing'
import { describe, expect, it } from 'vitest'
import { sums } from './sums.ts'

const few = taskGame(sums, {
  problems: [
    [12, 30],
    [7, 8],
    [20, 22],
    [7, 8],
  ],
})

describeGame(few, { texts: ['9 9', '[4 2]', 'I say 42', 'none'] })
describeGame(taskGame(sums.with({ check: true }), { count: 30, seed: 3 }), { texts: ['even 9 9'] })

describe('a game of a task', () => {
  const asked = few.apply(few.initial(), 1)

  it('draws each of its problems once, all alike', () => {
    expect(few.chance(few.initial())).toEqual([0, 1, 2].map((action) => ({ action, probability: 1 / 3 })))
    expect(few.observation(asked, 0)).toBe('7 + 8')
  })

  it('takes any answer that can be read, and returns its score', () => {
    const play = (text: string) => few.returns(few.apply(asked, parseAction(few, asked, text)!))
    expect(play('The sum is \\boxed{1 5}')).toEqual([1])
    expect(play('4 2')).toEqual([0])
    expect(play('1 1 1 1 1 1')).toEqual([0])
    expect(parseAction(few, asked, 'fifteen')).toBeNull()
  })

  it('lists the same answers for every problem', () => {
    const listed = [0, 1, 2].map((problem) => {
      const state = few.apply(few.initial(), problem)
      return few.legal(state).map((action) => few.label(state, action))
    })
    expect(listed).toEqual([listed[0], listed[0], listed[0]])
    expect(listed[0]).toEqual(['4 2', '1 5'])
  })

  it('is played like any other game', () => {
    const { returns } = playout(few, [uniform], stream('test', 'task-game'))
    expect([0, 1]).toContain(returns[0])
  })

  it('asks what the evaluation set of the same options holds', () => {
    const options = { difficulty: { digits: 3 }, count: 5, seed: 1 }
    const game = taskGame(sums, options)
    const asked = Array.from({ length: 5 }, (_, i) => game.observation(game.apply(game.initial(), i), 0))
    expect(asked).toEqual(evaluationSet(sums, options).map((problem) => sums.prompt(problem)))
  })

  it('needs a problem', () => {
    expect(() => taskGame(sums, { problems: [] })).toThrow(UserError)
  })
})
