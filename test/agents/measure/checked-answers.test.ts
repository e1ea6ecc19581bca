import { withTeachingWords } from 'coevo/agents/classroom/words'
import { checkedAnswers } from 'coevo/agents/measure/checked-answers'
import { poserAudit } from 'coevo/agents/measure/poser-audit'
import type { Game } from 'coevo/game'
import type { Model } from 'coevo/model'
import { sorting as task } from 'coevo/tasks/sorting'
import { expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const context = { seed: 1, concurrency: 8 }
const sets = [{ length: 4 }]
const fake = (answer: (prompt: string) => string) =>
  fakeModel({ vocabulary: withTeachingWords(task.vocabulary) } as Partial<Game> as Game, answer)

/** Solves so many of five attempts at each problem, and else writes what is given, one after the other. */
function solver(right: number, ...wrong: readonly string[]): Model {
  let asked = 0
  return fake((prompt) => {
    const place = asked++ % 5
    return place < wrong.length && place < 5 - right ? wrong[place]! : task.solve(task.parse!(prompt)!)
  })
}

/** Says what it makes of the truth about an answer. */
function verifier(say: (truth: boolean) => boolean | null): Model {
  return fake((prompt) => {
    const [, question, answer] = /question (.*) answer (.*) verdict/.exec(prompt)!
    const truth = task.verify(task.parse!(question!)!, answer!).score === 1
    const said = say(truth)
    return said === null ? '1 2' : said ? '1 right' : '1 wrong'
  })
}

const measured = (models: { solver: Model; verifier: Model }, options: { penalty?: number } = {}) =>
  checkedAnswers({
    task,
    solver: 'solver',
    verifier: 'verifier',
    sets,
    answers: 5,
    checks: 3,
    problems: 8,
    seed: 1,
    ...options,
  }).evaluate({ ...context, models })

const exact = verifier((truth) => truth)
/** No digits that are asked for, so that none of them is ever right. */
const [a, b, c] = ['0 0 0 0 0', '1 1 1 1 1', '2 2 2 2 2'] as const

test('who knows the truth finds the one answer in five that is right', async () => {
  expect(await measured({ solver: solver(1, a, a, b, c), verifier: exact })).toEqual({
    verifier: 1,
    'verifier/right': 1,
    'verifier/wrong': 1,
    'verifier/repeated': 1,
    solver: expect.closeTo(0.2) as number,
    majority: 0,
    best: 1,
    pessimistic: 1,
    gain: 1,
  })
})

test('pessimism trusts the answer of many rather than the verdict on one', async () => {
  // Right four times in five, but for once in six checks taken for wrong; the odd answer is always taken for right.
  let checks = 0
  const fooled = () => verifier((truth) => !truth || checks++ % 6 > 0)
  const answers = () => solver(4, a)
  const found = await measured({ solver: answers(), verifier: fooled() })
  expect(found).toMatchObject({ 'verifier/wrong': 0, majority: 1, best: 0, pessimistic: 0, gain: -1 })
  expect(found['verifier/right']).toBeCloseTo(5 / 6, 9)
  expect(found['verifier']).toBeCloseTo((4 * 5) / 6 / 5, 9)
  const wary = await measured({ solver: answers(), verifier: fooled() }, { penalty: 0.5 })
  expect(wary).toMatchObject({ best: 0, pessimistic: 1, gain: 0 })
})

test('most checks are right more often than each of them', async () => {
  let checks = 0
  const careless = verifier((truth) => (checks++ % 3 === 0 ? !truth : truth))
  const found = await measured({ solver: solver(3, a, b), verifier: careless })
  expect(found['verifier']).toBeCloseTo(2 / 3, 9)
  expect(found['verifier/repeated']).toBe(1)
})

test('a check that comes to no verdict is never the truth, and speaks for no answer', async () => {
  let checks = 0
  const silent = verifier((truth) => (checks++ % 3 === 0 ? null : truth))
  const found = await measured({ solver: solver(3, a, b), verifier: silent })
  expect(found['verifier/right']).toBeCloseTo(2 / 3, 9)
  expect(found['verifier/wrong']).toBeCloseTo(2 / 3, 9)
  expect(found).toMatchObject({ 'verifier/repeated': 1, best: 1 })
})

const audited = (judge: Model) =>
  poserAudit({
    task,
    verifier: 'verifier',
    sets,
    problems: 20,
    reference: (problem, random) => (random.uniform() < 0.5 ? task.solve(problem) : a),
    checks: 3,
    seed: 1,
  }).evaluate({ ...context, models: { verifier: judge } })

test('an audit is measured by what it flags', async () => {
  const { 'audit/flawed': flawed, ...found } = await audited(exact)
  expect(flawed).toBeGreaterThan(0.25)
  expect(flawed).toBeLessThan(0.75)
  expect(found).toEqual({ 'audit/flagged': flawed, 'audit/precision': 1, 'audit/recall': 1 })
  const strict = { 'audit/flawed': flawed, 'audit/flagged': 1, 'audit/precision': flawed, 'audit/recall': 1 }
  expect(await audited(verifier(() => false))).toEqual(strict)
  const lax = { 'audit/flawed': flawed, 'audit/flagged': 0, 'audit/precision': 1, 'audit/recall': 0 }
  expect(await audited(verifier(() => true))).toEqual(lax)
})
