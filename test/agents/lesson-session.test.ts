import { lessonProtocol } from 'coevo/agents/lesson'
import { lesson, type LessonOptions } from 'coevo/agents/lesson-session'
import { oracle, type TextPolicy } from 'coevo/agents/policy/speaker'
import { RIGHT, WRONG } from 'coevo/agents/classroom/words'
import { memoryJournal } from 'coevo/bus'
import { checkJournal } from 'coevo/protocol'
import type { SessionKind } from 'coevo/scenario'
import { describeSession } from 'coevo/testing'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { doubling as task, fakeChooser, fakeSpeaker } from './doubling.ts'

const problem = (session: number) => session % 5
const round = { seed: 1, concurrency: 8 }
const solver = { model: 'solver' } as const

/** Says these texts at its attempts. */
const says = (...texts: readonly string[]): TextPolicy => ({
  name: 'script',
  say: (_prompt, _random, { attempt }) => texts[attempt] ?? 'nothing',
})

/** Holds one lesson about twice 3. */
async function one(options: Partial<LessonOptions<never, number>>) {
  const journal = memoryJournal()
  const kind = lesson({ task, problem: () => 3, solver: oracle(task), ...options })
  const [episode] = await kind.play({ ...round, sessions: [0], models: {}, journal })
  const said = journal.session('0').map(({ message }) => message)
  return { ...episode!, solver: episode!.roles[0]!, said }
}

describeSession(
  'lessons of a model, a second attempt at what was wrong, and a verifier that is a model too',
  () => ({
    kind: lesson({
      task,
      problem,
      solver: { model: 'solver', texts: (digit) => [String(2 * digit), '7'] },
      verifier: { model: 'verifier', texts: [RIGHT, WRONG] },
      attempts: 2,
    }),
    models: { solver: fakeChooser(), verifier: fakeChooser() },
  }),
)

test('knows the models that take part, in its type too', () => {
  const kind = lesson({ task, problem, solver, verifier: { model: 'judge' } })
  expectTypeOf(kind).toEqualTypeOf<SessionKind<'solver' | 'judge'>>()
  expect(kind).toMatchObject({ name: 'doubling', roles: ['solver', 'verifier'], models: ['solver', 'judge'] })
  const exact = lesson({ name: 'practice', task, problem, solver: oracle(task) })
  expectTypeOf(exact).toEqualTypeOf<SessionKind<never>>()
  expect(exact).toMatchObject({ name: 'practice', models: [] })
})

test('an oracle is right, and everything is in the journal', async () => {
  const { said, solver, end, roles } = await one({})
  expect([end, solver.return, solver.policy, roles[1]!.policy]).toEqual(['finished', 1, 'oracle', 'exact'])
  expect(said.map(({ type, payload }) => [type, payload])).toEqual([
    ['task', { turn: 0, attempt: 0, prompt: 'twice 3' }],
    ['answer', { turn: 0, text: '6' }],
    ['submission', { turn: 1, attempt: 0, prompt: 'twice 3', answer: '6' }],
    ['verdict', { turn: 1, score: 1, readable: true, text: '' }],
    ['end', { end: 'finished', score: 1 }],
    ['end', { end: 'finished', score: 1 }],
  ])
})

describe('attempts', () => {
  const prompts = ({ said }: Awaited<ReturnType<typeof one>>) =>
    said.flatMap(({ type, payload }) => (type === 'task' ? [(payload as { prompt: string }).prompt] : []))

  test('stop at one that is right', async () => {
    const held = await one({ solver: says('5', '6', '7'), attempts: 3 })
    expect(prompts(held)).toEqual(['twice 3', 'question twice 3 answer 5 again'])
    expect(held.solver).toMatchObject({ return: 1, illegal: 0 })
  })

  test('or go on to the last', async () => {
    const held = await one({ solver: says('6', '5'), attempts: 2, until: 'end' })
    expect(prompts(held)).toHaveLength(2)
    expect(held.solver.return).toBe(0)
  })

  test('are put as the scenario says, and count as it says', async () => {
    const models = { solver: fakeSpeaker((prompt) => (prompt.includes('6') ? '5' : '6')) }
    const kind = lesson({
      task,
      problem: () => 3,
      solver,
      attempts: 2,
      until: 'end',
      again: (question, answer) => `${question} ${answer}`,
      returns: (verdicts) => ({ return: verdicts.length, rewards: verdicts.map(({ score }) => score - 10) }),
    })
    const [episode] = await kind.play({ ...round, sessions: [4], models })
    const { turns, ...role } = episode!.roles[0]!
    expect(role).toEqual({ role: 'solver', model: 'solver', return: 2, illegal: 0, parseFailures: 0 })
    const { tokenizer } = models.solver
    expect(turns.map(({ ply, prompt, reward }) => [ply, tokenizer.decode(prompt), reward])).toEqual([
      [0, 'twice 3', -9],
      [2, 'twice 3 6', -10],
    ])
  })

  test('that cannot be read are counted', async () => {
    const { solver } = await one({ solver: says('six', 'seven'), attempts: 2 })
    expect(solver).toMatchObject({ return: 0, illegal: 2, parseFailures: 2 })
  })
})

