/** A chosen token and ln of its probability when it was chosen. */
export interface Choice {
  readonly token: number
  readonly logprob: number
}

/**
 * Chooses a token from the logits at `offset`, `size` of them, among `allowed` or all.
 *
 * Temperature 0 takes the largest logit, the first of equals, with probability 1 and without a draw. Else
 * one number uniform on [0, 1) is drawn.
 */
export function choose(
  logits: Float32Array,
  offset: number,
  size: number,
  allowed: readonly number[] | null,
  temperature: number,
  draw: () => number,
): Choice {
  const count = gather(logits, offset, size, allowed)
  const best = argmax(count)
  const top = gathered[best]!
  if (temperature === 0) return { token: allowed?.[best] ?? best, logprob: 0 }
  let total = 0
  for (let i = 0; i < count; i++) {
    const weight = Math.exp((gathered[i]! - top) / temperature)
    weights[i] = weight
    total += weight
  }
  let rest = draw() * total
  let chosen = best
  for (let i = 0; i < count; i++) {
    rest -= weights[i]!
    if (rest < 0) {
      chosen = i
      break
    }
  }
  const logprob = Math.min(0, (gathered[chosen]! - top) / temperature - Math.log(total))
  return { token: allowed?.[chosen] ?? chosen, logprob }
}

/** Returns ln of a token's probability at temperature 1 among `allowed` or all. */
export function logProbability(
  logits: Float32Array,
  offset: number,
  size: number,
  allowed: readonly number[] | null,
  token: number,
): number {
  const count = gather(logits, offset, size, allowed)
  const top = gathered[argmax(count)]!
  let total = 0
  for (let i = 0; i < count; i++) total += Math.exp(gathered[i]! - top)
  return Math.min(0, logits[offset + token]! - top - Math.log(total))
}

// Working space: nothing pauses while it is in use.
let gathered = new Float64Array(256)
let weights = new Float64Array(256)

/** Brings the logits that count together, and returns how many they are. */
function gather(
  logits: Float32Array,
  offset: number,
  size: number,
  allowed: readonly number[] | null,
): number {
  const count = allowed === null ? size : allowed.length
  if (count > gathered.length) {
    gathered = new Float64Array(2 * count)
    weights = new Float64Array(2 * count)
  }
  if (allowed === null) for (let i = 0; i < count; i++) gathered[i] = logits[offset + i]!
  else for (let i = 0; i < count; i++) gathered[i] = logits[offset + allowed[i]!]!
  return count
}

function argmax(count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if (gathered[i]! > gathered[best]!) best = i
  return best
}
