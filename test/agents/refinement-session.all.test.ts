import { oracle, type TextPolicy } from 'coevo/agents/policy/speaker'
import { passes, refinementScript } from 'coevo/agents/refinement'
import {
  independentPairs,
  refinedPairs,
  refinement,
  type Grown,
  type RefinementOptions,
} from 'coevo/agents/refinement-session'
import { createTeacher } from 'coevo/agents/teacher'
import { memoryJournal } from 'coevo/bus'
import { checkProtocol } from 'coevo/check'
import { preferences, type EstimatorContext } from 'coevo/learn'
import type { Model } from 'coevo/model'
import review from 'coevo/protocols/review'
import { describeSession } from 'coevo/testing'
import { describe, expect, test } from 'vitest'
import { doubling as task, fakeChooser, fakeSpeaker } from './doubling.ts'

const problem = (session: number) => session % 5
const round = { seed: 1, concurrency: 8 }
const always = (text: string): TextPolicy => ({ name: text, say: () => text })

/** Judges each number as it is told, a reply at a time, and refines by a list. */
function answers(right: Readonly<Record<string, string>>, ...refinements: readonly string[]) {
  const judged = new Map<string, number>()
  let refined = 0
  return (prompt: string) => {
    if (prompt.endsWith('again')) return refinements[refined++ % refinements.length]!
    const answer = /answer (\S+) verdict$/.exec(prompt)![1]!
    const count = judged.get(answer) ?? 0
    judged.set(answer, count + 1)
    return right[answer]?.[count] === '+' ? 'right' : 'wrong'
  }
}

const critic = (...given: Parameters<typeof answers>): TextPolicy => ({
  name: 'critic',
  say: answers(...given),
})

async function one(
  options: Partial<RefinementOptions<'actor' | 'refiner', number>>,
  refiner: Model = fakeChooser(),
) {
  const journal = memoryJournal()
  const grown: Grown<number>[] = []
  const kind = refinement<number, 'actor' | 'refiner'>({
    task,
    problem: () => 3,
    solver: { model: 'actor' },
    critic: critic({ '6': '+++' }, '6'),
    judgements: 3,
    grown: (session) => void grown.push(session),
    ...options,
  })
  const models = { actor: fakeSpeaker(() => '1'), refiner }
  const [episode] = await kind.play({ ...round, sessions: [0], models, journal })
  const said = journal.session('0').map(({ message }) => message)
  return { episode: episode!, roles: episode!.roles, said, tree: grown[0]?.tree, grown }
}

describeSession('refinements by two models', () => ({
  kind: refinement({
    task,
    problem,
    solver: { model: 'actor', texts: (digit) => [String(2 * digit), '7'] },
    critic: { model: 'refiner', texts: ['right', 'wrong', '8', '9'] },
    judgements: 2,
    branch: 2,
    depth: 2,
  }),
  models: { actor: fakeChooser(), refiner: fakeChooser() },
}))

test('a wrong response is refined, and what comes of it is an answer to the same question', async () => {
  const { said, roles } = await one({})
  expect(
    said.map(({ type, to, payload }) => [type, to, ...Object.values(payload as object)].join(' ')),
  ).toEqual([
    'task solver 0 0 twice 3',
    'answer teacher 0 1',
    'submission verifier 1 0 twice 3 1',
    'verdict teacher 1 0 true ',
    ...[2, 3, 4].flatMap((turn) => [
      `draft critic ${turn} 0 question twice 3 answer 1 verdict 1`,
      `critique teacher ${turn} wrong`,
    ]),
    'draft critic 5 1 question twice 3 answer 1 again 1',
    'critique teacher 5 6',
    ...[6, 7, 8].flatMap((turn) => [
      `draft critic ${turn} 1 question twice 3 answer 6 verdict 6`,
      `critique teacher ${turn} right`,
    ]),
    ...['solver', 'critic', 'verifier'].map((to) => `end ${to} finished 0`),
  ])
  const { tokenizer } = fakeChooser()
  expect(
    roles[0]!.turns.map(({ prompt, completion, reward }) => [
      tokenizer.decode(prompt),
      tokenizer.decode(completion),
      reward,
    ]),
  ).toEqual([
    ['twice 3', '1 <end>', 0],
    ['twice 3', '6 <end>', 1],
  ])
})