test('a model that writes padding can be asked again', async () => {
  const models = { solver: fakeSpeaker(() => '1') }
  const { tokenizer } = models.solver
  const padded = {
    ...models.solver,
    generate: async (requests: Parameters<typeof models.solver.generate>[0]) =>
      (await models.solver.generate(requests)).map((each) => ({
        ...each,
        tokens: [tokenizer.padding, ...each.tokens],
      })),
  }
  const kind = lesson({ task, problem, solver, attempts: 2 })
  const [episode] = await kind.play({ ...round, sessions: [1], models: { solver: padded } })
  expect(tokenizer.decode(episode!.roles[0]!.turns[1]!.prompt)).toBe('question twice 1 answer 1 again')
})

describe('a verifier', () => {
  test('that is a function has the word', async () => {
    const { solver, roles } = await one({ verifier: async (digit) => ({ score: digit / 4, readable: true }) })
    expect([solver.return, roles[1]!.policy]).toEqual([0.75, 'function'])
  })

  test.for<readonly [string, LessonOptions<never, number>['verifier'], string]>([
    ['throws', () => expect.fail('no such file'), 'no such file'],
    ['rejects', () => Promise.reject(new Error('no connection')), 'no connection'],
    [
      'says what is no verdict',
      () => ({ score: Number.NaN, readable: true }),
      'a verdict is a score from 0 to 1',
    ],
  ])('that %s ends its lesson as an error, and no other', async ([, verifier, told]) => {
    const failures: (readonly [number, string])[] = []
    const kind = lesson({
      task,
      problem,
      solver: oracle(task),
      verifier: (digit, answer) =>
        digit === 2 ? (verifier as typeof task.verify)(digit, answer) : task.verify(digit, answer),
      failed: ({ session, error }) => failures.push([session, (error as Error).message]),
    })
    const episodes = await kind.play({ ...round, sessions: [0, 1, 2, 3], models: {} })
    expect(episodes.map(({ end, roles }) => [end, roles[0]!.return])).toEqual([
      ['finished', 1],
      ['finished', 1],
      ['error', 0],
      ['finished', 1],
    ])
    expect(failures).toEqual([[2, expect.stringContaining(told)]])
  })

  test('that never answers ends its lesson as an error, given a real clock', async () => {
    const clock = {
      setTimeout: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
      clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
    }
    const verifier = () => new Promise<never>(() => {})
    const held = await one({ verifier, clock, timeouts: { thought: 5 } })
    expect(held.end).toBe('error')
    expect(held.said.map(({ type }) => type)).toContain('abstain')
    const silent = await one({ verifier, clock, timeouts: { reply: 5 } })
    expect(silent.end).toBe('error')
    expect(silent.said.map(({ type }) => type)).not.toContain('abstain')
  })

  test('that is a model is rewarded where the task agrees, and counts as wrong what says nothing', async () => {
    for (const [word, agrees] of [
      ['right', 1],
      ['wrong', -1],
      ['3 right', 1],
      ['again', -1],
    ] as const) {
      const models = { judge: fakeSpeaker(() => word) }
      const kind = lesson({ task, problem, solver: oracle(task), verifier: { model: 'judge' } })
      const journal = memoryJournal()
      const [episode] = await kind.play({ ...round, sessions: [3], models, journal })
      expect(journal.session('3')[3]!.message.payload).toMatchObject({ text: word })
      expect(episode!.roles[0]!.return).toBe(word.endsWith('right') ? 1 : 0)
      const [, judge] = episode!.roles
      expect(judge).toMatchObject({ model: 'judge', return: agrees, illegal: word === 'again' ? 1 : 0 })
      expect(judge!.turns).toMatchObject([{ ply: 1, reward: agrees }])
      expect(models.judge.tokenizer.decode(judge!.turns[0]!.prompt)).toBe('question twice 3 answer 6 verdict')
    }
  })
})

