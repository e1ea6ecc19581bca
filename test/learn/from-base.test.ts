import { adamW, fromBase, learner, returns, sft, type Episode } from 'coevo/learn'
import { expect, test } from 'vitest'
import { taskEpisode } from './arbitrary.ts'
import { decoderModel } from './decoder-model.ts'

const context = { name: 'learner', seed: 1, steps: 5 }
const bind = learner({
  estimator: returns(),
  objective: sft(),
  optimizer: adamW(),
  learningRate: { kind: 'warm-up', steps: 2, to: 1e-2 },
  epochs: 3,
})
const [some, others] = [0, 1].map((word): Episode[] => [taskEpisode(0, [2 + word], 1)]) as [
  Episode[],
  Episode[],
]

test('training anew comes to what was never trained otherwise', async () => {
  const [often, once] = [decoderModel(1), decoderModel(1)]
  const again = fromBase(bind)(often, context)
  await again.learn(some)
  const version = often.version
  await again.learn(others)
  expect(often.version).toBeGreaterThan(version)
  await fromBase(bind)(once, context).learn(others)
  expect(often.weights.current).toEqual(once.weights.current)
  const on = decoderModel(1)
  const continued = bind(on, context)
  await continued.learn(some)
  await continued.learn(others)
  expect(on.weights.current).not.toEqual(once.weights.current)
})

test('with nothing to learn the model is its base again', async () => {
  const model = decoderModel(2)
  const base = model.weights.current.slice()
  const again = fromBase(bind)(model, context)
  await again.learn(some)
  await again.learn([])
  expect(model.weights.current).toEqual(base)
})
