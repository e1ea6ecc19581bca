/** Rows of integers of one width, kept one after the other in memory that grows. */
export class Rows {
  readonly width: number
  #data: Int32Array
  count = 0

  constructor(width: number, capacity = 1024) {
    this.width = width
    this.#data = new Int32Array(width * capacity)
  }

  /** Adds a row at the end and returns its place. */
  push(row: Int32Array): number {
    const at = this.count++
    if (this.#data.length < this.count * this.width) this.#data = grown(this.#data)
    this.#data.set(row, at * this.width)
    return at
  }

  /** Copies a row. */
  read(at: number, into: Int32Array): void {
    const { width } = this
    const from = at * width
    for (let i = 0; i < width; i++) into[i] = this.#data[from + i]!
  }

  /** True where a row equals this one. */
  equals(at: number, row: Int32Array): boolean {
    const { width } = this
    const from = at * width
    for (let i = 0; i < width; i++) if (this.#data[from + i] !== row[i]) return false
    return true
  }
}

/** Rows of which each is kept once: an exact set, compared by content and not by hash. */
export class RowSet {
  readonly rows: Rows
  /** By hash: one more than the place of a row; 0 for none. At most half full. */
  #table = new Int32Array(4096)

  constructor(width: number) {
    this.rows = new Rows(width)
  }

  /** Returns the place of a row; one that is new is added, and its place given as −1 − place. */
  add(row: Int32Array): number {
    const mask = this.#table.length - 1
    let slot = hash(row) & mask
    for (let entry = this.#table[slot]!; entry !== 0; entry = this.#table[slot]!) {
      if (this.rows.equals(entry - 1, row)) return entry - 1
      slot = (slot + 1) & mask
    }
    const at = this.rows.push(row)
    this.#table[slot] = at + 1
    if (this.rows.count * 2 > this.#table.length) this.#rehash()
    return -1 - at
  }

  /** Returns the place of a row; −1 where it is not there. */
  find(row: Int32Array): number {
    const mask = this.#table.length - 1
    let slot = hash(row) & mask
    for (let entry = this.#table[slot]!; entry !== 0; entry = this.#table[slot]!) {
      if (this.rows.equals(entry - 1, row)) return entry - 1
      slot = (slot + 1) & mask
    }
    return -1
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 4)
    const mask = table.length - 1
    const row = new Int32Array(this.rows.width)
    for (let at = 0; at < this.rows.count; at++) {
      this.rows.read(at, row)
      let slot = hash(row) & mask
      while (table[slot] !== 0) slot = (slot + 1) & mask
      table[slot] = at + 1
    }
    this.#table = table
  }
}

/** MurmurHash3's mixing over the numbers of a row. */
function hash(row: Int32Array): number {
  let h = row.length
  for (let i = 0; i < row.length; i++) {
    let k = Math.imul(row[i]!, 0xcc9e2d51)
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
    h ^= k
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Numbers in memory that grows. */
export class Numbers {
  #data = new Int32Array(1024)
  count = 0

  push(value: number): void {
    if (this.#data.length === this.count) this.#data = grown(this.#data)
    this.#data[this.count++] = value
  }

  at(place: number): number {
    return this.#data[place]!
  }

  set(place: number, value: number): void {
    this.#data[place] = value
  }
}

function grown(data: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(data.length * 2)
  larger.set(data)
  return larger
}
