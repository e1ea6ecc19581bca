import { exam, examinedIn, type Examined, type ExamOptions } from 'coevo/agents/exam-session'
import type { TextPolicy } from 'coevo/agents/policy/speaker'
import type { Concluded } from 'coevo/agents/classroom/teaching-kind'
import { memoryJournal } from 'coevo/bus'
import type { SessionKind } from 'coevo/scenario'
import { describeSession } from 'coevo/testing'
import { expect, expectTypeOf, test } from 'vitest'
import { doubling as task, fakeChooser, fakeSpeaker } from './doubling.ts'

const round = { seed: 1, concurrency: 8 }
const problem = (session: number) => session % 5

/** Asks for the doubles of the two digits after a digit. */
const similar = (digit: number) =>
  [digit + 1, digit + 2].map((next) => ({
    prompt: `twice ${next}`,
    verify: (answer: string) => task.verify(next, answer),
  }))

const says = (text: string): TextPolicy<number> => ({ name: 'scripted', say: () => text })

/** Believes that any number twice is the one at the end of the lesson. */
const credulous: TextPolicy<number> = { name: 'credulous', say: (prompt) => prompt.split(' ')[0]! }

interface Said {
  readonly type: string
  readonly payload: { readonly prompt?: string; readonly score?: number }
}

async function one(options: Partial<ExamOptions<never, number>>) {
  const journal = memoryJournal()
  const kind = exam({ task, problem, author: says('4'), student: credulous, exam: similar, ...options })
  const [episode] = await kind.play({ ...round, sessions: [2], models: {}, journal })
  return {
    roles: episode!.roles,
    end: episode!.end,
    said: journal.session('2').map(({ message }) => message as Said),
  }
}

describeSession('exams by two models', () => ({
  kind: exam({
    task,
    problem,
    author: { model: 'author', texts: ['4', '6', '7'] },
    student: { model: 'student' },
    exam: similar,
  }),
  models: { author: fakeChooser(), student: fakeSpeaker((prompt) => prompt.at(-1)!) },
}))

test('knows the models that take part, in its type too', () => {
  const kind = exam({ task, problem, author: { model: 'a' }, student: { model: 's' }, exam: similar })
  expectTypeOf(kind).toEqualTypeOf<SessionKind<'a' | 's'>>()
  expect(kind).toMatchObject({ roles: ['generator', 'solver', 'verifier'], models: ['a', 's'] })
})

test('the lesson is judged as an answer, and read before each question of the exam', async () => {
  const { said, roles, end } = await one({})
  expect(end).toBe('finished')
  expect(said.map(({ type }) => type).join(' ')).toBe(
    'request proposal submission verdict' + ' task answer submission verdict'.repeat(2) + ' end end end',
  )
  const asked = said.flatMap(({ payload }) => payload.prompt ?? [])
  expect(asked).toEqual(['twice 2', 'twice 2', '4 twice 3', '4 twice 3', '4 twice 4', '4 twice 4'])
  const verdicts = said.flatMap(({ payload }) => payload.score ?? [])
  expect(verdicts).toEqual([1, 0, 0, ...Array<number>(3).fill(1 / 3)])
  expect(roles.map((role) => role.return)).toEqual([1 / 2, 0, 0])
})

test('a wrong answer may teach what is right, and counts as much', async () => {
  let seen: Examined | null = null
  const returns = (examined: Examined) => {
    seen = examined
    return { author: { return: examined.taught }, student: { return: 7 } }
  }
  const { roles } = await one({ author: says('6'), returns })
  expect(seen).toEqual({
    lesson: '6',
    verdict: { score: 0, readable: true },
    exam: [
      { score: 1, readable: true },
      { score: 0, readable: true },
    ],
    taught: 1 / 2,
  })
  expect(roles.map((role) => role.return)).toEqual([1 / 2, 7, 0])
})

test('what cannot be read is held against who wrote it', async () => {
  const lost = await one({ author: says('many'), student: says('few') })
  expect(lost.roles.map(({ illegal }) => illegal)).toEqual([1, 2, 0])
  const { said } = await one({ author: says('') })
  expect(said.find(({ type }) => type === 'task')!.payload.prompt).toBe('twice 3')
})

test('rewards each answer of a student that learns', async () => {
  const kind = exam({ task, problem, author: says('4'), student: { model: 'student' }, exam: similar })
  const student = fakeSpeaker((prompt) => (prompt.endsWith('twice 3') ? '6' : '7'))
  const [episode] = await kind.play({ ...round, sessions: [2], models: { student } })
  expect(episode!.roles[1]!.turns.map(({ ply, reward }) => [ply, reward])).toEqual([
    [2, 1],
    [4, 0],
  ])
})

test('keeps every promise that the protocol makes, as it is held', async () => {
  const breaches: unknown[] = []
  const concluded: Concluded<number>[] = []
  const kind = exam({
    task,
    problem,
    author: { name: 'any', say: (_prompt, random) => String(random.int(10)) },
    student: credulous,
    exam: similar,
    watch: (breach) => breaches.push(breach),
    concluded: (session) => concluded.push(session),
  })
  const sessions = Array.from({ length: 30 }, (_, i) => i)
  const episodes = await kind.play({ ...round, sessions, models: {} })
  expect(breaches).toEqual([])
  const returns = concluded
    .toSorted((a, b) => a.session - b.session)
    .map(({ said }) => examinedIn(said))
    .map(({ verdict, taught }) => (verdict.score + taught) / 2)
  expect(episodes.map(({ roles }) => roles[0]!.return)).toEqual(returns)
  expect(new Set(returns).size).toBeGreaterThan(1)
})
