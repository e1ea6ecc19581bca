import { taskAttempts } from 'coevo/agents/measure/task-attempts'
import { afterAnswer } from 'coevo/agents/measure/votes'
import type { Game } from 'coevo/game'
import { sums } from 'coevo/tasks/sums'
import { expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const task = sums.with({ scratchpad: true })

/** Measures a model that gives these answers in turn, one of them made of the right one. */
function measured(...answers: readonly ((right: string) => string)[]) {
  let asked = 0
  const solver = fakeModel(task as Partial<Game> as Game, (prompt) => {
    const right = sums.solve(sums.parse!(prompt)!)
    return answers[asked++ % answers.length]!(right)
  })
  const evaluation = taskAttempts({
    task,
    model: 'solver',
    sets: { three: { terms: 3 } },
    problems: 5,
    attempts: answers.length,
    seed: 1,
  })
  return evaluation.evaluate({ seed: 1, concurrency: 1, models: { solver } })
}

const right = (answer: string) => answer
const wrong = () => '9 0'

test('what is always right in the same words', async () => {
  expect(await measured(right, right)).toEqual({
    'accuracy/three': 1,
    'pass@k/three': 1,
    'majority@k/three': 1,
    'distinct/three': 0.5,
    'diversity/three': 0,
  })
})

test('the most frequent answer, however it is reached', async () => {
  const found = await measured(
    wrong,
    (answer) => `1 + 2 = 3 answer ${answer}`,
    (answer) => `2 + 1 = 3 answer ${answer}`,
    () => '9 9 9',
  )
  expect(found).toMatchObject({
    'accuracy/three': 0.5,
    'pass@k/three': 1,
    'majority@k/three': 1,
    'distinct/three': 1,
  })
  expect(found['diversity/three']).toBeGreaterThan(0.5)
  expect(found['diversity/three']).toBeLessThan(1)
})

test('a right answer among more that are wrong', async () => {
  expect(await measured(wrong, wrong, right)).toMatchObject({
    'accuracy/three': expect.closeTo(1 / 3) as number,
    'pass@k/three': 1,
    'majority@k/three': 0,
  })
})

test('nothing in common is as different as can be', async () => {
  expect(
    await measured(
      () => '=',
      () => '+',
    ),
  ).toMatchObject({
    'accuracy/three': 0,
    'pass@k/three': 0,
    'diversity/three': 1,
  })
})

test('what stands after the last answer', () => {
  expect(['1 + 2 = 3 answer 3', '3', 'answer 4 answer 3'].map(afterAnswer)).toEqual(['3', '3', '3'])
})
