import { broadcastShape } from './shape.ts'
import { constant, constantValue } from './source.ts'
import { operator, singleOutput, type DType, type Float, type Pullback, type Tensor } from './tensor.ts'

type Numeric = 'float32' | 'int64' | 'int32'

/** An elementwise operator of two operands that broadcast; a number takes the other operand's type. */
interface Binary {
  <D extends Numeric>(a: Tensor<D>, b: Tensor<NoInfer<D>> | number): Tensor<D>
  <D extends Numeric>(a: number, b: Tensor<D>): Tensor<D>
}

type FloatPullback = (
  a: Float,
  b: Float,
  g: Float,
  y: Float,
) => readonly [Float | undefined, Float | undefined]

function binary(
  type: string,
  pullback: FloatPullback,
  fold: (a: number, b: number) => number,
  neutral: { readonly left?: number; readonly right?: number } = {},
): Binary {
  return <D extends Numeric>(a: Tensor<D> | number, b: Tensor<D> | number): Tensor<D> => {
    const dtype = typeof a === 'number' ? (b as Tensor<D>).dtype : a.dtype
    const left = typeof a === 'number' ? constant(a, [], dtype) : a
    const right = typeof b === 'number' ? constant(b, [], dtype) : b
    if (left.dtype !== right.dtype)
      throw new TypeError(`${type}: cannot mix ${left.dtype} and ${right.dtype}.`)
    const shape = broadcastShape(type, left.shape, right.shape)
    const [p, q] = [constantValue(left), constantValue(right)]
    if (p !== undefined && q !== undefined && shape.length === 0) return constant(fold(p, q), [], dtype)
    if (p !== undefined && p === neutral.left && shape.length === right.shape.length) return right
    if (q !== undefined && q === neutral.right && shape.length === left.shape.length) return left
    const operands = [left, right] as unknown as [Float, Float]
    const y: Tensor<D> = singleOutput(dtype, shape, {
      type,
      inputs: operands,
      broadcasts: true,
      pullback: ([g]) => pullback(...operands, g!, y as unknown as Float),
    })
    return y
  }
}

export const add = binary(
  'Add',
  (_a, _b, g) => [g, g],
  (a, b) => a + b,
  { left: 0, right: 0 },
)
export const sub = binary(
  'Sub',
  (_a, _b, g) => [g, neg(g)],
  (a, b) => a - b,
  { right: 0 },
)
export const mul = binary(
  'Mul',
  (a, b, g) => [mul(g, b), mul(g, a)],
  (a, b) => a * b,
  { left: 1, right: 1 },
)
export const div = binary(
  'Div',
  (_a, b, g, y) => {
    const scaled = div(g, b)
    return [scaled, neg(mul(scaled, y))]
  },
  (a, b) => a / b,
  { right: 1 },
)

/** The smaller of two operands; where they are equal the gradient goes to the first. */
export const minimum = binary('Min', (a, b, g) => choose('LessOrEqual', a, b, g), Math.min)
/** The larger of two operands; where they are equal the gradient goes to the first. */
export const maximum = binary('Max', (a, b, g) => choose('GreaterOrEqual', a, b, g), Math.max)

function choose(comparison: string, a: Float, b: Float, g: Float): [Float, Float] {
  const first = compare(comparison, a, b)
  return [where(first, g, 0), where(first, 0, g)]
}

function unary(type: string, pullback: (x: Float, g: Float, y: Float) => Float): (x: Float) => Float {
  return (x) => {
    const y: Float = singleOutput('float32', x.shape, {
      type,
      inputs: [x],
      broadcasts: true,
      pullback: ([g]) => [pullback(x, g!, y)],
    })
    return y
  }
}

const negate = unary('Neg', (_x, g) => neg(g))
/** Changes the sign; a constant's at once. */
export const neg = (x: Float): Float => {
  const value = constantValue(x)
  return value !== undefined && x.shape.length === 0 ? constant(-value) : negate(x)
}
export const exp = unary('Exp', (_x, g, y) => mul(g, y))
export const log = unary('Log', (x, g) => div(g, x))
export const sqrt = unary('Sqrt', (_x, g, y) => div(mul(g, 0.5), y))
export const abs = unary('Abs', (x, g) => mul(g, sign(x)))
export const sign = unary('Sign', (_x, g) => mul(g, 0))
export const tanh = unary('Tanh', (_x, g, y) => mul(g, sub(1, mul(y, y))))
export const sigmoid = unary('Sigmoid', (_x, g, y) => mul(g, mul(y, sub(1, y))))
/** ln(1 + eˣ), without overflow. */
export const softplus = unary('Softplus', (x, g) => mul(g, sigmoid(x)))
/** ln of the logistic function, without overflow. */
export const logSigmoid = (x: Float): Float => neg(softplus(neg(x)))
export const square = (x: Float): Float => mul(x, x)
export const rsqrt = (x: Float): Float => div(1, sqrt(x))

