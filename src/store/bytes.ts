/** Collects bytes: whole numbers as LEB128 (seven bits a byte, lowest first), reals as float64. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #view = new DataView(this.#bytes.buffer)
  /** How many bytes were written. */
  length = 0

  /** value: 0 … 2³² − 1. */
  natural(value: number): void {
    this.#reserve(5)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.length++] = rest
  }

  naturals(values: readonly number[]): void {
    for (const value of values) this.natural(value)
  }

  reals(values: readonly number[]): void {
    this.#reserve(8 * values.length)
    for (const value of values) {
      this.#view.setFloat64(this.length, value, true)
      this.length += 8
    }
  }

  /** Returns a view of what was written from one place to another; complete once writing has ended. */
  slice(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, to)
  }

  #reserve(count: number): void {
    if (this.length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.length + count))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

/** Reads all whole numbers that `naturals` wrote. */
export function readNaturals(bytes: Uint8Array): number[] {
  const values: number[] = []
  let value = 0
  let shift = 0
  for (const byte of bytes) {
    value += (byte & 0x7f) * 2 ** shift
    shift += 7
    if (byte > 0x7f) continue
    values.push(value)
    value = 0
    shift = 0
  }
  return values
}

/** Reads all reals that `reals` wrote. */
export function readReals(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true))
}
