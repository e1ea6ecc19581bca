import { critiqueOf, exactCritic } from 'coevo/agents/policy/exact-critic'
import { withRefinements } from 'coevo/agents/work/refinements'
import { review } from 'coevo/agents/review-session'
import { wholeAnswers } from 'coevo/agents/work/whole-answers'
import { stream } from 'coevo/core'
import { sorting } from 'coevo/tasks/sorting'
import { describeSession } from 'coevo/testing'
import { expect, test } from 'vitest'
import { doubling, fakeChooser, fakeSpeaker } from '../doubling.ts'

const problem = { digits: [3, 1, 2, 1] }

test.each([
  ['1 1 2 3', 'right'],
  ['1 1 3 2', 'right 1 1 wrong 3'],
  ['2 1 1 3', 'wrong 2'],
  ['1 1', 'right 1 1 wrong'],
  ['1 1 2 3 3', 'right 1 1 2 3 wrong 3'],
  ['', 'wrong'],
  ['answer critique', 'wrong answer'],
])('of the answer %j it says %j', (answer, critique) => {
  expect(critiqueOf(sorting, problem, answer)).toBe(critique)
  const read = `question sort 3 1 2 1 = answer ${answer === '' ? '' : `${answer} `}critique`
  const about = { problem, attempt: 0, session: 0 }
  expect(exactCritic(sorting).say(read, stream(1), about)).toBe(critique)
})

test('a whole answer counts, and parts of it do not', () => {
  const [whole, parts] = [wholeAnswers(sorting), sorting].map((task) => task.verify(problem, '1 1 3 2'))
  expect(parts!.score).toBe(0.5)
  expect(whole).toEqual({ score: 0, readable: true })
  expect(wholeAnswers(sorting).verify(problem, '1 1 2 3').score).toBe(1)
})

const reviews = () =>
  review({
    task: doubling,
    problem: (session) => session % 4,
    solver: { model: 'solver' },
    critic: exactCritic(doubling),
    until: 'right',
    returns: (verdicts) => ({
      solver: { return: verdicts.at(-1)!.score, rewards: verdicts.map(({ score }) => score) },
      critic: { return: 0 },
    }),
  })

describeSession('reviews whose refinements stand as answers, too', () => ({
  kind: withRefinements(
    review({
      task: doubling,
      problem: (session) => session % 5,
      solver: { model: 'solver', texts: (digit) => [String(2 * digit), '7'] },
      critic: exactCritic(doubling),
    }),
    'solver',
  ),
  models: { solver: fakeChooser() },
}))

test('a refinement stands as an answer to the question, too', async () => {
  // Says 2 at first, which is right of 1 alone, and 4 once it is told that this is wrong.
  const solver = fakeSpeaker((prompt) => (prompt.includes('wrong') ? '4' : '2'))
  const round = { seed: 1, sessions: [0, 1, 2], concurrency: 4, models: { solver } }
  const episodes = await withRefinements(reviews(), 'solver').play(round)
  const { tokenizer } = solver
  const said = episodes.map(({ roles }) =>
    roles[0]!.turns.map(({ prompt, completion, reward }) =>
      [tokenizer.decode(prompt), tokenizer.decode(completion.slice(0, -1)), reward].join(' → '),
    ),
  )
  expect(said).toEqual([
    ['twice 0 → 2 → 0', 'question twice 0 answer 2 critique wrong 2 again → 4 → 0', 'twice 0 → 4 → 0'],
    ['twice 1 → 2 → 1'],
    ['twice 2 → 2 → 0', 'question twice 2 answer 2 critique wrong 2 again → 4 → 1', 'twice 2 → 4 → 1'],
  ])
  const plain = await reviews().play(round)
  expect(plain.map(({ roles }) => roles[0]!.turns.length)).toEqual([2, 1, 2])
})