/** Raises to a constant power. x must be positive unless the exponent is a whole number. */
export function pow(x: Float, exponent: number): Float {
  if (exponent === 1) return x
  if (exponent === 2) return square(x)
  return singleOutput('float32', x.shape, {
    type: 'Pow',
    inputs: [x, constant(exponent)],
    broadcasts: true,
    pullback: ([g]) => [mul(g!, mul(pow(x, exponent - 1), exponent))],
  })
}

/** x · σ(x), the activation of SwiGLU (Ramachandran et al. 2017). */
export function silu(x: Float): Float {
  const y: Float = singleOutput('float32', x.shape, {
    type: 'QuickGelu',
    domain: 'com.microsoft',
    inputs: [x],
    attributes: { alpha: { float: 1 } },
    broadcasts: true,
    pullback: ([g]) => {
      const s = sigmoid(x)
      return [mul(g!, add(y, mul(s, sub(1, y))))]
    },
  })
  return y
}

/** Confines to [low, high]; the gradient passes where x is inside or on a bound. */
export function clip(x: Float, low: number, high: number): Float {
  return singleOutput('float32', x.shape, {
    type: 'Clip',
    inputs: [x, constant(low), constant(high)],
    broadcasts: true,
    pullback: ([g]) => {
      const inside = operator({
        type: 'And',
        inputs: [compare('GreaterOrEqual', x, low), compare('LessOrEqual', x, high)],
        outputs: [{ dtype: 'bool', shape: x.shape }],
      })[0]
      return [where(inside, g!, 0)]
    },
  })
}

/** Takes from a where the condition holds, else from b; all three broadcast. */
export function where<D extends DType = 'float32'>(
  condition: Tensor<'bool'>,
  a: Tensor<D> | number,
  b: Tensor<NoInfer<D>> | number,
): Tensor<D> {
  const dtype = typeof a !== 'number' ? a.dtype : typeof b !== 'number' ? b.dtype : ('float32' as D)
  const left = typeof a === 'number' ? constant(a, [], dtype) : a
  const right = typeof b === 'number' ? constant(b, [], dtype) : b
  const pullback: Pullback = ([g]) => [undefined, where(condition, g!, 0), where(condition, 0, g!)]
  return singleOutput(dtype, broadcastShape('where', condition.shape, left.shape, right.shape), {
    type: 'Where',
    inputs: [condition, left, right],
    broadcasts: true,
    pullback,
  })
}

type Comparison = <D extends Numeric>(a: Tensor<D>, b: Tensor<NoInfer<D>> | number) => Tensor<'bool'>

function compare<D extends Numeric>(type: string, a: Tensor<D>, b: Tensor<D> | number): Tensor<'bool'> {
  const right = typeof b === 'number' ? constant(b, [], a.dtype) : b
  return singleOutput('bool', broadcastShape(type, a.shape, right.shape), { type, inputs: [a, right] })
}

export const equal: Comparison = (a, b) => compare('Equal', a, b)
export const greater: Comparison = (a, b) => compare('Greater', a, b)
export const greaterOrEqual: Comparison = (a, b) => compare('GreaterOrEqual', a, b)
export const less: Comparison = (a, b) => compare('Less', a, b)
export const lessOrEqual: Comparison = (a, b) => compare('LessOrEqual', a, b)

const logical = (type: string) => (a: Tensor<'bool'>, b: Tensor<'bool'>) =>
  singleOutput('bool', broadcastShape(type, a.shape, b.shape), { type, inputs: [a, b] })

export const and = logical('And')
export const or = logical('Or')
export const not = (x: Tensor<'bool'>): Tensor<'bool'> =>
  singleOutput('bool', x.shape, { type: 'Not', inputs: [x] })

const codes: Readonly<Record<DType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 }

/** Converts to another type; no gradient passes. Floats are cut towards zero, booleans become 0 and 1. */
export function cast<D extends DType>(x: Tensor, dtype: D): Tensor<D> {
  return singleOutput(dtype, x.shape, {
    type: 'Cast',
    inputs: [x],
    attributes: { to: { int: codes[dtype] } },
    pullback: () => [undefined],
  })
}
