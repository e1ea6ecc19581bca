import { stream, type Random } from 'coevo/core'
import { compile, gradients, input, mul, sum, type Float } from 'coevo/tensor'

/** An expression over some float inputs, with numbers to check its gradient at. */
export interface Expression {
  readonly inputs: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[]
  readonly build: (inputs: readonly Float[]) => Float
}

/**
 * Compares the reverse-mode gradient of Σ y·r, r random, along random directions of ±1 with a central
 * difference of fourth order, and returns the largest error relative to the sum of the gradient's
 * magnitudes. Float32 rounding of y divided by the step leaves about 1e-4.
 */
export async function gradientError({ inputs, build }: Expression, seed: number): Promise<number> {
  const random = stream(seed, 'finite differences')
  const xs = inputs.map(({ shape }, i) => input(`x${i}`, 'float32', shape))
  const y = build(xs)
  const shape = y.shape.map(Number)
  const weights = uniform(random, size(shape), -1, 1)
  const r = input('r', 'float32', shape)
  const gs = gradients(sum(mul(y, r)), xs)
  const outputs = Object.fromEntries([['y', y], ...gs.map((g, i) => [`g${i}`, g] as const)])
  const program = await compile({ inputs: [...xs, r], outputs, threads: 1 })
  const run = (arrays: readonly Float32Array[]) =>
    program.run({ r: weights, ...Object.fromEntries(arrays.map((array, i) => [`x${i}`, array])) })
  const project = async (directions: readonly Float32Array[], step: number) => {
    const result = await run(
      inputs.map(({ values }, i) => values.map((x, j) => x + step * directions[i]![j]!)),
    )
    const data = result['y']!.data as Float32Array
    return weights.reduce((total, w, j) => total + w * data[j]!, 0)
  }
  const at = await run(inputs.map(({ values }) => values))
  const analytic = gs.map((_, i) => at[`g${i}`]!.data as Float32Array)
  for (const [i, g] of analytic.entries())
    if (g.length !== inputs[i]!.values.length) throw new Error(`gradient ${i} has ${g.length} numbers`)
  const scale = 1e-2 + analytic.flatMap((g) => Array.from(g, Math.abs)).reduce((a, b) => a + b, 0)
  let worst = 0
  for (let trial = 0; trial < 3; trial++) {
    const directions = inputs.map(({ values }) => values.map(() => (random.uniform() < 0.5 ? -1 : 1)))
    const h = 1 / 128
    const [a, b, c, d] = [
      await project(directions, -2 * h),
      await project(directions, -h),
      await project(directions, h),
      await project(directions, 2 * h),
    ]
    const numeric = (a - 8 * b + 8 * c - d) / (12 * h)
    const exact = analytic.reduce(
      (total, g, i) => total + g.reduce((t, x, j) => t + x * directions[i]![j]!, 0),
      0,
    )
    worst = Math.max(worst, Math.abs(numeric - exact) / scale)
  }
  await program.release()
  return worst
}

/** Draws numbers uniform on [low, high). */
export function uniform(random: Random, count: number, low: number, high: number): Float32Array {
  return Float32Array.from({ length: count }, () => low + (high - low) * random.uniform())
}

/** Draws numbers that lie at least 0.1 apart and 0.05 from every multiple of 0.1, in random order. */
export function spaced(random: Random, count: number): Float32Array {
  const values = Float32Array.from({ length: count }, (_, i) => (i - Math.floor(count / 2)) * 0.1 + 0.05)
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(i + 1)
    const swap = values[i]!
    values[i] = values[j]!
    values[j] = swap
  }
  return values
}

export function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}
