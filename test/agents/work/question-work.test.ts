import { craftingWords } from 'coevo/agents/work/crafting'
import { questionWork, type QuestionWorkOptions } from 'coevo/agents/work/question-work'
import type { Game } from 'coevo/game'
import { gaussianUtility, preferences, type Episode } from 'coevo/learn'
import { evaluationSet } from 'coevo/task'
import { sorting, type Unsorted } from 'coevo/tasks/sorting'
import { describe, expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const seeds = evaluationSet(sorting, { difficulty: { length: 3 }, count: 6, seed: 1, split: 'train' })
const sorted = (prompt: string) => sorting.solve(sorting.parse!(prompt)!)
const speaker = (answer: (prompt: string) => string) =>
  fakeModel({ vocabulary: [...sorting.vocabulary, ...craftingWords] } as Partial<Game> as Game, answer)

/** Is right at every n-th attempt. */
function wavering(n: number) {
  let attempts = 0
  return speaker((prompt) => (++attempts % n === 0 ? sorted(prompt) : '9 0'))
}

type Names = 'solver' | 'generator' | 'teacher'
const models = { solver: wavering(2), generator: speaker(() => ''), teacher: speaker(() => 'sort sort') }
const workOf = (options: Partial<QuestionWorkOptions<Names, Unsorted, 'length'>> = {}) =>
  questionWork<Names, Unsorted, 'length'>({
    task: sorting,
    seeds,
    solver: 'solver',
    generator: 'generator',
    replayed: 6,
    crafted: 4,
    attempts: 4,
    reference: true,
    utility: gaussianUtility,
    seed: 1,
    ...options,
  })

/** Plays the rounds after those that were played before, one question at a time. */
async function play(work: ReturnType<typeof workOf>, round: number, cast: Partial<typeof models> = {}) {
  const { kind, sessions } = work.next(round)
  const numbers = Array.from({ length: sessions }, (_, i) => (round - 1) * 10 + i)
  const given = { seed: 1, sessions: numbers, concurrency: 1, models: { ...models, ...cast } }
  const episodes = await kind.play(given)
  work.update!(episodes)
  return { episodes, metrics: work.metrics!() }
}

const pairsOf = (episodes: readonly Episode[]) =>
  preferences().estimate(episodes, null, { model: 'solver', step: 0, steps: 1, vocabularySize: 20 }).pairs

describe('a round', () => {
  test('gives n right · n wrong pairs a question', async () => {
    const { episodes, metrics } = await play(workOf({ crafted: 0 }), 1)
    expect(episodes).toHaveLength(6)
    expect(pairsOf(episodes)).toHaveLength(6 * 2 * 2)
    expect(metrics).toMatchObject({ 'curriculum/learning': 6, 'curriculum/mastered': 0 })
  })

  test('gives no pair of a question that is always answered rightly', async () => {
    const { episodes, metrics } = await play(workOf({ crafted: 0 }), 1, { solver: wavering(1) })
    expect(pairsOf(episodes)).toEqual([])
    expect(metrics).toMatchObject({ 'curriculum/mastered': 6 })
  })

  test('puts the answer of the teacher before attempts that are all wrong, if it is to', async () => {
    const lost = { solver: speaker(() => '9 0') }
    const { episodes, metrics } = await play(workOf({ crafted: 0 }), 1, lost)
    expect(metrics).toMatchObject({ 'curriculum/tooHard': 6 })
    const pairs = pairsOf(episodes)
    expect(pairs).toHaveLength(6 * 4)
    const { tokenizer } = lost.solver
    for (const { winner } of pairs)
      expect(tokenizer.decode(winner.completion.slice(0, -1))).toBe(sorted(tokenizer.decode(winner.prompt)))
    const without = await play(workOf({ crafted: 0, reference: false }), 1, lost)
    expect(pairsOf(without.episodes)).toEqual([])
  })

  test('has as many attempts whether anything can be crafted or not', async () => {
    const work = workOf()
    const rounds = [await play(work, 1), await play(work, 2)]
    const attempts = rounds.map(({ episodes }) =>
      episodes.reduce((sum, { roles }) => sum + roles[0]!.turns.length, 0),
    )
    expect(attempts).toEqual([40, 40])
  })

  test('shows the generator what the teacher crafts, worth what the solver makes of it', async () => {
    const work = workOf()
    await play(work, 1)
    const { episodes, metrics } = await play(work, 2, { solver: wavering(4) })
    const shown = episodes.flatMap(({ roles }) => roles.filter(({ model }) => model === 'generator'))
    expect(shown).toHaveLength(4)
    for (const role of shown) {
      const { tokenizer } = models.generator
      const [turn] = role.turns
      expect(tokenizer.decode(turn!.prompt)).toMatch(/^question sort .* = answer 9 0 pose$/)
      expect(sorting.parse!(tokenizer.decode(turn!.completion.slice(0, -1)))).not.toBeNull()
      expect(role.return).toBe(gaussianUtility(0.25))
    }
    expect(metrics).toMatchObject({ 'teacher/valid': 1, 'teacher/halfSolvable': 1, 'teacher/ruled': 1 })
    expect(metrics['curriculum/learning']).toBe(6 + metrics['teacher/added']!)
  })
})

describe('a model that teaches', () => {
  test('is reported and replaced by the rule where nothing that it crafts is a question', async () => {
    const work = workOf({ teacher: 'teacher' })
    await play(work, 1)
    const second = await play(work, 2)
    expect(second.metrics).toMatchObject({ 'teacher/valid': 0, 'teacher/added': 0, 'teacher/ruled': 0 })
    const third = await play(work, 3)
    expect(third.metrics).toMatchObject({ 'teacher/valid': 1, 'teacher/ruled': 1 })
  })

  test('goes on where some of it is', async () => {
    const work = workOf({ teacher: 'teacher' })
    let asked = 0
    const teacher = speaker(() => (asked++ % 2 === 0 ? 'sort 4 2 1 3 =' : 'sort'))
    await play(work, 1, { teacher })
    for (const round of [2, 3])
      expect((await play(work, round, { teacher })).metrics).toMatchObject({
        'teacher/valid': 0.5,
        'teacher/added': round === 2 ? 2 : 0,
        'teacher/ruled': 0,
      })
  })
})

test('goes on from its state as if it had not stopped', async () => {
  const [whole, halted, resumed] = [workOf(), workOf(), workOf()]
  await play(whole, 1, { solver: wavering(3) })
  await play(halted, 1, { solver: wavering(3) })
  resumed.restore!(JSON.parse(JSON.stringify(halted.state!())))
  const cast = () => ({ solver: wavering(3) })
  expect(await play(resumed, 2, cast())).toEqual(await play(whole, 2, cast()))
  expect(resumed.state!()).toEqual(whole.state!())
  expect(() => resumed.restore!({ pool: 1 })).toThrow("no state of questions about 'sorting'")
})

test('a task that reads no questions is refused', () => {
  const deaf = Object.fromEntries(
    Object.entries(sorting).filter(([key]) => key !== 'parse'),
  ) as typeof sorting
  expect(() => workOf({ task: deaf })).toThrow("The task 'sorting' has no 'parse' to read questions by.")
})
