import { fc } from '@fast-check/vitest'
import { stream, type Random } from 'coevo/core'
import * as t from 'coevo/tensor'
import { describe, expect, it } from 'vitest'
import { gradientError, size, spaced, uniform, type Expression } from './finite-differences.ts'

type Draw = (random: Random, count: number) => Float32Array
type Shapes = readonly (readonly number[])[]
type Build = (xs: readonly t.Float[]) => t.Float
interface Case {
  readonly shapes: Shapes
  readonly build: Build
}

const between =
  (low: number, high: number): Draw =>
  (random, count) =>
    uniform(random, count, low, high)
const normal = between(-1.5, 1.5)
const positive = between(0.4, 2)

const dim = fc.integer({ min: 1, max: 4 })
const shape = (minLength: number, maxLength: number) => fc.array(dim, { minLength, maxLength })
const any = shape(0, 3)
const axisOf = (dims: readonly number[]) => fc.integer({ min: -dims.length, max: dims.length - 1 })

/** Two shapes that broadcast: either may lack leading axes or have 1 where the other has more. */
const broadcasting: fc.Arbitrary<[number[], number[]]> = any.chain((full) => {
  const part = fc
    .tuple(fc.integer({ min: 0, max: full.length }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
    .map(([drop, ones]) => full.slice(drop).map((d, i) => (ones[i] === true ? 1 : d)))
  return fc.tuple(part, part)
})

const elementwise = (build: (x: t.Float) => t.Float): fc.Arbitrary<Case> =>
  any.map((dims) => ({ shapes: [dims], build: ([x]) => build(x!) }))
const pairwise = (build: (a: t.Float, b: t.Float) => t.Float): fc.Arbitrary<Case> =>
  broadcasting.map((shapes) => ({ shapes, build: ([a, b]) => build(a!, b!) }))
const along = (build: (x: t.Float, axis: number) => t.Float): fc.Arbitrary<Case> =>
  shape(1, 3).chain((dims) =>
    axisOf(dims).map((axis) => ({ shapes: [dims], build: ([x]) => build(x!, axis) })),
  )
const reduction = (build: (x: t.Float, options: t.Reduction) => t.Float): fc.Arbitrary<Case> =>
  any.chain((dims) =>
    fc
      .record(
        { axes: fc.subarray(dims.map((_, i) => i)), keepDims: fc.boolean() },
        { requiredKeys: ['keepDims'] },
      )
      .map((options) => ({ shapes: [dims], build: ([x]: readonly t.Float[]) => build(x!, options) })),
  )

const matmul = fc
  .record({
    m: dim,
    k: dim,
    n: dim,
    lead: fc.oneof(broadcasting, fc.constant<[number[], number[]]>([[3], []])),
    transposeA: fc.boolean(),
    transposeB: fc.boolean(),
    alpha: fc.constantFrom(1, 0.5),
  })
  .map(({ m, k, n, lead: [a, b], ...options }): Case => ({
    shapes: [
      [...a, ...(options.transposeA ? [k, m] : [m, k])],
      [...b, ...(options.transposeB ? [n, k] : [k, n])],
    ],
    build: ([x, y]) => t.matmul(x!, y!, options),
  }))

const indices = (bound: number, dims: readonly number[]) =>
  fc
    .array(fc.integer({ min: 0, max: bound - 1 }), { minLength: size(dims), maxLength: size(dims) })
    .map((values) => t.constant(values, dims, 'int64'))

const gather = fc.tuple(shape(1, 3), shape(0, 2)).chain(([dims, looked]) =>
  axisOf(dims).chain((axis) =>
    indices(dims.at(axis)!, looked).map((ids): Case => ({
      shapes: [dims],
      build: ([x]) => t.gather(x!, ids, axis),
    })),
  ),
)

const along2 = (build: (x: t.Float, ids: t.Integer, axis: number, dims: number[]) => Case) =>
  fc
    .tuple(shape(1, 3), dim)
    .chain(([dims, count]) =>
      axisOf(dims).chain((axis) =>
        indices(dims.at(axis)!, dims.with(axis < 0 ? axis + dims.length : axis, count)).map((ids) =>
          build(t.input('x', 'float32', dims), ids, axis, dims),
        ),
      ),
    )

const gatherElements = along2((_, ids, axis, dims) => ({
  shapes: [dims],
  build: ([x]) => t.gatherElements(x!, ids, axis),
}))
const scatterElements = along2((_, ids, axis, dims) => ({
  shapes: [dims, ids.shape.map(Number)],
  build: ([x, updates]) => t.scatterElements(x!, ids, updates!, axis),
}))
const scatterAdd = fc.tuple(shape(1, 3), shape(0, 2)).chain(([dims, looked]) =>
  indices(dims[0]!, looked).map((ids): Case => ({
    shapes: [dims, [...looked, ...dims.slice(1)]],
    build: ([x, updates]) => t.scatterAdd(x!, ids, updates!),
  })),
)

const even = fc.tuple(any, dim).map(([lead, half]) => [...lead, 2 * half])
const rope = even.map((dims): Case => {
  const half = dims.at(-1)! / 2
  const table = (f: (x: number) => number) =>
    t.constant(
      Array.from({ length: 2 * half }, (_, i) => f(1 + (i % half))),
      [2 * half],
    )
  return { shapes: [dims], build: ([x]) => t.rope(x!, table(Math.cos), table(Math.sin)) }
})

const rotary = fc
  .record({ batch: dim, length: dim, heads: dim, half: dim })
  .map(({ batch, length, heads, half }): Case => {
    const positions = t.constant(
      Array.from({ length: batch * length }, (_, i) => i % length),
      [batch, length],
      'int64',
    )
    return {
      shapes: [[batch, length, heads * 2 * half]],
      build: ([x]) => t.rotary(x!, positions, t.rotaryTable(length, 2 * half, 100)),
    }
  })

const attention = fc
  .record({
    batch: dim,
    length: dim,
    keyValueHeads: fc.constantFrom(1, 2),
    group: fc.constantFrom(1, 2),
    size: dim,
  })
  .map(({ batch, length, keyValueHeads, group, size }): Case => {
    const heads = keyValueHeads * group
    const narrow = [batch, length, keyValueHeads * size]
    return {
      shapes: [[batch, length, heads * size], narrow, narrow],
      build: ([q, k, v]) => t.causalAttention(q!, k!, v!, { heads, keyValueHeads }),
    }
  })

const transpose = any.chain((dims) =>
  fc
    .shuffledSubarray(
      dims.map((_, i) => i),
      { minLength: dims.length, maxLength: dims.length },
    )
    .map((permutation): Case => ({ shapes: [dims], build: ([x]) => t.transpose(x!, permutation) })),
)

const pieces = along((x, axis) => {
  const n = Number(x.shape.at(axis))
  const [a, b] = t.split(x, n > 1 ? [1, n - 1] : [n], axis)
  return b === undefined ? a! : t.add(t.sum(t.square(a!)), t.sum(t.exp(b)))
})

const joined = fc.tuple(shape(1, 3), dim).chain(([dims, other]) =>
  axisOf(dims).map((axis): Case => ({
    shapes: [dims, dims.with(axis < 0 ? axis + dims.length : axis, other)],
    build: ([a, b]) => t.concat([a!, b!, a!], axis),
  })),
)

const condition = (x: t.Float) => t.greater(x, 0)

const operators: Readonly<Record<string, readonly [fc.Arbitrary<Case>, Draw]>> = {
  add: [pairwise(t.add), normal],
  sub: [pairwise(t.sub), normal],
  mul: [pairwise(t.mul), normal],
  div: [pairwise(t.div), positive],
  minimum: [pairwise(t.minimum), spaced],
  maximum: [pairwise(t.maximum), spaced],
  neg: [elementwise(t.neg), normal],
  exp: [elementwise(t.exp), normal],
  log: [elementwise(t.log), positive],
  sqrt: [elementwise(t.sqrt), positive],
  rsqrt: [elementwise(t.rsqrt), positive],
  square: [elementwise(t.square), normal],
  pow: [elementwise((x) => t.pow(x, -1.5)), positive],
  abs: [elementwise(t.abs), spaced],
  sign: [elementwise(t.sign), spaced],
  tanh: [elementwise(t.tanh), normal],
  sigmoid: [elementwise(t.sigmoid), normal],
  silu: [elementwise(t.silu), normal],
  softplus: [elementwise(t.softplus), normal],
  logSigmoid: [elementwise(t.logSigmoid), normal],
  clip: [elementwise((x) => t.clip(x, -0.5, 0.7)), spaced],
  'where, condition constant': [pairwise((a, b) => t.where(t.greater(t.stopGradient(a), 0), a, b)), spaced],
  'where, one side a number': [elementwise((x) => t.where(condition(x), t.exp(x), 2)), spaced],
  sum: [reduction(t.sum), normal],
  mean: [reduction(t.mean), normal],
  max: [reduction(t.max), spaced],
  'sum of squares': [reduction((x, options) => t.sum(t.square(x), options)), normal],
  softmax: [along(t.softmax), normal],
  logSoftmax: [along(t.logSoftmax), normal],
  rmsNorm: [
    shape(1, 3).map((dims): Case => ({
      shapes: [dims, [dims.at(-1)!]],
      build: ([x, scale]) => t.rmsNorm(x!, scale!, 1e-3),
    })),
    positive,
  ],
  matmul: [matmul, normal],
  reshape: [
    shape(1, 3).map((dims): Case => ({
      shapes: [dims],
      build: ([x]) => t.reshape(t.square(x!), [-1, dims[0]!]),
    })),
    normal,
  ],
  transpose: [transpose, normal],
  slice: [along((x, axis) => t.slice(x, axis, Number(x.shape.at(axis)) > 1 ? 1 : 0, 3)), normal],
  pad: [along((x, axis) => t.pad(x, axis, 2, 1)), normal],
  concat: [joined, normal],
  split: [pieces, normal],
  expand: [
    shape(0, 2).map((dims): Case => ({ shapes: [dims], build: ([x]) => t.exp(t.expand(x!, [2, ...dims])) })),
    normal,
  ],
  gather: [gather, normal],
  gatherElements: [gatherElements, normal],
  scatterAdd: [scatterAdd, normal],
  scatterElements: [scatterElements, normal],
  rope: [rope, normal],
  rotary: [rotary, normal],
  swiglu: [
    any.map((dims): Case => ({ shapes: [dims, dims], build: ([gate, up]) => t.swiglu(gate!, up!) })),
    normal,
  ],
  causalAttention: [attention, normal],
}

function expression({ shapes, build }: Case, draw: Draw, seed: number): Expression {
  const random = stream(seed, 'values')
  const all = draw(
    random,
    shapes.reduce((total, dims) => total + size(dims), 0),
  )
  let start = 0
  const inputs = shapes.map((dims) => ({ shape: dims, values: all.slice(start, (start += size(dims))) }))
  return { inputs, build }
}

describe('the gradient of every operator is that of finite differences', () => {
  for (const [name, [cases, draw]] of Object.entries(operators))
    it(name, async () => {
      await fc.assert(
        fc.asyncProperty(cases, fc.nat(), async (example, seed) => {
          expect(await gradientError(expression(example, draw, seed), seed)).toBeLessThan(1e-3)
        }),
        { numRuns: 25, seed: 1 },
      )
    })
})
