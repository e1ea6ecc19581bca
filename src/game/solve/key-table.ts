/**
 * Numbers by key, as a Map would hold them, but quicker by half where keys are whole numbers: open addressing
 * in typed arrays. Texts are kept in a Map.
 *
 * Keys that are numbers: 0 … 2⁵³ − 1. Values: 0 … 2³¹ − 2.
 */
export class KeyTable {
  readonly #texts = new Map<string, number>()
  #size = 0
  #keys = new Float64Array(64)
  /** One more than the value; 0 where nothing is. */
  #values = new Int32Array(64)

  /** Returns the value of a key; −1 for one that is new. */
  get(key: number | string): number {
    if (typeof key === 'string') return this.#texts.get(key) ?? -1
    return this.#values[this.#placeOf(key)]! - 1
  }

  /** Gives a new key its value. */
  set(key: number | string, value: number): void {
    if (typeof key === 'string') {
      this.#texts.set(key, value)
      return
    }
    if (2 * ++this.#size > this.#keys.length) this.#grow()
    const place = this.#placeOf(key)
    this.#keys[place] = key
    this.#values[place] = value + 1
  }

  /** Finds where a key is, or is to be. */
  #placeOf(key: number): number {
    const mask = this.#keys.length - 1
    let place = hash(key) & mask
    while (this.#values[place] !== 0 && this.#keys[place] !== key) place = (place + 1) & mask
    return place
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values]
    this.#keys = new Float64Array(2 * keys.length)
    this.#values = new Int32Array(2 * keys.length)
    for (let i = 0; i < keys.length; i++) {
      if (values[i] === 0) continue
      const place = this.#placeOf(keys[i]!)
      this.#keys[place] = keys[i]!
      this.#values[place] = values[i]!
    }
  }
}

/** Mixes both halves of a whole number (the finish of MurmurHash3). */
function hash(key: number): number {
  let h = Math.imul(key >>> 0, 0x9e3779b1) ^ Math.imul((key / 0x100000000) >>> 0, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  return h ^ (h >>> 13)
}
