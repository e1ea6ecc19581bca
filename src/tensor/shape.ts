import { ShapeError } from './error.ts'

/** A dimension: a size, or the name of one that is known only when the graph runs ('batch'). */
export type Dim = number | string
export type Shape = readonly Dim[]

/** Tells whether two shapes are the same, symbolic dimensions by name. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i])
}

/** Returns the shape that the operands of `operator` broadcast to by NumPy's rules. */
export function broadcastShape(operator: string, ...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, axis) => {
    let result: Dim = 1
    for (const shape of shapes) {
      const dim = shape[shape.length - rank + axis] ?? 1
      if (dim === 1 || dim === result) continue
      if (result !== 1) throw new ShapeError(operator, shapes, 'do not broadcast')
      result = dim
    }
    return result
  })
}

/** Returns an axis counted from the front. @throws ShapeError when the shape has no such axis. */
export function axisOf(operator: string, shape: Shape, axis: number): number {
  const index = axis < 0 ? axis + shape.length : axis
  if (!Number.isInteger(index) || index < 0 || index >= shape.length)
    throw new ShapeError(operator, [shape], `have no axis ${axis}`)
  return index
}

/** Returns the sizes of a shape without symbolic dimensions. */
export function staticShape(operator: string, shape: Shape): readonly number[] {
  if (shape.some((dim) => typeof dim === 'string'))
    throw new ShapeError(operator, [shape], 'must not have symbolic dimensions here')
  return shape as readonly number[]
}

/** Returns how many elements a static shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1)
}

/** Returns a size, or throws when the dimension is symbolic. */
export function staticDim(operator: string, shape: Shape, axis: number): number {
  const dim = shape[axisOf(operator, shape, axis)]!
  if (typeof dim === 'string') throw new ShapeError(operator, [shape], `need a static axis ${axis}`)
  return dim
}
