import { correction } from 'coevo/agents/correction-session'
import type { Game } from 'coevo/game'
import { sorting } from 'coevo/tasks/sorting'
import { expect, test } from 'vitest'
import { fakeModel } from './fake-model.ts'

/** Always writes the same. */
const student = (answer: string) =>
  fakeModel({ vocabulary: sorting.vocabulary } as Partial<Game> as Game, () => answer)
const problem = (session: number) => ({ digits: [3, 1, (2 + session) % 10] })

test('corrects each problem by itself, in the order of the sessions', async () => {
  const kind = correction({ task: sorting, student: 'student', problem })
  const models = { student: student('1 3 3') }
  const play = (...sessions: number[]) => kind.play({ seed: 1, sessions, concurrency: 2, models })
  const all = await play(0, 1, 2)
  expect(all.map(({ roles }) => roles[0]!.return)).toEqual([1 / 3, 1, 2 / 3])
  expect(await play(2, 0)).toEqual([all[0], all[2]])
})

test.each([
  { answer: '1 2 3', score: 1, shown: '1 2 3', ends: true },
  { answer: '1 3 2', score: 1 / 3, shown: '1 2', ends: false },
  { answer: '2', score: 0, shown: '1', ends: false },
  { answer: '1 2', score: 2 / 3, shown: '1 2 3', ends: false },
  // All of it is right, but it does not end there.
  { answer: '1 2 3 3', score: 1, shown: '1 2 3', ends: true },
])('shows the solution up to the first mistake: $answer', async ({ answer, score, shown, ends }) => {
  const model = student(answer)
  const play = async (until: 'mistake' | 'end') => {
    const kind = correction({ task: sorting, student: 'student', problem, until })
    const [episode] = await kind.play({ seed: 1, sessions: [0], concurrency: 1, models: { student: model } })
    return episode!.roles[0]!
  }
  const { turns, return: earned } = await play('mistake')
  const tokens = [...model.tokenizer.encode(shown), ...(ends ? [model.tokenizer.endOfTurn] : [])]
  expect(turns).toMatchObject([{ completion: tokens, reward: 1, logprobs: tokens.map(() => 0) }])
  const whole = await play('end')
  expect(whole.turns[0]!.completion).toEqual([...model.tokenizer.encode('1 2 3'), model.tokenizer.endOfTurn])
  expect(whole.return).toBe(earned)
  if (answer.length <= 5) expect(earned).toBeCloseTo(score, 12)
})
