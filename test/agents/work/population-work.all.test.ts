import { defineScenario, learner, localModel, ppo, rae, resume, run } from 'coevo'
import { matchStrength } from 'coevo/agents/measure/match-strength'
import { populationWork } from 'coevo/agents/work/population-work'
import type { Json } from 'coevo/core'
import { nashConv, solveByCfr, tablePolicy, uniform as uniformPolicy, type GamePolicy } from 'coevo/game'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { metaStrategy, openPopulation, prioritised, triedPayoff, type Population } from 'coevo/population'
import { policyTable } from 'coevo/scenario'
import { describeSession } from 'coevo/testing'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { fakeModel } from '../fake-model.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const out = temporaryFolder('population')

const game = kuhnPoker
const makeModel = localModel({ vocabulary: game.vocabulary, size: 'tiny' })
const model = makeModel(1)

const open = () => openPopulation({ rule: prioritised({ selfPlay: 0.25 }), capacity: 2 })
const workOf = (population: Population) =>
  populationWork({ game, model: 'policy', population, opponents: ['uniform'], freezeEvery: 2, sessions: 64 })

describeSession('a session against a population', () => ({
  kind: workOf(open()).next(1).kind,
  models: { policy: model },
}))

test('versions join when it is time, results are counted, and each opponent is met as often in both seats', async () => {
  const population = open()
  const work = workOf(population)
  const members: string[][] = []
  for (let step = 1; step <= 6; step++) {
    const { kind, sessions } = work.next(step)
    const numbers = Array.from({ length: sessions }, (_, i) => (step - 1) * sessions + i)
    const episodes = await kind.play({
      seed: 3,
      sessions: numbers,
      concurrency: 64,
      models: { policy: model },
    })
    const alone = episodes.filter(({ roles }) => roles.some((role) => role.model === null))
    const seats = alone.map(({ roles }) => roles.findIndex((role) => role.model === 'policy'))
    expect(seats.filter((seat) => seat === 0)).toHaveLength(alone.length / 2)
    expect(alone.length).toBeLessThan(episodes.length)
    work.update!(episodes)
    // Whom an episode was played against is in it, and in what the step logs.
    const met = alone.flatMap(({ roles }) => roles.flatMap(({ policy = [] }) => policy))
    expect(met).toHaveLength(alone.length)
    const metrics = work.metrics!()
    for (const id of new Set(met)) {
      expect(metrics[`against/${id}/games`]).toBe(met.filter((other) => other === id).length)
      const [won, drawn] = ['winRate', 'drawRate'].map((share) => metrics[`against/${id}/${share}`]!)
      expect(won! + drawn!).toBeLessThanOrEqual(1)
    }
    members.push(population.members.map(({ id }) => id))
  }
  expect(members).toEqual([
    ['uniform', 'step-0'],
    ['uniform', 'step-0'],
    ['uniform', 'step-0', 'step-2'],
    ['uniform', 'step-0', 'step-2'],
    ['uniform', 'step-2', 'step-4'],
    ['uniform', 'step-2', 'step-4'],
  ])
  const { learner: scores } = population.state() as { learner: Record<string, Json> }
  expect(Object.keys(scores).toSorted()).toEqual(['step-2', 'step-4', 'uniform'])
})

test('members are tried once, over the same deals in both seats, before anybody is drawn', async () => {
  const population = openPopulation({ rule: metaStrategy('nash') })
  const work = populationWork({
    game,
    model: 'policy',
    population,
    opponents: ['uniform', 'equilibrium'],
    freezeEvery: 1,
    sessions: 2,
    trials: 2000,
  })
  const play = (step: number) => {
    const { kind } = work.next(step)
    return kind.play({ seed: 3, sessions: [0, 1], concurrency: 64, models: { policy: model } })
  }
  const state = () => population.state() as unknown as { members: { payoffs?: Record<string, number> }[] }
  const payoffs = () => state().members.map((member) => member.payoffs)
  await play(1)
  const first = payoffs()
  expect(first).toEqual([
    undefined,
    { uniform: expect.any(Number) as number },
    { uniform: expect.any(Number) as number, equilibrium: expect.any(Number) as number },
  ])
  // What two get on average is what the game tree says, but for chance.
  const [uniform, equilibrium, version] = population.members
  const table = await policyTable(game, model)
  const own = tablePolicy('version', table)
  const exact = (a: GamePolicy, b: GamePolicy) =>
    (nashConv(game, [a, b]).values[0]! + nashConv(game, [b, a]).values[1]!) / 2
  expect(triedPayoff(equilibrium!, uniform!)).toBeCloseTo(exact(solveByCfr(game, 1000), uniformPolicy), 1)
  expect(triedPayoff(uniform!, version!)).toBeCloseTo(exact(uniformPolicy, own), 1)
  await play(2)
  expect(payoffs().slice(0, 3)).toEqual(first)
  // The same weights: they differ by what chance did, and the deals were the same.
  const [, , older, younger] = population.members
  expect(triedPayoff(younger!, older!)).toBeCloseTo(0, 1)
  expect([...work.versions.keys()]).toEqual(['step-0', 'step-1'])
})

const scenario = defineScenario({
  name: 'population',
  title: 'Kuhn poker against a population',
  options: z.object({}),
  build: () => ({
    models: { policy: makeModel },
    work: workOf(open()),
    learners: { policy: learner({ estimator: rae(), objective: ppo(), learningRate: 1e-3, epochs: 1 }) },
    evaluate: matchStrength({ game, model: 'policy' }),
    headline: 'nashConv',
    steps: 8,
    evaluateEvery: 4,
    checkpointEvery: 3,
  }),
})

test('a run that is stopped goes on against the same population', async () => {
  const whole = await run(scenario, { seed: 5, out, options: {}, concurrency: 16 })
  const stop = new AbortController()
  const halted = await run(scenario, {
    seed: 5,
    out,
    options: {},
    signal: stop.signal,
    onEvent: (event) => event.type === 'step' && event.step === 5 && stop.abort(),
  })
  expect(halted).toMatchObject({ finished: false, steps: 5 })
  const resumed = await resume(scenario, { folder: halted.run })
  expect(resumed.digest).toBe(whole.digest)
  expect(whole.metrics).toMatchObject({ 'population/size': 3, 'population/age/mean': 3 })
})

test('mistakes are told in a sentence', async () => {
  const options = { game, model: 'policy', freezeEvery: 1, sessions: 2 } as const
  expect(() => populationWork({ ...options, population: open(), freezeEvery: 0 })).toThrow(
    'freezeEvery is 0; it must be a whole number of steps from 1 on.',
  )
  expect(() => populationWork({ ...options, population: open(), opponents: ['uinform'] })).toThrow(
    "did you mean 'uniform'",
  )
  expect(() => populationWork({ ...options, population: open(), trials: -1 })).toThrow('trials is -1')
  const three = kuhnPoker.with({ players: 3 })
  expect(() => populationWork({ ...options, game: three, population: open(), trials: 1 })).toThrow(
    'trials need a game for two',
  )
  const { kind } = populationWork({ ...options, population: open() }).next(1)
  const round = { seed: 1, sessions: [0, 1], concurrency: 2, models: { policy: fakeModel(game) } }
  await expect(kind.play(round)).rejects.toThrow('cannot be frozen, so no population can be made of it')
})
