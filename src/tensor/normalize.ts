import { exp, mul, sub } from './elementwise.ts'
import { ShapeError } from './error.ts'
import { sum } from './reduce.ts'
import { reshape } from './layout.ts'
import { matmul } from './matmul.ts'
import { axisOf, sameShape, staticDim } from './shape.ts'
import { operator, singleOutput, type Float } from './tensor.ts'

/** exp(x) over its sum along one axis. */
export function softmax(x: Float, axis = -1): Float {
  const at = axisOf('softmax', x.shape, axis)
  const y: Float = singleOutput('float32', x.shape, {
    type: 'Softmax',
    inputs: [x],
    attributes: { axis: { int: at } },
    pullback: ([g]) => {
      const weighted = mul(g!, y)
      return [sub(weighted, mul(y, sum(weighted, { axes: [at], keepDims: true })))]
    },
  })
  return y
}

/** ln of `softmax`, without underflow. */
export function logSoftmax(x: Float, axis = -1): Float {
  const at = axisOf('logSoftmax', x.shape, axis)
  const y: Float = singleOutput('float32', x.shape, {
    type: 'LogSoftmax',
    inputs: [x],
    attributes: { axis: { int: at } },
    pullback: ([g]) => [sub(g!, mul(exp(y), sum(g!, { axes: [at], keepDims: true })))],
  })
  return y
}

/**
 * Divides by the root mean square over the last axis, then scales (Zhang & Sennrich 2019).
 *
 * scale: [size of the last axis]. epsilon is added to the mean square.
 */
export function rmsNorm(x: Float, scale: Float, epsilon: number): Float {
  const size = staticDim('rmsNorm', x.shape, -1)
  if (!sameShape(scale.shape, [size])) throw new ShapeError('rmsNorm', [x.shape, scale.shape], 'do not fit')
  const [y, inverse] = operator({
    type: 'SimplifiedLayerNormalization',
    inputs: [x, scale],
    attributes: { axis: { int: -1 }, epsilon: { float: epsilon }, stash_type: { int: 1 } },
    outputs: [
      { dtype: 'float32', shape: x.shape },
      { dtype: 'float32', shape: [...x.shape.slice(0, -1), 1] },
    ],
    pullback: ([g]) => {
      // With r = 1/rms: ∂x = r·(g·s) − x·r³·⟨g·x, s⟩/size and ∂s = Σ r·(g·x), so that one product g·x serves both.
      const gx = reshape(mul(g!, x), [-1, size])
      const along = matmul(gx, reshape(mul(scale, 1 / size), [size, 1]))
      const pull = mul(mul(reshape(along, inverse.shape), inverse), mul(inverse, inverse))
      return [
        sub(mul(mul(g!, scale), inverse), mul(x, pull)),
        reshape(matmul(reshape(inverse, [-1, 1]), gx, { transposeA: true }), [size]),
      ]
    },
  }) as [Float, Float]
  return y
}
