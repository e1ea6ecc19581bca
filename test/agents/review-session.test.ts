import { review, type ReviewOptions } from 'coevo/agents/review-session'
import { oracle, type TextPolicy } from 'coevo/agents/policy/speaker'
import { memoryJournal } from 'coevo/bus'
import type { SessionKind } from 'coevo/scenario'
import { describeSession } from 'coevo/testing'
import { expect, expectTypeOf, test } from 'vitest'
import { doubling as task, fakeChooser, fakeSpeaker } from './doubling.ts'

const problem = (session: number) => session % 5
const round = { seed: 1, concurrency: 8 }
const both = { solver: { model: 'solver' }, critic: { model: 'critic' } } as const

/** Tells the solution, where it is not the answer already. */
const exactCritic: TextPolicy<number> = {
  name: 'exact-critic',
  say: (prompt, _random, { problem }) =>
    prompt.includes(`answer ${2 * problem!} `) ? 'right' : `wrong ${2 * problem!}`,
}

/** Is wrong at first, and then does what it is told. */
const docile: TextPolicy = {
  name: 'docile',
  say: (prompt) => /wrong (\d) again/.exec(prompt)?.[1] ?? '1',
}

async function one(options: Partial<ReviewOptions<never, number>>) {
  const journal = memoryJournal()
  const kind = review({ task, problem: () => 3, solver: docile, critic: exactCritic, ...options })
  const [episode] = await kind.play({ ...round, sessions: [0], models: {}, journal })
  return {
    roles: episode!.roles,
    end: episode!.end,
    said: journal.session('0').map(({ message }) => message),
  }
}

describeSession('reviews by two models, one of them also the verifier', () => ({
  kind: review({
    task,
    problem,
    solver: { model: 'solver', texts: (digit) => [String(2 * digit), '7'] },
    critic: { model: 'critic', texts: ['right', 'wrong', 'again'] },
    verifier: { model: 'critic', texts: ['right', 'wrong'] },
    rounds: 2,
  }),
  models: { solver: fakeChooser(), critic: fakeChooser() },
}))

test('knows the models that take part, in its type too', () => {
  const kind = review({ task, problem, ...both })
  expectTypeOf(kind).toEqualTypeOf<SessionKind<'solver' | 'critic'>>()
  expect(kind).toMatchObject({ roles: ['solver', 'critic', 'verifier'], models: ['solver', 'critic'] })
  expectTypeOf(review({ task, problem, solver: oracle(task), critic: exactCritic })).toEqualTypeOf<
    SessionKind<never>
  >()
})

test('a critique turns a wrong answer into a right one, and both are judged', async () => {
  const { said, roles, end } = await one({})
  expect(end).toBe('finished')
  expect(
    said.map(({ type, to, payload }) => [type, to, ...Object.values(payload as object)].join(' ')),
  ).toEqual([
    'task solver 0 0 twice 3',
    'answer teacher 0 1',
    'submission verifier 1 0 twice 3 1',
    'verdict teacher 1 0 true ',
    'draft critic 2 0 twice 3 1',
    'critique teacher 2 wrong 6',
    'task solver 3 1 question twice 3 answer 1 critique wrong 6 again',
    'answer teacher 3 6',
    'submission verifier 4 1 twice 3 6',
    'verdict teacher 4 1 true ',
    'end solver finished 1',
    'end critic finished 1',
    'end verifier finished 1',
  ])
  expect(roles.map((role) => [role.role, role.return])).toEqual([
    ['solver', 1],
    ['critic', 1],
    ['verifier', 0],
  ])
})

test('rounds go on to the last, or stop at an answer that is right', async () => {
  const critiques = async (options: Partial<ReviewOptions<never, number>>) =>
    (await one(options)).said.filter(({ type }) => type === 'critique').length
  expect(await critiques({ rounds: 3 })).toBe(3)
  expect(await critiques({ rounds: 3, until: 'right' })).toBe(1)
  expect(await critiques({ rounds: 3, until: 'right', solver: oracle(task) })).toBe(0)
})

test('each turn of a critic is rewarded by what the score rose after it', async () => {
  const solver = fakeSpeaker((prompt) => /wrong (\d)/.exec(prompt)?.[1] ?? '1')
  const critic = fakeSpeaker((prompt) => (prompt.includes('answer 6') ? 'wrong 5' : 'wrong 6'))
  const kind = review({ task, problem: () => 3, ...both, rounds: 2 })
  const [episode] = await kind.play({ ...round, sessions: [0], models: { solver, critic } })
  const [solved, criticised] = episode!.roles
  expect(criticised!.turns.map(({ ply, reward }) => [ply, reward])).toEqual([
    [2, 1],
    [5, -1],
  ])
  expect([solved!.return, criticised!.return]).toEqual([0, 0])
  expect(solved!.turns.map(({ ply, reward }) => [ply, reward])).toEqual([
    [0, undefined],
    [3, undefined],
    [6, undefined],
  ])
})

test('prompts and returns are what the scenario makes of them', async () => {
  const { said, roles } = await one({
    criticise: (question, answer) => `${answer} to ${question}`,
    revise: (_question, _answer, critique) => `${critique} again`,
    critic: { name: 'echo', say: (prompt) => `wrong ${prompt === '1 to twice 3' ? 6 : 0}` },
    returns: ([first, second]) => ({
      solver: { return: second!.score - first!.score },
      critic: { return: 7 },
    }),
  })
  expect(said.find(({ type, seq }) => type === 'task' && seq > 0)!.payload).toMatchObject({
    prompt: 'wrong 6 again',
  })
  expect(roles.map((role) => role.return)).toEqual([1, 7, 0])
})

test('keeps every promise that the protocol makes, as it is held', async () => {
  const breaches: unknown[] = []
  const kind = review({
    task,
    problem,
    solver: docile,
    critic: exactCritic,
    rounds: 2,
    watch: (breach) => breaches.push(breach),
  })
  await kind.play({ ...round, sessions: [0, 1, 2, 3, 4], models: {} })
  expect(breaches).toEqual([])
})

test('refuses reviews without a round', () => {
  expect(() => review({ task, problem, ...both, rounds: 0.5 })).toThrow(
    'A review has 1 or more rounds, not 0.5.',
  )
})
