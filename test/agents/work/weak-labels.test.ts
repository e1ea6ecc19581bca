import { recoveredGap } from 'coevo/agents/measure/recovered-gap'
import { weakLabels, type WeakLabelsOptions } from 'coevo/agents/work/weak-labels'
import type { Game } from 'coevo/game'
import type { Turn } from 'coevo/learn'
import { evaluationSet } from 'coevo/task'
import { sums, type Sum } from 'coevo/tasks/sums'
import { describe, expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const task = sums
const problems = evaluationSet(task, { count: 3, seed: 1, split: 'train' })
const answering = (...answers: readonly string[]) => {
  let asked = 0
  return fakeModel(task as Partial<Game> as Game, () => answers[asked++ % answers.length]!)
}
const knowing = () => fakeModel(task as Partial<Game> as Game, (prompt) => task.solve(task.parse!(prompt)!))

type Names = 'weak' | 'student' | 'ceiling'

function labelled(
  options: Partial<WeakLabelsOptions<Names, Sum>>,
  models: Partial<Record<Names, ReturnType<typeof fakeModel>>> = {},
) {
  const cast = { weak: answering('7'), student: answering('8'), ceiling: answering('9'), ...models }
  const read = ({ completion, reward }: Turn) => [
    cast.student.tokenizer.decode(completion.slice(0, -1)),
    reward,
  ]
  const kind = weakLabels<Names, Sum>({
    task,
    problem: (session) => problems[session]!,
    supervisor: 'weak',
    student: 'student',
    ceiling: 'ceiling',
    ...options,
  })
  return kind.play({ seed: 1, sessions: [2, 0, 1], concurrency: 1, models: cast }).then((episodes) =>
    episodes.map(({ session, roles }) => ({
      session,
      shown: roles.map(({ turns }) => turns.map(read)),
      right: roles[0]!.return,
    })),
  )
}

describe('labels', () => {
  test('are the weak answers for the student and the truth for its ceiling', async () => {
    const expected = problems.map((problem, session) => ({
      session,
      shown: [[], [['7', 1]], [[task.solve(problem), 1]]],
      right: task.solve(problem) === '7' ? 1 : 0,
    }))
    expect(await labelled({})).toEqual(expected)
  })

  test('count less, the more the student trusts itself', async () => {
    for (const { shown } of await labelled({ confidence: 0.25 }))
      expect(shown[1]).toEqual([
        ['7', 0.75],
        ['8', 0.25],
      ])
  })

  test('are what at least half of the votes say, or are left out', async () => {
    const weak = answering('7', '8', '7', '1', '2', '3', '9', '9', '9')
    const found = await labelled({ votes: 3 }, { weak })
    expect(found.map(({ shown }) => shown[1])).toEqual([[['7', 1]], [], [['9', 1]]])
  })
})

describe('the recovered gap', () => {
  const measure = (weak: string, student: 'right' | 'wrong') =>
    recoveredGap({
      task,
      weak: 'weak',
      student: 'student',
      ceiling: 'ceiling',
      difficulty: {},
      problems: 20,
      seed: 1,
    }).evaluate({
      seed: 1,
      concurrency: 1,
      models: {
        weak: weak === 'right' ? knowing() : answering('0'),
        student: student === 'right' ? knowing() : answering('0'),
        ceiling: knowing(),
      },
    })

  test('is all of it for a student that is as good as its ceiling, and none for one like its supervisor', async () => {
    expect(await measure('wrong', 'right')).toMatchObject({ recovered: 1, 'accuracy/student': 1 })
    expect(await measure('wrong', 'wrong')).toMatchObject({ recovered: 0, 'accuracy/ceiling': 1 })
  })

  test('is none where there is no gap', async () => {
    expect(await measure('right', 'wrong')).toMatchObject({ recovered: 0, 'accuracy/weak': 1 })
  })
})
