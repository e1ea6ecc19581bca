import { balancedSampling, type BalancedSamplingOptions } from 'coevo/agents/work/balanced-sampling'
import { lesson } from 'coevo/agents/lesson-session'
import type { Game } from 'coevo/game'
import type { Model } from 'coevo/model'
import { evaluationSet } from 'coevo/task'
import { sums, type Sum } from 'coevo/tasks/sums'
import { describe, expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const task = sums.with({ scratchpad: true })
const problems = evaluationSet(task, { count: 2, seed: 1, split: 'train' })

/** A right answer after so many words that nobody judges. */
const right = (prompt: string, words: number) =>
  ['='.repeat(words).split(''), 'answer', sums.solve(task.parse!(prompt)!)].flat().join(' ')
const wrong = '9 9 9'

/** Says what `answers` has for a temperature, one after the other, whatever is asked. */
function writing(answers: Readonly<Record<number, readonly (number | null)[]>>): Model {
  let asked = 0
  const base = fakeModel(task as Partial<Game> as Game)
  const { tokenizer } = base
  return {
    ...base,
    generate: (requests) =>
      Promise.resolve(
        requests.map(({ prompt, temperature }) => {
          const given = answers[temperature]!
          const words = given[asked++ % given.length]!
          const text = words === null ? wrong : right(tokenizer.decode(prompt), words)
          const tokens = [...tokenizer.encode(text), tokenizer.endOfTurn]
          return {
            tokens,
            logprobs: tokens.map(() => -1),
            allowed: tokens.map(() => null),
            finished: true,
            version: 0,
          }
        }),
      ),
  }
}

type Options = BalancedSamplingOptions<'solver', Sum>

/** Plays one step of two problems with four attempts at each. */
async function played(solver: Model, options: Partial<Options>) {
  const work = balancedSampling<'solver', Sum>({
    task,
    solver: 'solver',
    session: (temperature) =>
      lesson({
        task,
        problem: (session) => problems[Math.floor(session / 4)]!,
        solver: { model: 'solver' as const, temperature },
      }),
    sessions: 8,
    attempts: 4,
    reward: {
      models: [],
      of: (answers) =>
        Promise.resolve(
          answers.map(({ prompt, text }) => (text === wrong ? -1 : text === right(prompt, 0) ? 1 : 0)),
        ),
    },
    temperatures: [1],
    thresholds: [0],
    probe: { problems, attempts: 4 },
    target: 4,
    ...options,
  })
  const { kind, sessions } = work.next(1)
  const episodes = await kind.play({
    seed: 1,
    sessions: Array.from({ length: sessions }, (_, i) => i),
    concurrency: 1,
    models: { solver },
  })
  return {
    models: kind.models,
    returns: episodes.map(({ roles }) => roles[0]!.return),
    metrics: work.metrics!(),
  }
}

describe('the temperature', () => {
  test('is that at which most is right and no two alike', async () => {
    const solver = writing({ 0.5: [0, 0, 0, 0], 1: [0, 1, 2, null], 1.5: [null, 0, null, null] })
    const { metrics, returns } = await played(solver, { temperatures: [0.5, 1, 1.5] })
    expect(metrics).toMatchObject({ 'solver/temperature': 1, 'solver/balance': 3 / 4 })
    expect(returns).toEqual([1, 1, 1, 0, 1, 1, 1, 0])
  })

  test('is the first of those that are equally good', async () => {
    const solver = writing({ 0.5: [0, 1, 2, 3], 1: [3, 2, 1, 0] })
    const { metrics } = await played(solver, { temperatures: [1, 0.5] })
    expect(metrics).toMatchObject({ 'solver/temperature': 1, 'solver/balance': 1 })
  })
})

test('an answer that is given again neither helps the balance nor harms it', async () => {
  const { metrics } = await played(writing({ 1: [0, 0, 1, 0] }), {})
  expect(metrics).toMatchObject({ 'solver/balance': 1 / 2 })
})

describe('the threshold', () => {
  const solver = () => writing({ 1: [0, 1, 2, null] })

  test('keeps out what is wrong, and no more than that', async () => {
    const { metrics, returns } = await played(solver(), { thresholds: [-1, 0, 1] })
    expect(metrics).toMatchObject({ 'solver/threshold': 0 })
    expect(returns).toEqual([1, 1, 1, 0, 1, 1, 1, 0])
  })

  test('says what is learned from where it is given', async () => {
    expect((await played(solver(), { thresholds: [-1] })).returns).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
    expect((await played(solver(), { thresholds: [1] })).returns).toEqual([1, 0, 0, 0, 1, 0, 0, 0])
    expect((await played(solver(), { thresholds: [2] })).returns).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })
})

test('what was played is measured by the truth', async () => {
  const { metrics } = await played(writing({ 1: [0, 0, 1, null, null, null, null, null] }), {})
  expect(metrics).toMatchObject({
    'solver/selected': 3 / 8,
    'solver/precision': 1,
    'solver/distinctRight': 1,
    'solver/pass@k': 1 / 2,
    'solver/reward@k': 1 / 2,
  })
})

test('a reward that prefers what is wrong shows', async () => {
  const misled: Options['reward'] = {
    models: [],
    of: (answers) => Promise.resolve(answers.map(({ text }) => (text === wrong ? 1 : -1))),
  }
  const { metrics } = await played(writing({ 1: [0, 1, 2, null] }), { reward: misled })
  expect(metrics).toMatchObject({
    'solver/balance': 0,
    'solver/precision': 0,
    'solver/pass@k': 1,
    'solver/reward@k': 0,
  })
})

test('an answer that nobody could judge is not selected', async () => {
  const failing = (temperature: number) =>
    lesson<Sum, 'solver'>({
      task,
      problem: (session) => problems[Math.floor(session / 4)]!,
      verifier() {
        throw new Error('no verdict')
      },
      solver: { model: 'solver', temperature },
    })
  const { returns } = await played(writing({ 1: [0] }), { session: failing, thresholds: [-1] })
  expect(returns).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
})

test('the models of the reward take part', async () => {
  const reward: BalancedSamplingOptions<'solver' | 'critic', Sum>['reward'] = {
    models: ['critic', 'solver'],
    of: (answers) => Promise.resolve(answers.map(() => 1)),
  }
  const { models } = await played(writing({ 1: [0] }), { reward: reward as Options['reward'] })
  expect(models).toEqual(['solver', 'critic'])
})

test('nothing to choose from, and rewards that are too few, are refused', async () => {
  const solver = writing({ 1: [0] })
  await expect(played(solver, { temperatures: [] })).rejects.toThrow('there are no temperatures')
  await expect(played(solver, { probe: { problems: [], attempts: 1 } })).rejects.toThrow(
    'there are no problems',
  )
  const reward = { models: [], of: () => Promise.resolve([1]) }
  await expect(played(solver, { reward })).rejects.toThrow('1 rewards for 8 answers')
})
