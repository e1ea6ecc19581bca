import { secondLook } from 'coevo/agents/measure/second-look'
import { taskVotes } from 'coevo/agents/measure/task-votes'
import { withTeachingWords } from 'coevo/agents/classroom/words'
import type { Game } from 'coevo/game'
import { sorting as task } from 'coevo/tasks/sorting'
import { expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const context = { seed: 1, concurrency: 8 }
const speaker = (answer: (prompt: string) => string) =>
  fakeModel({ vocabulary: withTeachingWords(task.vocabulary) } as Partial<Game> as Game, answer)

/** The two digits of the question, as they stand in it. */
const digitsOf = (prompt: string) => /sort (\d) (\d) =/.exec(prompt)!.slice(1)

test('a second look is measured by what it repairs and what it spoils', async () => {
  // Writes the digits as they stand, and at a second look the other way round.
  const model = speaker((prompt) => {
    const digits = digitsOf(prompt)
    return (prompt.startsWith('question') ? digits.toReversed() : digits).join(' ')
  })
  const evaluation = secondLook({ task, model: 'model', sets: [{ length: 2 }], seed: 1, problems: 100 })
  const measured = await evaluation.evaluate({ ...context, models: { model } })
  expect(Object.keys(measured)).toEqual(evaluation.metrics)
  const { 'accuracy/first': first, 'accuracy/second': second, gain, repaired, spoiled } = measured
  expect(gain).toBeCloseTo(second! - first!, 12)
  expect(gain).toBeCloseTo(repaired! - spoiled!, 12)
  // Two equal digits are right either way; of all others one way is right.
  expect(repaired! + spoiled!).toBeLessThan(1)
  expect(first! + second!).toBeCloseTo(1 + (1 - repaired! - spoiled!), 12)
  expect(Math.min(repaired!, spoiled!)).toBeGreaterThan(0.2)
})

test('most votes decide, and what cannot be read has none', async () => {
  let asked = 0
  // Two of six answers to a problem are right, the others are either other digits or nothing that can be read.
  const model = speaker((prompt) => {
    const place = asked++ % 6
    return place < 2 ? digitsOf(prompt).toSorted().join(' ') : place === 2 ? '9 0' : 'gibberish'
  })
  const sets = { pairs: { length: 2 } }
  const evaluation = taskVotes({ task, model: 'model', sets, votes: 6, seed: 1, problems: 10 })
  expect(evaluation.metrics).toEqual(['majority', 'majority/pairs'])
  const measured = await evaluation.evaluate({ ...context, models: { model } })
  expect(measured).toEqual({ majority: 1, 'majority/pairs': 1 })
})
