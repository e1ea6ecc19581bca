import { wordProblems } from 'coevo/tasks/word-problems'
import { test as fcTest } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { anyProblem } from './any-problem.ts'
import { expectGoldenTask } from './golden.ts'
import { describeLaws } from './laws.ts'

const worked = wordProblems.with({ scratchpad: true })

for (const task of [wordProblems, worked]) describeLaws(task)

/** Reads the text alone: goes over the sentences until everybody mentioned has a number. */
function reckon(prompt: string): number {
  const [question, ...facts] = prompt.split(' . ').toReversed()
  const held = new Map<string, number>()
  for (let round = 0; round < 10; round++)
    for (const fact of facts) {
      const [, who, digits, how, than] =
        /^(\w+) has ([\d ]+?) (more|fewer|times|[a-z]+)(?:.* (?:than|as) (\w+))?$/.exec(fact)!
      const amount = Number(digits!.replaceAll(' ', ''))
      const other = held.get(than ?? '')
      if (than === undefined) held.set(who!, amount)
      else if (other !== undefined)
        held.set(who!, how === 'more' ? other + amount : how === 'fewer' ? other - amount : other * amount)
    }
  return held.get(/does (\w+) have/.exec(question!)![1]!)!
}

fcTest.prop([anyProblem(wordProblems)])('the answer is what a reader of the sentences reckons', (story) => {
  const answer = reckon(wordProblems.prompt(story))
  expect(answer).toBeGreaterThanOrEqual(0)
  expect(wordProblems.verify(story, `${answer}`).score).toBe(1)
  expect(wordProblems.verify(story, `${answer + 1}`)).toEqual({ score: 0, readable: true })
})

fcTest.prop([anyProblem(wordProblems)])('a distractor can be left out', (story) => {
  const { distractors } = wordProblems.difficulty(story)
  const answer = wordProblems.solve(story)
  const superfluous = story.facts.filter((fact) => {
    const rest = story.facts.filter((other) => other !== fact)
    // Others may speak of whom the fact is about.
    const parsed = wordProblems.parse!(wordProblems.prompt({ ...story, facts: rest }))
    if (parsed !== null) expect(wordProblems.solve(parsed)).toBe(answer)
    return parsed !== null
  })
  expect(superfluous.length).toBeLessThanOrEqual(distractors)
  if (distractors > 0) expect(superfluous.length).toBeGreaterThan(0)
})

fcTest.prop([anyProblem(worked)])('every step that is written is right', (story) => {
  const steps = worked.solve(story).split(' answer ')[0]!.split(' , ')
  expect(steps.length).toBe(worked.difficulty(story).steps)
  for (const step of steps) {
    const [, a, operator, b, value] = /^([\d ]+) ([-+*]) ([\d ]+) = ([\d ]+)$/.exec(step)!
    const [x, y] = [Number(a!.replaceAll(' ', '')), Number(b!.replaceAll(' ', ''))]
    const right = operator === '+' ? x + y : operator === '-' ? x - y : x * y
    expect(Number(value!.replaceAll(' ', ''))).toBe(right)
  }
})

const ask = 'how many coins does ben have ?'

test.each([
  [`ann has 5 coins . ben has 3 more coins than ann . ${ask}`, '8'],
  [`ben has 3 times as many coins as ann . ann has 5 coins . ${ask}`, '1 5'],
  [`ann has 5 coins . ben has 5 fewer coins than ann . ${ask}`, '0'],
  [`ben has 3 coins . ${ask}`, null],
  [`ann has 5 coins . ben has 6 fewer coins than ann . ${ask}`, null],
  [`ann has 5 books . ben has 3 more coins than ann . ${ask}`, null],
  [`ann has 5 more coins than ben . ben has 3 more coins than ann . ${ask}`, null],
  [`ann has 5 coins . ann has 6 coins . ben has 3 more coins than ann . ${ask}`, null],
  [`ann has 5 coins . ben has 3 more coins than eva . ${ask}`, null],
  [`ann has 5 coins . ben has 3 more coins than ann . how many coins does eva have ?`, null],
  [`ann has 5 coins . ben has 1 0 times as many coins as ann . ${ask}`, null],
  [`ann has 5 coins . ben has 1 times as many coins as ann . ${ask}`, null],
  [`ann has 5 coins . ben has more 3 coins than ann . ${ask}`, null],
])('%s', (prompt, answer) => {
  const story = wordProblems.parse!(prompt)
  expect(story === null ? null : wordProblems.solve(story)).toBe(answer)
})

test('a few problems read as they did', () => {
  expectGoldenTask(
    'word-problems',
    [[wordProblems], [worked, { steps: 3, distractors: 2, digits: 2 }]],
    import.meta,
  )
})
