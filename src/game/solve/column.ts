/** A column of numbers that grows at its end, in a typed array. */
export class Column<Values extends Int32Array | Float64Array> {
  length = 0
  /** The numbers, and room for more. */
  values: Values
  readonly #make: (length: number) => Values

  constructor(make: (length: number) => Values) {
    this.#make = make
    this.values = make(256)
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = this.#make(2 * this.length)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length++] = value
  }
}

/** Makes an empty column of whole numbers, −2³¹ … 2³¹ − 1. */
export const wholes = () => new Column((length) => new Int32Array(length))

/** Makes an empty column of numbers. */
export const reals = () => new Column((length) => new Float64Array(length))
