import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** What a stream may be named after: a run's seed, a purpose, a session, a role, a turn. */
export type StreamName = string | number

/** A stream of random numbers with a name of its own. Drawing from it changes it and nothing else. */
export interface Random {
  /** Draws a number uniform on [0, 1), with 53 random bits. */
  uniform(): number
  /** Draws an integer uniform on 0 … n − 1, without modulo bias. n: 1 … 2³². */
  int(n: number): number
  /** Draws an index with the given probabilities. They must be non-negative; they are normalised. */
  categorical(probabilities: ArrayLike<number>): number
}

/**
 * Opens the random stream with this name.
 *
 * The same name gives the same numbers on every machine; different names give independent streams,
 * so that what one request draws depends neither on its neighbours nor on the order of work.
 *
 * @example stream(seed, 'session', 12, 'player-0', 'turn', 3).uniform()
 */
export function stream(...name: readonly StreamName[]): Random {
  const generator = xoroshiro128plusFromState(hash128(name))
  const bits = () => generator.next() >>> 0
  const uniform = () => ((bits() >>> 5) * 0x4000000 + (bits() >>> 6)) / 0x20000000000000
  return {
    uniform,
    int(n) {
      for (;;) {
        const draw = bits()
        const rest = draw % n
        // Whole blocks of n numbers only: the last block of 2³² may lack some.
        if (draw - rest <= 0x100000000 - n) return rest
      }
    },
    categorical: (probabilities) => categorical(probabilities, uniform()),
  }
}

/** Returns the index at which the cumulated probabilities first exceed u of their sum. u: [0, 1). */
export function categorical(probabilities: ArrayLike<number>, u: number): number {
  let total = 0
  for (let i = 0; i < probabilities.length; i++) total += probabilities[i]!
  let rest = u * total
  let last = 0
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!
    if (p <= 0) continue
    if (rest < p) return i
    rest -= p
    last = i
  }
  return last
}

/**
 * Hashes a name to 128 bits: four multiply–rotate lanes over the UTF-16 units of its parts, finished
 * with MurmurHash3's avalanche. Parts are separated and typed, so ('a', 'b') is not ('ab'), 1 not '1'.
 */
function hash128(name: readonly StreamName[]): [number, number, number, number] {
  let a = 0x9e3779b9
  let b = 0x243f6a88
  let c = 0xb7e15162
  let d = 0xdeadbeef
  const mix = (unit: number) => {
    a = Math.imul(b ^ unit, 0xcc9e2d51)
    b = Math.imul(((c << 13) | (c >>> 19)) ^ unit, 0x1b873593)
    c = Math.imul(((d << 15) | (d >>> 17)) ^ unit, 0xe6546b64)
    d = (Math.imul(a ^ ((d << 5) | (d >>> 27)), 0x85ebca6b) + unit) | 0
  }
  for (const part of name) {
    const text = typeof part === 'number' ? `#${part}` : `$${part}`
    for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i))
    mix(0x10000 + text.length)
  }
  for (let i = 0; i < 8; i++) mix(i)
  const state: [number, number, number, number] = [
    avalanche(a ^ c),
    avalanche(b ^ d),
    avalanche(c + b),
    avalanche(d + a),
  ]
  if ((state[0] | state[1] | state[2] | state[3]) === 0) state[0] = 1
  return state
}

function avalanche(x: number): number {
  let h = x | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}
