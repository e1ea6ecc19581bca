import type { Random } from '../core/index.ts'

/** A chosen token and ln of its probability when it was chosen. */
export interface Choice {
  readonly token: number
  readonly logprob: number
}

/**
 * Chooses a token from the logits at `offset`, `size` of them, among `allowed` or all.
 *
 * Temperature 0 takes the largest logit, the first of equals, with probability 1 and without a draw. Else
 * one number is drawn.
 */
export function choose(
  logits: Float32Array,
  offset: number,
  size: number,
  allowed: readonly number[] | null,
  temperature: number,
  random: Random,
): Choice {
  const count = allowed === null ? size : allowed.length
  const tokenAt = (i: number) => (allowed === null ? i : allowed[i]!)
  const best = argmax(logits, offset, count, allowed)
  if (temperature === 0) return { token: tokenAt(best), logprob: 0 }
  const top = logits[offset + tokenAt(best)]!
  const weights = scratch(count)
  let total = 0
  for (let i = 0; i < count; i++) {
    const weight = Math.exp((logits[offset + tokenAt(i)]! - top) / temperature)
    weights[i] = weight
    total += weight
  }
  let rest = random.uniform() * total
  let chosen = best
  for (let i = 0; i < count; i++) {
    rest -= weights[i]!
    if (rest < 0) {
      chosen = i
      break
    }
  }
  const token = tokenAt(chosen)
  return { token, logprob: Math.min(0, (logits[offset + token]! - top) / temperature - Math.log(total)) }
}

/** Returns ln of a token's probability at temperature 1 among `allowed` or all. */
export function logProbability(
  logits: Float32Array,
  offset: number,
  size: number,
  allowed: readonly number[] | null,
  token: number,
): number {
  const count = allowed === null ? size : allowed.length
  const best = argmax(logits, offset, count, allowed)
  const top = logits[offset + (allowed === null ? best : allowed[best]!)]!
  let total = 0
  for (let i = 0; i < count; i++)
    total += Math.exp(logits[offset + (allowed === null ? i : allowed[i]!)]! - top)
  return Math.min(0, logits[offset + token]! - top - Math.log(total))
}

function argmax(
  logits: Float32Array,
  offset: number,
  count: number,
  allowed: readonly number[] | null,
): number {
  let best = 0
  let top = -Infinity
  for (let i = 0; i < count; i++) {
    const value = logits[offset + (allowed === null ? i : allowed[i]!)]!
    if (value > top) {
      top = value
      best = i
    }
  }
  return best
}

let shared = new Float64Array(1024)

/** Working space for one call; a choice is made without a pause. */
function scratch(size: number): Float64Array {
  if (shared.length < size) shared = new Float64Array(2 * size)
  return shared
}
