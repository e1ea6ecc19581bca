import type { Dim } from './shape.ts'

/** Shapes that an operator cannot take: a mistake of the code that builds a graph. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'

  constructor(operator: string, shapes: readonly (readonly Dim[])[], complaint: string) {
    super(`${operator}: shapes ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' and ')} ${complaint}.`)
  }
}
