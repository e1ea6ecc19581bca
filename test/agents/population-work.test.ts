import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineScenario, learner, localModel, ppo, rae, resume, run } from 'coevo'
import { matchStrength } from 'coevo/agents/match-strength'
import { populationWork } from 'coevo/agents/population-work'
import type { Json } from 'coevo/core'
import { kuhnPoker } from 'coevo/games/kuhn-poker'
import { openPopulation, prioritised, type Population } from 'coevo/population'
import { describeSession } from 'coevo/testing'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { fakeModel } from './fake-model.ts'

const out = mkdtempSync(join(tmpdir(), 'coevo-population-'))
afterAll(() => rmSync(out, { recursive: true }))

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
  const { kind } = populationWork({ ...options, population: open() }).next(1)
  const round = { seed: 1, sessions: [0, 1], concurrency: 2, models: { policy: fakeModel(game) } }
  await expect(kind.play(round)).rejects.toThrow('cannot be frozen, so no population can be made of it')
})
