import { taskMastery } from 'coevo/agents/measure/task-mastery'
import type { Game } from 'coevo/game'
import { sorting } from 'coevo/tasks/sorting'
import { expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

/** Sorts, but never writes more than three digits. */
const short = fakeModel({ vocabulary: sorting.vocabulary } as Partial<Game> as Game, (prompt) =>
  prompt
    .split(' ')
    .filter((word) => /^\d$/.test(word))
    .toSorted()
    .slice(0, 3)
    .join(' '),
)

test.each([
  { threshold: undefined, mastered: 2 / 4 },
  { threshold: 0.7, mastered: 3 / 4 },
])('counts tests with a mean score of $threshold', async ({ threshold, mastered }) => {
  const tests = [2, 3, 4, 6].map((length) => ({ length }))
  const evaluation = taskMastery({
    task: sorting,
    model: 'solver',
    tests,
    seed: 1,
    ...(threshold && { threshold }),
  })
  expect(await evaluation.evaluate({ seed: 1, concurrency: 1, models: { solver: short } })).toEqual({
    mastered,
    accuracy: (1 + 1 + 3 / 4 + 3 / 6) / 4,
  })
})
