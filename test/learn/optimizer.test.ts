import { fc, test } from '@fast-check/vitest'
import { adamW, type AdamWOptions, type UpdateScalars } from 'coevo/learn'
import { compile, input, type Float } from 'coevo/tensor'
import { describe, expect } from 'vitest'

const size = 7

async function optimizerProgram(options: AdamWOptions) {
  const optimizer = adamW(options)
  const vector = (name: string) => input(name, 'float32', [size])
  const scalar = (name: string) => input(name, 'float32', [])
  const state = { weights: vector('w'), firstMoment: vector('m'), secondMoment: vector('v') }
  const gradient = vector('gradient')
  const scalars: { readonly [K in keyof UpdateScalars]: Float } = {
    learningRate: scalar('learningRate'),
    firstCorrection: scalar('firstCorrection'),
    secondCorrection: scalar('secondCorrection'),
  }
  const next = optimizer.update(state, gradient, scalars)
  const program = await compile({
    inputs: [gradient, ...Object.values(scalars)],
    outputs: { norm: next.gradientNorm },
    state: {
      weights: { input: state.weights, output: next.weights },
      firstMoment: { input: state.firstMoment, output: next.firstMoment },
      secondMoment: { input: state.secondMoment, output: next.secondMoment },
    },
    threads: 1,
  })
  return { optimizer, program }
}

/** Loshchilov & Hutter's algorithm 2 in double precision, one number at a time. */
function reference(options: Required<AdamWOptions>) {
  const { beta1, beta2, epsilon, weightDecay, maxGradientNorm } = options
  const m = Array<number>(size).fill(0)
  const v = Array<number>(size).fill(0)
  let t = 0
  return (weights: number[], gradient: readonly number[], rate: number) => {
    t++
    const norm = Math.hypot(...gradient)
    const scale = norm > maxGradientNorm ? maxGradientNorm / norm : 1
    return weights.map((weight, i) => {
      const g = gradient[i]! * scale
      m[i] = beta1 * m[i]! + (1 - beta1) * g
      v[i] = beta2 * v[i]! + (1 - beta2) * g * g
      const first = m[i] / (1 - beta1 ** t)
      const second = v[i] / (1 - beta2 ** t)
      return weight - rate * (first / (Math.sqrt(second) + epsilon) + weightDecay * weight)
    })
  }
}

const vectors = fc.array(fc.double({ min: -2, max: 2, noNaN: true }).map(Math.fround), {
  minLength: size,
  maxLength: size,
})

describe('AdamW', async () => {
  const cases: Required<AdamWOptions>[] = [
    { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0, maxGradientNorm: 1 },
    { beta1: 0.9, beta2: 0.999, epsilon: 1e-6, weightDecay: 0.1, maxGradientNorm: Infinity },
  ]
  for (const options of cases) {
    const { optimizer, program } = await optimizerProgram(options)

    test.prop([
      vectors,
      fc.array(fc.tuple(vectors, fc.constantFrom(0.1, 1e-3)), { minLength: 1, maxLength: 8 }),
    ])(`follows the published algorithm step by step: ${JSON.stringify(options)}`, async (start, updates) => {
      program.load('weights', Float32Array.from(start))
      program.load('firstMoment', new Float32Array(size))
      program.load('secondMoment', new Float32Array(size))
      const step = reference(options)
      let expected = start
      for (const [i, [gradient, rate]] of updates.entries()) {
        expected = step(expected, gradient, rate)
        const scalars = Object.entries(optimizer.scalars(i + 1, rate))
        const { norm } = await program.run({
          gradient: Float32Array.from(gradient),
          ...Object.fromEntries(scalars.map(([name, value]) => [name, Float32Array.of(value)])),
        })
        expect(norm!.data[0]).toBeCloseTo(Math.hypot(...gradient), 4)
        const found = program.state('weights')
        for (const [k, weight] of expected.entries()) expect(found[k]).toBeCloseTo(weight, 4)
      }
    })
  }

  test('refuses options out of range by name', () => {
    expect(() => adamW({ beta2: 1 })).toThrow('beta2 is 1')
    expect(() => adamW({ epsilon: 0 })).toThrow('epsilon is 0')
    expect(() => adamW({ weightDecay: -1 })).toThrow('weightDecay is -1')
  })
})
