import { refinementQuality } from 'coevo/agents/measure/refinement-quality'
import type { TextPolicy } from 'coevo/agents/policy/speaker'
import { refinement } from 'coevo/agents/refinement-session'
import { sorting as task, type Unsorted } from 'coevo/tasks/sorting'
import { expect, test } from 'vitest'

const isEasy = ({ digits }: Unsorted) => digits[0]! % 2 === 0

/** Sorts what begins with an even digit, and nothing else. */
const solver: TextPolicy<Unsorted> = {
  name: 'half',
  say: (_prompt, _random, { problem }) => (isEasy(problem!) ? task.solve(problem!) : '9'),
}

/** Judges and refines, given the problem, by what was answered. */
function measured(
  passes: (problem: Unsorted, answer: string) => boolean,
  refine: (problem: Unsorted, answer: string) => string,
) {
  const critic: TextPolicy<Unsorted> = {
    name: 'critic',
    say(prompt, _random, { problem }) {
      const [, answer, what] = / answer (.*) (verdict|again)$/.exec(prompt)!
      return what === 'again' ? refine(problem!, answer!) : passes(problem!, answer!) ? 'right' : 'wrong'
    },
  }
  const session = (given: Pick<Parameters<typeof refinement<Unsorted>>[0], 'problem' | 'grown'>) =>
    refinement({ task, solver, critic, ...given })
  return refinementQuality({ task, sets: [{ length: 3 }, { length: 4 }], problems: 20, seed: 1, session })
}

const solve = (problem: Unsorted) => task.solve(problem)
const isRight = (problem: Unsorted, answer: string) => task.verify(problem, answer).score === 1
const now = { seed: 1, concurrency: 8, models: {} }

test('who knows everything judges and repairs everything at once', async () => {
  const quality = measured(isRight, solve)
  expect(await quality.evaluate(now)).toEqual({ judging: 1, repaired: 1, depth: 1, mistaken: 0 })
  expect(await quality.evaluate(now)).toMatchObject({ judging: 1, repaired: 1 })
})

test('who needs two steps repairs as much, and deeper', async () => {
  const refine = (problem: Unsorted, answer: string) => (answer === '9' ? '8' : task.solve(problem))
  expect(await measured(isRight, refine).evaluate(now)).toMatchObject({ repaired: 1, depth: 2 })
})

test('who finds everything right, or everything wrong, judges as well as one who guesses', async () => {
  expect(await measured(() => true, solve).evaluate(now)).toEqual({
    judging: 1 / 2,
    repaired: 0,
    depth: 0,
    mistaken: 0,
  })
  expect(await measured(() => false, solve).evaluate(now)).toMatchObject({ judging: 1 / 2, repaired: 0 })
})

test('a refinement that passes and is wrong repairs nothing', async () => {
  const quality = measured(
    (problem, answer) => answer === '8' || isRight(problem, answer),
    () => '8',
  )
  expect(await quality.evaluate(now)).toEqual({ judging: 1, repaired: 0, depth: 0, mistaken: 1 })
})
