import { ShapeError } from './error.ts'
import { reshape } from './layout.ts'
import { sumTo } from './reduce.ts'
import { broadcastShape, type Dim, type Shape } from './shape.ts'
import { singleOutput, type Float, type Tensor } from './tensor.ts'

export interface MatmulOptions {
  /** Reads the last two axes of a in the other order. */
  readonly transposeA?: boolean
  readonly transposeB?: boolean
  /** Multiplies the product. Default: 1. */
  readonly alpha?: number
}

/**
 * Multiplies matrices over the last two axes; the axes before them broadcast. Both need rank 2 or more.
 *
 * Against a plain matrix b, an untransposed a of any rank is one large product over its flattened rows.
 */
export function matmul(a: Float, b: Float, options: MatmulOptions = {}): Float {
  const { transposeA = false, transposeB = false, alpha = 1 } = options
  if (a.shape.length < 2 || b.shape.length < 2)
    throw new ShapeError('matmul', [a.shape, b.shape], 'need rank 2 or more')
  const [m, k] = matrix(a.shape, transposeA)
  const [l, n] = matrix(b.shape, transposeB)
  if (k !== l)
    throw new ShapeError('matmul', [a.shape, b.shape], `differ in the inner dimension, ${k} and ${l}`)
  const lead = broadcastShape('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2))
  const shape = [...lead, m, n]
  const flatten = a.shape.length > 2 && b.shape.length === 2 && !transposeA && isStatic(a.shape)
  if (flatten) return reshape(matmul(reshape(a, [-1, k]), b, options), shape)
  return singleOutput('float32', shape, {
    ...kernel(a, b, { transposeA, transposeB, alpha }),
    pullback: ([g]) => {
      const da = transposeA
        ? matmul(b, g!, { transposeA: transposeB, transposeB: true, alpha })
        : matmul(g!, b, { transposeB: !transposeB, alpha })
      const db = transposeB
        ? matmul(g!, a, { transposeA: true, transposeB: transposeA, alpha })
        : matmul(a, g!, { transposeA: !transposeA, alpha })
      return [
        sumTo(da, [...lead, ...a.shape.slice(-2)], a.shape),
        sumTo(db, [...lead, ...b.shape.slice(-2)], b.shape),
      ]
    },
  })
}

function kernel(a: Float, b: Float, { transposeA, transposeB, alpha }: Required<MatmulOptions>) {
  const flag = (on: boolean) => ({ int: on ? 1 : 0 })
  if (!transposeA && !transposeB && alpha === 1)
    return { type: 'MatMul', inputs: [a, b] as readonly Tensor[] }
  if (a.shape.length === 2 && b.shape.length === 2)
    return {
      type: 'Gemm',
      inputs: [a, b],
      attributes: { transA: flag(transposeA), transB: flag(transposeB), alpha: { float: alpha } },
    }
  return {
    type: 'FusedMatMul',
    domain: 'com.microsoft' as const,
    inputs: [a, b],
    attributes: { transA: flag(transposeA), transB: flag(transposeB), alpha: { float: alpha } },
  }
}

function matrix(shape: Shape, transposed: boolean): [Dim, Dim] {
  const [rows, columns] = shape.slice(-2) as [Dim, Dim]
  return transposed ? [columns, rows] : [rows, columns]
}

const isStatic = (shape: Shape) => shape.every((dim) => typeof dim === 'number')
