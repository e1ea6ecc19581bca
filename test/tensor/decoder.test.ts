import { adamW } from 'coevo/learn'
import { checkpointLayout, decoder, parameterLayout } from 'coevo/model'
import * as t from 'coevo/tensor'
import { expect, it } from 'vitest'
import recorded from './golden/torch-decoder.json' with { type: 'json' }

const { config, batch, length, adam } = recorded
const layout = parameterLayout(config)
const size = t.layoutSize(layout)
const rows = batch * length

function startingWeights(): Float32Array {
  const flat = Float32Array.from({ length: size }, (_, i) => 0.3 * Math.sin(1 + i))
  for (const [name, values] of Object.entries(t.subarrays(flat, layout)))
    if (layout[name]!.length === 1) for (const [i, value] of values.entries()) values[i] = 1 + value
  return flat
}

/** The recorded step: mean cross-entropy of every next token, then Adam. */
async function trainingStep() {
  const flat = t.input('flat', 'float32', [size])
  const tokens = t.input('tokens', 'int64', [batch, length])
  const targets = t.input('targets', 'int64', [rows, 1])
  const { hidden, head } = decoder(config, t.views(flat, checkpointLayout(config)), tokens)
  const loss = t.neg(t.mean(t.gatherElements(t.logSoftmax(head(hidden)), targets, 1)))
  const [gradient] = t.gradients(loss, [flat]) as [t.Float]
  const optimizer = adamW({ ...adam, maxGradientNorm: Infinity })
  const [m, v] = [t.input('m', 'float32', [size]), t.input('v', 'float32', [size])]
  const rates = {
    learningRate: t.input('learningRate', 'float32', []),
    firstCorrection: t.input('firstCorrection', 'float32', []),
    secondCorrection: t.input('secondCorrection', 'float32', []),
  }
  const next = optimizer.update({ weights: flat, firstMoment: m, secondMoment: v }, gradient, rates)
  const program = await t.compile({
    inputs: [tokens, targets, ...Object.values(rates)],
    outputs: { loss, gradient },
    state: {
      flat: { input: flat, output: next.weights },
      m: { input: m, output: next.firstMoment },
      v: { input: v, output: next.secondMoment },
    },
  })
  program.load('flat', startingWeights())
  const ids = (factor: number, offset: number) =>
    BigInt64Array.from({ length: rows }, (_, i) => BigInt((factor * i + offset) % config.vocabularySize))
  const run = async (step: number) => {
    const scalars = Object.entries(optimizer.scalars(step, adam.learningRate))
    const rates = Object.fromEntries(scalars.map(([name, value]) => [name, Float32Array.of(value)]))
    return program.run({ tokens: ids(7, 0), targets: ids(3, 1), ...rates })
  }
  return { program, run }
}

it('agrees with PyTorch’s decoder on every parameter’s gradient and on the losses of four steps of Adam', async () => {
  const { program, run } = await trainingStep()
  const losses: number[] = []
  for (let step = 1; step <= recorded.losses.length; step++) {
    const { loss, gradient } = await run(step)
    losses.push((loss!.data as Float32Array)[0]!)
    if (step > 1) continue
    const parts = Object.entries(t.subarrays(gradient!.data as Float32Array, layout))
    expect(parts).toHaveLength(recorded.gradients.length)
    for (const [i, [name, values]] of parts.entries()) {
      const { norm, product } = recorded.gradients[i]!
      const along = values.reduce((total, g, j) => total + g * Math.cos(j), 0)
      expect.soft(Math.hypot(...values) / norm, `norm of ${name}`).toBeCloseTo(1, 4)
      expect.soft((along - product) / norm, `product of ${name}`).toBeCloseTo(0, 4)
    }
  }
  await program.release()
  for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(recorded.losses[i]!, 4)
})
