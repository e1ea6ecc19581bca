import { craftingWords } from 'coevo/agents/work/crafting'
import { questionQuality } from 'coevo/agents/measure/question-quality'
import type { Game } from 'coevo/game'
import { evaluationSet } from 'coevo/task'
import { sorting } from 'coevo/tasks/sorting'
import { expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const questions = evaluationSet(sorting, { difficulty: { length: 3 }, count: 5, seed: 1 })
const speaker = (answer: (prompt: string) => string) =>
  fakeModel({ vocabulary: [...sorting.vocabulary, ...craftingWords] } as Partial<Game> as Game, answer)
const right = (prompt: string) => sorting.solve(sorting.parse!(prompt)!)

/** Writes these texts, one after the other. */
function inTurn(...texts: readonly string[]) {
  let next = 0
  return () => texts[next++ % texts.length]!
}

const quality = questionQuality({
  task: sorting,
  solver: 'solver',
  generator: 'generator',
  questions,
  proposals: 8,
  attempts: 4,
})
const measure = (solve: (prompt: string) => string, propose: (prompt: string) => string) =>
  quality.evaluate({
    seed: 1,
    concurrency: 1,
    models: { solver: speaker(solve), generator: speaker(propose) },
  })

test('counts what is a question, what is half-solvable, and what is different', async () => {
  const solve = (prompt: string) => (prompt === 'sort 1 2 =' ? right(prompt) : '9 0')
  const propose = inTurn('sort 1 2 =', 'sort 3 4 =', 'sort sort', 'sort 3 4 =')
  expect(await measure(solve, propose)).toEqual({
    'proposals/valid': 6 / 8,
    'proposals/halfSolvable': 0,
    'proposals/distinct': 2 / 8,
    'proposals/failures': 5,
  })
  let attempts = 0
  const wavering = (prompt: string) => (attempts++ % 2 === 0 ? right(prompt) : '9 0')
  expect(await measure(wavering, propose)).toMatchObject({ 'proposals/halfSolvable': 6 / 8 })
})

test('gives the generator what the solver failed, and all where it failed nothing', async () => {
  const read: string[] = []
  const propose = (prompt: string) => {
    read.push(prompt)
    return 'sort 1 2 ='
  }
  const prompts = questions.map((question) => sorting.prompt(question))
  await measure((prompt) => (prompt === prompts[2] ? '9 0' : right(prompt)), propose)
  expect(new Set(read)).toEqual(new Set([`question ${prompts[2]} answer 9 0 pose`]))
  read.length = 0
  expect(await measure(right, propose)).toMatchObject({
    'proposals/failures': 0,
    'proposals/halfSolvable': 0,
  })
  expect(new Set(read).size).toBe(5)
})
