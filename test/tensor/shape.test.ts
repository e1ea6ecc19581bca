import * as t from 'coevo/tensor'
import { expect, it } from 'vitest'

const f = (...shape: t.Dim[]) => t.input('x', 'float32', shape)
const ids = t.input('ids', 'int64', [2, 3])

it.each<[string, () => unknown, string]>([
  ['add', () => t.add(f(2, 3), f(4)), 'Add: shapes [2, 3] and [4] do not broadcast.'],
  [
    'a symbolic dimension',
    () => t.mul(f('batch', 3), f(2, 3)),
    'Mul: shapes [batch, 3] and [2, 3] do not broadcast.',
  ],
  [
    'matmul',
    () => t.matmul(f(2, 3), f(4, 5)),
    'matmul: shapes [2, 3] and [4, 5] differ in the inner dimension, 3 and 4.',
  ],
  ['matmul of a vector', () => t.matmul(f(2), f(2, 5)), 'matmul: shapes [2] and [2, 5] need rank 2 or more.'],
  [
    'reshape',
    () => t.reshape(f(2, 3), [4, 2]),
    'reshape: shapes [2, 3] and [4, 2] hold different numbers of elements.',
  ],
  [
    'reshape to a fraction',
    () => t.reshape(f(2, 3), [4, -1]),
    'reshape: shapes [2, 3] and [4, -1] leave a dimension that is not a whole number.',
  ],
  [
    'two open dimensions',
    () => t.reshape(f('a', 3), ['b', -1]),
    'reshape: shapes [a, 3] and [b, -1] leave more than one dimension open.',
  ],
  ['transpose', () => t.transpose(f(2, 3), [0, 0]), 'transpose: shapes [2, 3] cannot be permuted by [0, 0].'],
  ['slice', () => t.slice(f(2, 3), 1, 3), 'slice: shapes [2, 3] have nothing in [3, Infinity) of axis 1.'],
  [
    'split',
    () => t.split(f(2, 3), [1, 1], -1),
    'split: shapes [2, 3] cannot be cut into 1 + 1 along axis -1.',
  ],
  ['concat', () => t.concat([f(2, 3), f(3, 3)], 1), 'concat: shapes [2, 3] and [3, 3] differ off axis 1.'],
  ['expand', () => t.expand(f(2, 3), [2, 6]), 'expand: shapes [2, 3] and [2, 6] do not broadcast.'],
  ['an axis', () => t.softmax(f(2, 3), 2), 'softmax: shapes [2, 3] have no axis 2.'],
  ['an axis twice', () => t.sum(f(2, 3), { axes: [1, -1] }), 'sum: shapes [2, 3] name an axis twice.'],
  ['rmsNorm', () => t.rmsNorm(f(2, 3), f(2), 1e-5), 'rmsNorm: shapes [2, 3] and [2] do not fit.'],
  [
    'gatherElements',
    () => t.gatherElements(f(3, 3), ids, 1),
    'gatherElements: shapes [3, 3] and [2, 3] differ off axis 1.',
  ],
  [
    'scatterAdd',
    () => t.scatterAdd(f(5, 4), ids, f(2, 4)),
    'scatterAdd: shapes [5, 4] and [2, 3] and [2, 4] do not fit.',
  ],
  ['views', () => t.views(f(7), { a: [2, 3] }), 'views: shapes [7] cannot hold the 6 numbers of the layout.'],
  ['constant', () => t.constant([1, 2, 3], [2, 2]), 'constant: shapes [2, 2] cannot hold 3 values.'],
  [
    'causalAttention',
    () => t.causalAttention(f(1, 2, 8), f(1, 2, 4), f(1, 2, 8), { heads: 2 }),
    'causalAttention: shapes [1, 2, 8] and [1, 2, 4] and [1, 2, 8] do not fit.',
  ],
])('names the operator and the shapes that %s cannot take', (_, build, message) => {
  expect(build).toThrow(t.ShapeError)
  expect(build).toThrow(message)
})

it('infers shapes, symbolic dimensions included', () => {
  const x = f('batch', 6, 4)
  expect(t.add(x, f(4)).shape).toEqual(['batch', 6, 4])
  expect(t.matmul(x, f(4, 5)).shape).toEqual(['batch', 6, 5])
  expect(t.reshape(x, ['batch', 2, 3, 4]).shape).toEqual(['batch', 2, 3, 4])
  expect(t.reshape(x, ['batch', -1]).shape).toEqual(['batch', 24])
  expect(t.reshape(x, ['rows', 4]).shape).toEqual(['rows', 4])
  expect(t.concat([x, f('batch', 2, 4)], 1).shape).toEqual(['batch', 8, 4])
  expect(t.concat([f('past', 2), f('new', 2)], 0).shape).toEqual(['past+new', 2])
  expect(t.gather(f(10, 4), ids).shape).toEqual([2, 3, 4])
  expect(t.sum(x, { axes: [-1], keepDims: true }).shape).toEqual(['batch', 6, 1])
})

it('does not mix types', () => {
  // @ts-expect-error a float and an integer
  expect(() => t.add(f(2, 3), ids)).toThrow('Add: cannot mix float32 and int64.')
  // @ts-expect-error an integer has no logarithm
  t.log(ids)
  // @ts-expect-error a float is no index
  t.gather(f(2, 3), f(2))
  // @ts-expect-error a condition is boolean
  t.where(f(2, 3), f(2, 3), 0)
  // @ts-expect-error a loss is a float
  expect(() => t.gradients(ids, [f(2)])).toThrow('the loss must be a scalar')
  const sum: t.Tensor<'int64'> = t.add(ids, 1)
  expect(sum.dtype).toBe('int64')
})
