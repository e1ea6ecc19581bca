export { causalAttention, type AttentionHeads } from './attention.ts'
export {
  abs,
  add,
  and,
  cast,
  clip,
  div,
  equal,
  exp,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  log,
  logSigmoid,
  maximum,
  minimum,
  mul,
  neg,
  not,
  or,
  pow,
  rsqrt,
  sigmoid,
  sign,
  silu,
  softplus,
  sqrt,
  square,
  sub,
  tanh,
  where,
} from './elementwise.ts'
export { ShapeError } from './error.ts'
export { gather, gatherElements, scatterAdd, scatterElements } from './gather.ts'
export { gradients, stopGradient, withGradient } from './gradient.ts'
export { concat, expand, pad, reshape, slice, split, transpose } from './layout.ts'
export { matmul, type MatmulOptions } from './matmul.ts'
export { logSoftmax, rmsNorm, softmax } from './normalize.ts'
export { compile, StateMemory, type Feed, type Program, type ProgramSpec, type State } from './program.ts'
export { max, mean, sum, type Reduction } from './reduce.ts'
export { rope, rotary, rotaryTable, type RotaryTable } from './rotary.ts'
export { swiglu } from './swiglu.ts'
export type { Dim, Shape } from './shape.ts'
export { constant, full, input } from './source.ts'
export {
  operator,
  type Attribute,
  type Bool,
  type DType,
  type Float,
  type Integer,
  type OperatorSpec,
  type OutputType,
  type Pullback,
  type Tensor,
  type Values,
} from './tensor.ts'
export { runUncopied, withoutCopies } from './uncopied.ts'
export { layoutSize, subarrays, views, type Layout } from './views.ts'
export { writeOnnx, type GraphSpec } from './write.ts'
