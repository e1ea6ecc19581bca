import { lesson } from 'coevo/agents/lesson-session'
import { taskWork } from 'coevo/agents/work/task-work'
import type { Json } from 'coevo/core'
import { plr, uniformArms, type Curriculum, type Outcome } from 'coevo/curriculum'
import type { Game } from 'coevo/game'
import { ownTurns, type Episode } from 'coevo/learn'
import type { Work } from 'coevo/scenario'
import { drawProblem, isTestPrompt } from 'coevo/task'
import { sorting as task, type Unsorted } from 'coevo/tasks/sorting'
import { describe, expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const model = fakeModel(task as Partial<Game> as Game, () => '1')
const solver = { model: 'solver' } as const
const [problems, attempts] = [3, 2]
const session = (problem: (session: number) => Unsorted) => lesson({ task, problem, solver })

async function play(work: Work<'solver'>, step: number): Promise<Episode[]> {
  const { kind, sessions } = work.next(step)
  const numbers = Array.from({ length: sessions }, (_, i) => step * sessions + i)
  const episodes = await kind.play({ seed: 1, sessions: numbers, concurrency: 2, models: { solver: model } })
  work.update?.(episodes)
  return episodes
}

const promptsOf = (episodes: readonly Episode[]) =>
  episodes.map(({ roles }) => model.tokenizer.decode(roles[0]!.turns[0]!.prompt))

/** Keeps what a curriculum is told. */
function heard<Choice extends Json, C extends Curriculum<Choice>>(curriculum: C & Curriculum<Choice>) {
  const told: Outcome<Choice>[][] = []
  const update = (outcomes: readonly Outcome<Choice>[]) => {
    told.push([...outcomes])
    curriculum.update(outcomes)
  }
  return { told, curriculum: { ...curriculum, update } }
}

describe('work that a curriculum chooses', () => {
  const levels = (seed: number) => {
    const { told, curriculum } = heard(uniformArms({ arms: ['short', 'long'] }))
    const work = taskWork({
      task,
      curriculum,
      difficulty: (arm) => ({ length: [2, 6][arm]! }),
      problems,
      attempts,
      seed,
      session,
    })
    return { work, told }
  }

  test('draws problems for training where the arm puts the dials, with its attempts side by side', async () => {
    const { work, told } = levels(1)
    const prompts = promptsOf(await play(work, 0))
    expect(prompts).toHaveLength(problems * attempts)
    for (const [i, prompt] of prompts.entries()) {
      expect(isTestPrompt(prompt)).toBe(false)
      expect(prompt).toBe(prompts[i - (i % attempts)])
    }
    expect(told).toHaveLength(1)
    const [outcomes] = told
    expect(outcomes!.map(({ returns }) => returns.length)).toEqual([attempts, attempts, attempts])
    for (const [i, { choice }] of outcomes!.entries())
      expect(task.parse!(prompts[i * attempts]!)!.digits).toHaveLength([2, 6][choice]!)
  })

  test('is the same for the same seed and step, and other for others', async () => {
    const prompts = async (seed: number, step: number) => promptsOf(await play(levels(seed).work, step))
    expect(await prompts(1, 3)).toEqual(await prompts(1, 3))
    expect(await prompts(1, 3)).not.toEqual(await prompts(1, 4))
    expect(await prompts(1, 3)).not.toEqual(await prompts(2, 3))
  })
})

describe('levels that are problems', () => {
  const replayed = (robust: boolean) => {
    const { told, curriculum } = heard(plr({ draw: (random) => drawProblem(task, random), robust }))
    const work = taskWork({
      task,
      curriculum,
      problem: ({ level }) => level,
      problems,
      attempts,
      seed: 1,
      session,
    })
    return { work, told }
  }

  test.each([true, false])('with robust %s, learners see those that they may', async (robust) => {
    const { work, told } = replayed(robust)
    const episodes = [...(await play(work, 0)), ...(await play(work, 1)), ...(await play(work, 2))]
    const choices = told.flat().map(({ choice }) => choice)
    expect(new Set(choices.map(({ isNew }) => isNew))).toEqual(new Set([true, false]))
    for (const [i, { isNew, level }] of choices.entries()) {
      const own = episodes.slice(i * attempts, (i + 1) * attempts)
      expect(promptsOf(own)).toEqual([task.prompt(level), task.prompt(level)])
      expect(ownTurns(own, 'solver')).toHaveLength(robust && isNew ? 0 : attempts)
    }
  })

  test('are told by whom they were played, also where nobody learns from it', async () => {
    const [first] = await play(replayed(true).work, 0)
    expect(first!.roles[0]).toMatchObject({ role: 'solver', model: null, policy: 'solver' })
  })
})
