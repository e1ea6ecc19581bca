import { groupRewards, type Attempt, type GroupRewardsOptions } from 'coevo/agents/work/group-rewards'
import { lesson } from 'coevo/agents/lesson-session'
import { taskWork } from 'coevo/agents/work/task-work'
import type { Judge } from 'coevo/agents/classroom/teaching-kind'
import { uniformArms } from 'coevo/curriculum'
import type { Game } from 'coevo/game'
import { majorityVote, type Episode } from 'coevo/learn'
import { sums, type Sum } from 'coevo/tasks/sums'
import { expect, test } from 'vitest'
import { fakeModel } from '../fake-model.ts'

const task = sums

/** Answers '7' twice, then '8', whatever is asked. */
function wavering() {
  let asked = 0
  return fakeModel(task as Partial<Game> as Game, () => (asked++ % 3 === 2 ? '8' : '7'))
}

/** Pays the majority, whoever is right. */
const byMajority: GroupRewardsOptions['reward'] = (attempts) => {
  const { winner, share } = majorityVote(attempts.map(({ text }) => text))
  return {
    rewards: attempts.map(({ text }) => (text === winner ? 1 : 0)),
    measures: { 'solver/majority': share },
  }
}

function workOf(options: Partial<GroupRewardsOptions> = {}, verifier?: Judge<Sum>) {
  return groupRewards(
    taskWork({
      task,
      curriculum: uniformArms({ arms: ['sums'] }),
      difficulty: () => ({ terms: 3 }),
      problems: 2,
      attempts: 3,
      seed: 1,
      session: (problem) =>
        lesson({ task, problem, ...(verifier && { verifier }), solver: { model: 'solver' as const } }),
    }),
    { attempts: 3, reward: byMajority, ...options },
  )
}

async function play(work: ReturnType<typeof workOf>, step = 0) {
  const { kind, sessions } = work.next(step)
  const numbers = Array.from({ length: sessions }, (_, i) => step * sessions + i)
  const episodes = await kind.play({
    seed: 1,
    sessions: numbers,
    concurrency: 1,
    models: { solver: wavering() },
  })
  work.update?.(episodes)
  return { episodes, metrics: work.metrics!() }
}

const returnsOf = (episodes: readonly Episode[]) => episodes.map(({ roles }) => roles[0]!.return)

test('returns are what the group makes of them, and nothing else is changed', async () => {
  const seen: Attempt[][] = []
  const truthful = workOf({
    reward(attempts) {
      seen.push([...attempts])
      return { rewards: attempts.map(({ score }) => score) }
    },
  })
  const plain = await play(truthful)
  const { episodes, metrics } = await play(workOf())
  expect(returnsOf(episodes)).toEqual([1, 1, 0, 1, 1, 0])
  expect(metrics).toMatchObject({ 'solver/majority': 2 / 3 })
  const unpaid = (all: readonly Episode[]) =>
    all.map((episode) => ({ ...episode, roles: episode.roles.map((role) => ({ ...role, return: 0 })) }))
  expect(unpaid(episodes)).toEqual(unpaid(plain.episodes))
  expect(seen.map((group) => group.map(({ text }) => text))).toEqual([
    ['7', '7', '8'],
    ['7', '7', '8'],
  ])
})

test('measures are of the step alone', async () => {
  const work = workOf()
  await play(work, 0)
  expect((await play(work, 1)).metrics).toMatchObject({ 'solver/majority': 2 / 3 })
})

test('an attempt that nobody could judge is neither seen nor paid', async () => {
  const failing = workOf({}, (problem, answer) => {
    if (answer === '7') throw new Error('no verdict')
    return task.verify(problem, answer)
  })
  const { episodes, metrics } = await play(failing)
  expect(episodes.map(({ end }) => end)).toEqual(['error', 'error', 'finished', 'error', 'error', 'finished'])
  expect(returnsOf(episodes)).toEqual([0, 0, 1, 0, 0, 1])
  expect(metrics).toMatchObject({ 'solver/majority': 1 })
})

test('tells an attempt that cannot be read', async () => {
  const unread = workOf(
    {
      reward: (attempts) => ({ rewards: attempts.map(({ readable }) => (readable ? 1 : -1)) }),
    },
    (problem, answer) => ({ ...task.verify(problem, answer), readable: answer === '7' }),
  )
  expect(returnsOf((await play(unread)).episodes)).toEqual([1, 1, -1, 1, 1, -1])
})

test('groups that do not come out even, and rewards that are too few, are refused', async () => {
  expect(() => workOf({ attempts: 4 }).next(0)).toThrow('no whole groups of 4')
  await expect(play(workOf({ reward: () => ({ rewards: [1] }) }))).rejects.toThrow('1 rewards for 3 attempts')
})