describe('the tree', () => {
  const texts = async (options: Partial<RefinementOptions<'actor' | 'refiner', number>>) => {
    const { tree } = await one(options)
    return { texts: tree!.nodes.map(({ text }) => text), refined: tree!.refined?.text ?? null }
  }

  test('has no branches where the response passes, and none for a tie', async () => {
    expect(await texts({ critic: critic({ '1': '+-+' }, '6') })).toEqual({ texts: ['1'], refined: null })
    expect(await texts({ critic: critic({ '1': '+-' }, '6'), judgements: 2 })).toEqual({
      texts: ['1'],
      refined: null,
    })
  })

  test('is grown breadth first from the best, and ends with the first that passes', async () => {
    const right = { '2': '---', '3': '+--', '4': '---', '5': '---', '6': '++-' }
    const found = await one({ critic: critic(right, '2', '3', '5', '6'), branch: 2, kept: 1 })
    expect(found.tree!.nodes.map(({ text, parent, depth }) => [text, parent?.text, depth])).toEqual([
      ['1', undefined, 0],
      ['2', '1', 1],
      ['3', '1', 1],
      ['5', '3', 2],
      ['6', '3', 2],
    ])
    expect(found.tree!.refined).toMatchObject({ text: '6', value: 2 / 3 })
    expect(passes(found.tree!.refined!)).toBe(true)
  })

  test('is as deep as it may be, and does not judge a text twice', async () => {
    const { tree, said } = await one({ critic: critic({}, '1', '2', '2'), depth: 2 })
    expect(tree).toMatchObject({ nodes: [{ text: '1' }, { text: '2' }], refined: null })
    // Two texts are judged; each is refined three times.
    expect(said.filter(({ type }) => type === 'draft')).toHaveLength(2 * 3 + 2 * 3)
    expect(await texts({ critic: critic({}, '2'), depth: 0 })).toEqual({ texts: ['1'], refined: null })
  })
})

describe('rewards', () => {
  test('are what the critic says, whatever the verifier does', async () => {
    const reward = async (response: TextPolicy | null, right: string, judgements = 3) => {
      const said = critic({ '1': right, '6': right }, '2')
      const { roles } = await one({ critic: said, judgements, ...(response && { solver: response }) })
      return roles[0]!.turns.map((turn) => turn.reward)
    }
    expect(await reward(null, '+++')).toEqual([1])
    expect(await reward(null, '---')).toEqual([0])
    expect(await reward(null, '+-', 2)).toEqual([1 / 2])
    const { roles } = await one({ solver: oracle(task), critic: critic({}, '7') })
    expect(roles[0]).toMatchObject({ return: 1, turns: [] })
  })

  test('of a critic are for the last refinement and for judgements that won narrowly', async () => {
    const refiner = fakeSpeaker(answers({ '1': '-+-', '2': '---', '6': '+-+' }, '2', '6'))
    const { roles } = await one({ critic: { model: 'refiner' } }, refiner)
    expect(roles[1]!.turns.map(({ ply, reward }) => [ply, reward])).toEqual([
      ...[2, 3, 4].map((ply) => [ply, ply === 3 ? 0 : 1]),
      ...[5, 6, 7, 8].map((ply) => [ply, 0]),
      [9, 1],
      ...[10, 11, 12].map((ply) => [ply, ply === 11 ? 0 : 1]),
    ])
    expect(roles[1]!.return).toBe(1)
  })
})

describe('pairs', () => {
  const play = async () => {
    const kind = refinement({
      task,
      problem: () => 3,
      solver: { model: 'actor', texts: ['1', '2', '6'] },
      critic: {
        name: 'exact',
        say: (prompt) => (prompt.endsWith('again') ? '6' : / answer 6 /.test(prompt) ? 'right' : 'wrong'),
      },
    })
    const sessions = Array.from({ length: 12 }, (_, i) => i)
    return kind.play({ ...round, sessions, models: { actor: fakeChooser() } })
  }
  const context: EstimatorContext = { model: 'actor', vocabularySize: 20, step: 0, steps: 1 }
  const pairsOf = async (grouping: typeof refinedPairs) => {
    const episodes = await play()
    const estimate = preferences({ grouping, margin: 1 / 2 }).estimate(episodes, null, context)
    const wrong = episodes.filter(({ roles }) => roles[0]!.turns[0]!.reward === 0).length
    return { ...estimate, wrong, right: episodes.length - wrong }
  }

  test('are of a response and its refinement', async () => {
    const { pairs, wrong } = await pairsOf(refinedPairs)
    expect(wrong).toBeGreaterThan(0)
    expect(pairs).toHaveLength(wrong)
    for (const { winner, loser } of pairs) expect(winner.ply).toBeGreaterThan(loser.ply)
  })

  test('or of responses to one question alone', async () => {
    const { pairs, wrong, right } = await pairsOf(independentPairs)
    expect(pairs).toHaveLength(wrong * right)
    for (const { winner, loser } of pairs) expect([winner.ply, loser.ply]).toEqual([0, 0])
  })
})

test('keeps the promises of a review in every run, and as it is held', async () => {
  const script = refinementScript({ judgements: 1, depth: 1, branch: 1, kept: 1 })
  const result = await checkProtocol(review({ teacher: createTeacher(script) }))
  expect(result).toMatchObject({
    complete: true,
    violations: [],
    notes: [],
    scope: { faults: { drop: 1, duplicate: 1, crash: 1 } },
  })
  expect(result.coverage.warnings).toEqual([])
  const breaches: unknown[] = []
  await one({ watch: (breach) => breaches.push(breach) })
  expect(breaches).toEqual([])
})

test('refuses rules that are no counts', () => {
  const given = { task, problem, solver: oracle(task), critic: always('right') }
  expect(() => refinement({ ...given, branch: 0 })).toThrow(
    'refinement: branch is 0; it must be a whole number from 1 on.',
  )
  expect(() => refinement({ ...given, depth: -1 })).toThrow('from 0 on')
})
