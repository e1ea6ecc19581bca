import {
  enumerate,
  nashConv,
  nashConvOf,
  startSolver,
  tableOf,
  tablePolicy,
  uniform,
  type Game,
} from 'coevo/game'
import { stream } from 'coevo/core'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { leducPoker } from 'coevo/games/leduc-poker'
import { biasedRockPaperScissors, prisonersDilemma } from 'coevo/games/matrix-games'
import {
  exactWorld,
  metaSolvers,
  mixtureOf,
  psro,
  type PsroIteration,
  type PsroWorld,
} from 'coevo/population'
import { describe, expect, test } from 'vitest'

async function through<Policy>(
  iterations: AsyncIterable<PsroIteration<Policy>>,
  most = 100,
): Promise<PsroIteration<Policy>[]> {
  const all: PsroIteration<Policy>[] = []
  for await (const iteration of iterations) if (all.push(iteration) === most) break
  return all
}

test('PSRO with the Nash meta-solver ends in an equilibrium of Kuhn poker', async () => {
  const all = await through(psro(exactWorld(kuhnPoker)))
  const last = all.at(-1)!
  expect(all[0]!.nashConv).toBeCloseTo(11 / 12, 12)
  expect(last.converged).toBe(true)
  expect(last.nashConv).toBeCloseTo(0, 9)
  expect(last.values[0]).toBeCloseTo(-1 / 18, 9)
  expect(all.map(({ iteration }) => iteration)).toEqual(all.map((_, i) => i + 1))
  // Each player has got one policy an iteration, until none was new.
  expect(last.populations.map(({ length }) => length)).toEqual([all.length, all.length])
})

describe.each(Object.keys(metaSolvers) as (keyof typeof metaSolvers)[])('meta-solver %s', (metaSolver) => {
  test('is a distribution for each player, and its NashConv that of the mixture as one policy', async () => {
    const tree = enumerate(kuhnPoker as unknown as Game)
    for (const { populations, meta, nashConv: known, values } of await through(
      psro(exactWorld(kuhnPoker), { metaSolver }),
      4,
    )) {
      for (const [player, mixture] of meta.entries()) {
        expect(mixture).toHaveLength(populations[player]!.length)
        expect(Math.min(...mixture)).toBeGreaterThanOrEqual(0)
        expect(mixture.reduce((sum, p) => sum + p)).toBeCloseTo(1, 9)
      }
      const measured = nashConvOf(tree, mixtureOf(tree, populations, meta))
      expect(known).toBeCloseTo(measured.nashConv, 9)
      expect(values).toEqual(measured.values.map((value): unknown => expect.closeTo(value, 9)))
    }
  })

  test('finds the mixture of biased rock, paper, scissors, or keeps to its own notion', async () => {
    const last = (await through(psro(exactWorld(biasedRockPaperScissors), { metaSolver }))).at(-1)!
    expect(last.converged).toBe(metaSolver !== 'uniform')
    if (metaSolver === 'nash' || metaSolver === 'nash-averaging') expect(last.nashConv).toBeCloseTo(0, 5)
    else expect(last.nashConv).toBeGreaterThan(0)
  })
})

test('all responses alike, repeated ones repeatedly, are fictitious play', async () => {
  const tree = enumerate(kuhnPoker as unknown as Game)
  const all = await through(psro(exactWorld(kuhnPoker), { metaSolver: 'uniform' }), 60)
  // The same iterations by another road: best responses to the average strategy, averaged by reach.
  const play = startSolver(tree, 'fictitious-play')
  for (const { iteration, nashConv: found } of all) {
    if (iteration > 1) play.run(1)
    if (iteration <= 4) expect(found).toBeCloseTo(nashConvOf(tree, play.averageStrategy()).nashConv, 9)
  }
  expect(all.at(-1)!.nashConv).toBeLessThan(0.2)
  for (const { length } of all.at(-1)!.populations) expect(length).toBeLessThan(60)
})

test('the mixture plays as a policy by itself', async () => {
  const [, , third] = await through(psro(exactWorld(leducPoker)), 3)
  const tree = enumerate(leducPoker as unknown as Game)
  const policy = tablePolicy('mixture', tableOf(tree, mixtureOf(tree, third!.populations, third!.meta)))
  expect(nashConv(leducPoker, policy).nashConv).toBeCloseTo(third!.nashConv!, 9)
})

test('a game of three players is taken too, with a meta-solver that can', async () => {
  const world = exactWorld(kuhnPoker.with({ players: 3 }))
  const all = await through(psro(world, { metaSolver: 'alpha-rank' }), 4)
  expect(all.at(-1)!.nashConv).toBeLessThan(all[0]!.nashConv!)
  await expect(through(psro(world))).rejects.toThrow('needs a two-player game with a constant sum')
})

test('a game without a constant sum is measured too', async () => {
  const [before, after] = await through(psro(exactWorld(prisonersDilemma), { metaSolver: 'alpha-rank' }), 2)
  expect(before!.nashConv).toBeCloseTo(nashConv(prisonersDilemma, uniform).nashConv, 12)
  expect(after!.meta).toEqual([
    [expect.closeTo(0, 6), expect.closeTo(1, 6)],
    [expect.closeTo(0, 6), expect.closeTo(1, 6)],
  ])
  expect(after!.nashConv).toBeCloseTo(0, 5)
})

test('payoffs may be sampled and responses learned: any policies, by functions of the caller', async () => {
  // Throws of rock, paper, scissors, whose payoff is seen through noise; the response is known exactly.
  const asked: string[] = []
  const world: PsroWorld<number> = {
    initial: [[0], [0]],
    payoffs([a, b]) {
      asked.push(`${a} ${b}`)
      const random = stream('noise', a!, b!)
      const seen = Array.from({ length: 400 }, () => ((a! - b! + 4) % 3) - 1 + random.uniform() - 0.5)
      const mean = seen.reduce((sum, value) => sum + value) / seen.length
      return Promise.resolve([mean, -mean])
    },
    respond(player, populations, meta) {
      const against = [0, 1, 2].map((own) =>
        populations[1 - player]!.reduce(
          (sum, b, i) => sum + meta[1 - player]![i]! * (((own - b + 4) % 3) - 1),
          0,
        ),
      )
      return { policy: against.indexOf(Math.max(...against)) }
    },
  }
  const last = (await through(psro(world))).at(-1)!
  expect(last.converged).toBe(true)
  expect(last.nashConv).toBeNull()
  expect(last.populations.map((policies) => policies.toSorted((a, b) => a - b))).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ])
  for (const share of last.meta.flat()) expect(share).toBeCloseTo(1 / 3, 1)
  expect(new Set(asked).size).toBe(asked.length)
})

test('an unknown meta-solver is named with the nearest one', async () => {
  const misspelt = 'alpharank' as 'alpha-rank'
  await expect(through(psro(exactWorld(kuhnPoker), { metaSolver: misspelt }))).rejects.toThrow(
    "There is no meta-solver 'alpharank'; did you mean 'alpha-rank'?",
  )
})
