import { audit, type Audit, type AuditOptions } from 'coevo/agents/audit-session'
import { oracle, type TextPolicy } from 'coevo/agents/policy/speaker'
import { memoryJournal } from 'coevo/bus'
import type { SessionKind } from 'coevo/scenario'
import { describeSession } from 'coevo/testing'
import { expect, expectTypeOf, test } from 'vitest'
import { doubling as task, fakeChooser, fakeSpeaker } from './doubling.ts'

const round = { seed: 1, concurrency: 8 }
const request = () => 'pose'

const poses = (text: string): TextPolicy => ({ name: 'poser', say: () => text })

/** Is right at its attempts 0, 2, 4, … */
const wavering: TextPolicy<number> = {
  name: 'wavering',
  say: (_prompt, _random, { problem, attempt }) => (attempt % 2 === 0 ? String(2 * problem!) : '7'),
}

async function one(options: Partial<AuditOptions<never, number>>) {
  const journal = memoryJournal()
  const kind = audit({ task, request, generator: poses('twice 3'), solver: wavering, ...options })
  const [episode] = await kind.play({ ...round, sessions: [0], models: {}, journal })
  return {
    roles: episode!.roles,
    end: episode!.end,
    said: journal.session('0').map(({ message }) => message),
  }
}

const models = () => ({
  poser: fakeSpeaker((prompt) => `twice ${prompt.length}`),
  solver: fakeChooser(),
  judge: fakeChooser(),
})

describeSession('audits by three models', () => ({
  kind: audit({
    task,
    request: () => 'pose',
    generator: { model: 'poser' },
    solver: { model: 'solver', texts: (digit) => [String(2 * digit), '7'] },
    verifier: { model: 'judge', texts: ['right', 'wrong'] },
    answers: 3,
    checks: 2,
  }),
  models: models(),
}))

test('knows the models that take part, in its type too', () => {
  const kind = audit({
    task,
    request,
    generator: { model: 'self' },
    solver: { model: 'self' },
    verifier: { model: 'judge' },
  })
  expectTypeOf(kind).toEqualTypeOf<SessionKind<'self' | 'judge'>>()
  expect(kind).toMatchObject({ roles: ['solver', 'generator', 'verifier'], models: ['self', 'judge'] })
})

test('every answer is checked so many times, and the score is the mean of all verdicts', async () => {
  const { said, roles } = await one({ answers: 3, checks: 2 })
  expect(said.map(({ type }) => type).join(' ')).toBe(
    'request proposal' + ' task answer submission verdict submission verdict'.repeat(3) + ' end end end',
  )
  expect(said.at(-1)!.payload).toEqual({ end: 'finished', score: 2 / 3 })
  expect(roles.map((role) => role.return)).toEqual([2 / 3, expect.closeTo(8 / 9), 0])
})

test('what is no problem is not set as one', async () => {
  const { said, roles, end } = await one({ generator: poses('thrice 3') })
  expect(said.map(({ type }) => type)).toEqual(['request', 'proposal', 'end', 'end', 'end'])
  expect(end).toBe('finished')
  expect(roles.map(({ role, illegal }) => [role, illegal])).toEqual([
    ['solver', 0],
    ['generator', 1],
    ['verifier', 0],
  ])
  expect(roles.map((role) => role.return)).toEqual([0, 0, 0])
})

test('the rewards of a model follow its answers and its verdicts', async () => {
  const kind = audit({
    task,
    request,
    generator: { model: 'poser' },
    solver: { model: 'solver' },
    verifier: { model: 'judge' },
    answers: 2,
    checks: 2,
  })
  const [episode] = await kind.play({
    ...round,
    sessions: [0],
    models: { ...models(), solver: fakeSpeaker(() => '8'), judge: fakeSpeaker(() => 'right') },
  })
  const [solver, generator, verifier] = episode!.roles
  expect(solver!.turns.map(({ reward }) => reward)).toEqual([1, 1])
  expect(generator!.turns).toHaveLength(1)
  expect(verifier!.turns.map(({ ply, reward }) => [ply, reward])).toEqual([
    [2, 1],
    [3, 1],
    [5, 1],
    [6, 1],
  ])
})

test('returns are what the scenario makes of the audit', async () => {
  let seen: Audit<number> | null = null
  const { roles } = await one({
    answers: 2,
    returns: (audit) => {
      seen = audit
      return { generator: { return: 1 }, solver: { return: 2 }, verifier: { return: 3 } }
    },
  })
  expect(seen).toEqual({
    proposal: 'twice 3',
    problem: 3,
    solutions: [
      { answer: '6', verdicts: [{ score: 1, readable: true }] },
      { answer: '7', verdicts: [{ score: 0, readable: true }] },
    ],
    score: 0.5,
  })
  expect(roles.map((role) => role.return)).toEqual([2, 1, 3])
})

test('a verifier that fails at one check ends the audit as an error', async () => {
  let checks = 0
  const verifier: typeof task.verify = (digit, answer) =>
    ++checks === 3 ? expect.fail('out of memory') : task.verify(digit, answer)
  const { end, roles } = await one({ answers: 2, checks: 2, verifier })
  expect(end).toBe('error')
  expect(roles.map((role) => role.return)).toEqual([0, 0, 0])
})

test('keeps every promise that the protocol makes, as it is held', async () => {
  const breaches: unknown[] = []
  const kind = audit({
    task,
    request,
    generator: { name: 'any', say: (_prompt, random) => `twice ${random.int(10)}` },
    solver: oracle(task),
    answers: 2,
    checks: 2,
    watch: (breach) => breaches.push(breach),
  })
  const sessions = Array.from({ length: 30 }, (_, i) => i)
  const episodes = await kind.play({ ...round, sessions, models: {} })
  expect(new Set(episodes.map(({ roles }) => roles[0]!.return))).toEqual(new Set([0, 1]))
  expect(breaches).toEqual([])
})

test('refuses what cannot be held', () => {
  const options = { task, request, generator: poses(''), solver: wavering }
  expect(() => audit({ ...options, answers: 0 })).toThrow('An audit has 1 or more answers, not 0.')
  const deaf = Object.fromEntries(Object.entries(task).filter(([key]) => key !== 'parse')) as typeof task
  expect(() => audit({ ...options, task: deaf })).toThrow(
    "The task 'doubling' has no 'parse' to read problems by",
  )
})
