import { voteOn } from 'coevo/agents/measure/votes'
import { taskVotes } from 'coevo/agents/measure/task-votes'
import { stream } from 'coevo/core'
import { localModel, type Model } from 'coevo/model'
import { drawProblem } from 'coevo/task'
import { sums } from 'coevo/tasks/sums'
import { describe, expect, test } from 'vitest'

const task = sums.with({ scratchpad: true })
const problem = drawProblem(task, stream('problem'), { difficulty: { terms: 2 } })
const right = task.solve(problem)
const sum = right.split('answer').at(-1)!
/** Other ways to the same answer, and equal wrong ones. */
const ways = [right, `answer${sum}`]
const wrong = right.replace(/answer.*/, 'answer 1 9')

describe('a vote on what was written', () => {
  test('is about answers: two ways to the right one win over one wrong one that was written before', () => {
    expect(new Set(ways).size).toBe(2)
    expect(task.verify(problem, wrong)).toEqual({ score: 0, readable: true })
    const { text, share } = voteOn(task, problem, [wrong, ...ways])
    expect(text).toBe(right)
    expect(share).toBeCloseTo(2 / 3, 12)
  })

  test('leaves out what cannot be read, which counts in the share', () => {
    expect(voteOn(task, problem, ['so so', 'so so', right])).toEqual({ text: right, share: 1 / 3 })
    expect(voteOn(task, problem, ['so so', 'so'])).toEqual({ text: null, share: 0 })
  })

  test('may be about something else', () => {
    expect(voteOn(task, problem, [wrong, ...ways], (text) => text).text).toBe(wrong)
  })
})

test('maj@k counts answers however they were arrived at', async () => {
  const { tokenizer } = localModel({ vocabulary: task.vocabulary })(1)
  let asked = 0
  const model = {
    tokenizer,
    generate: async (requests: readonly { readonly prompt: readonly number[] }[]) =>
      requests.map(({ prompt }) => {
        const posed = task.parse!(tokenizer.decode([...prompt]))!
        const solution = task.solve(posed)
        const short = `answer${solution.split('answer').at(-1)!}`
        const texts = [`${solution.split('answer')[0]!}answer 0`, `${solution.split('answer')[0]!}answer 0`]
        return { tokens: tokenizer.encode([...texts, solution, short, short][asked++ % 5]!) }
      }),
  } as unknown as Model
  const sets = { two: { terms: 2 } }
  const evaluate = (answer?: (text: string) => string) => {
    const evaluation = taskVotes({
      task,
      model: 'solver',
      sets,
      problems: 4,
      votes: 5,
      seed: 1,
      ...(answer && { answer }),
    })
    return evaluation.evaluate({ models: { solver: model }, seed: 1 } as never)
  }
  expect(await evaluate()).toEqual({ majority: 1, 'majority/two': 1 })
  // By whole texts two equal wrong ones win: they come first of those that are written twice.
  expect(await evaluate((text) => text)).toMatchObject({ majority: 0 })
})