test('a verifier that is a model stops the round when it fails, as every model does', async () => {
  const judge = { ...fakeSpeaker(() => 'right'), generate: () => Promise.reject(new Error('out of memory')) }
  const kind = lesson({ task, problem, solver: oracle(task), verifier: { model: 'judge' } })
  await expect(kind.play({ ...round, sessions: [0], models: { judge } })).rejects.toThrow('out of memory')
})

test("a mistake of the scenario's stops the round", async () => {
  const returns = () => ({ return: 1, rewards: [1, 2] })
  const kind = lesson({ task, problem, solver, returns })
  await expect(
    kind.play({ ...round, sessions: [0], models: { solver: fakeSpeaker(() => '0') } }),
  ).rejects.toThrow("'returns' gave 2 rewards for 1 turns of the solver: give one for each, or none.")
  const judge = (question: string) => `please ${question}`
  const unheard = lesson({ task, problem, solver: oracle(task), verifier: { model: 'judge' }, judge })
  await expect(
    unheard.play({ ...round, sessions: [0], models: { judge: fakeSpeaker(() => 'right') } }),
  ).rejects.toThrow("The vocabulary lacks the word 'please'")
})

test('a solver that fails stops the round, and the next is held', async () => {
  let isBroken = true
  const kind = lesson({
    task,
    problem,
    solver: { name: 'moody', say: () => (isBroken ? Promise.reject(new Error('gone')) : '0') },
  })
  const context = { ...round, sessions: [0, 5, 10], models: {} }
  await expect(kind.play(context)).rejects.toThrow('gone')
  isBroken = false
  expect((await kind.play(context)).map(({ end }) => end)).toEqual(['finished', 'finished', 'finished'])
})

test('keeps every promise that the protocol makes, as it is held and in its journal', async () => {
  const breaches: unknown[] = []
  const journal = memoryJournal()
  const verifier: typeof task.verify = (digit, answer) =>
    digit === 4 ? expect.fail('no verdict') : task.verify(digit, answer)
  const kind = lesson({
    task,
    problem,
    solver: says('2', '4'),
    attempts: 2,
    verifier,
    watch: (breach) => breaches.push(breach),
  })
  const sessions = Array.from({ length: 20 }, (_, i) => i)
  await kind.play({ ...round, sessions, models: {}, journal })
  const verdicts = checkJournal(
    sessions.flatMap((session) => journal.session(String(session))),
    lessonProtocol,
  )
  expect(verdicts).toHaveLength(20)
  expect([...breaches, ...verdicts.flatMap(({ breaches, foreign }) => [...breaches, ...foreign])]).toEqual([])
})

test('a round that failed in real time leaves nothing behind that fires in the next', async () => {
  const callbacks = new Set<() => void>()
  const clock = {
    setTimeout(callback: () => void) {
      callbacks.add(callback)
      return callback
    },
    clearTimeout: (timer: unknown) => void callbacks.delete(timer as () => void),
  }
  const again = () => expect.fail('a fault in the script')
  const kind = lesson({ task, problem, solver: says('1'), attempts: 2, again, clock })
  await expect(kind.play({ ...round, sessions: [0], models: {} })).rejects.toThrow('a fault in the script')
  expect(callbacks.size).toBe(0)
})

test('shows what was said in each session', async () => {
  const seen: unknown[] = []
  await one({
    concluded: ({ session, problem, said, end }) => seen.push([session, problem, said.length, end]),
  })
  expect(seen).toEqual([[0, 3, 2, 'finished']])
})

test('refuses lessons without an attempt', () => {
  expect(() => lesson({ task, problem, solver, attempts: 0 })).toThrow(
    'A lesson has 1 or more attempts, not 0.',
  )
})
