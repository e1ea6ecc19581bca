import type { Outlook } from './session.ts'

/** A chosen token and ln of its probability when it was chosen. */
export interface Choice {
  readonly token: number
  readonly logprob: number
}

/**
 * Chooses the next token among `allowed` or all.
 *
 * Temperature 0 takes the largest logit, the first of equals, with probability 1 and without a draw. Else
 * one number uniform on [0, 1) is drawn.
 */
export function choose(
  outlook: Outlook,
  allowed: readonly number[] | null,
  temperature: number,
  draw: () => number,
): Choice {
  if (allowed === null && temperature === 1) return chooseAny(outlook, draw)
  const count = gather(outlook, allowed)
  const best = argmax(count)
  const top = finite(gathered[best]!)
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
  const logprob = Math.min(0, finite((gathered[chosen]! - top) / temperature - Math.log(total)))
  return { token: allowed?.[chosen] ?? chosen, logprob }
}

/** Chooses among all by the network's own probabilities, which saves as many exponentials. */
function chooseAny(outlook: Outlook, draw: () => number): Choice {
  const start = outlook.length / 2
  let total = 0
  for (let i = start; i < outlook.length; i++) total += outlook[i]!
  let rest = draw() * total
  let last = start
  for (let i = start; i < outlook.length; i++) {
    const probability = outlook[i]!
    if (probability === 0) continue
    last = i
    rest -= probability
    if (rest < 0) break
  }
  return { token: last - start, logprob: Math.min(0, finite(Math.log(outlook[last]! / total))) }
}

/** Returns ln of a token's probability at temperature 1 among `allowed` or all. */
export function logProbability(outlook: Outlook, allowed: readonly number[] | null, token: number): number {
  const count = gather(outlook, allowed)
  const top = gathered[argmax(count)]!
  let total = 0
  for (let i = 0; i < count; i++) total += Math.exp(gathered[i]! - top)
  return Math.min(0, finite(outlook[token]! - top - Math.log(total)))
}

/** What is thrown where a network's numbers are none; it crosses threads as this text. */
export const NOT_FINITE = 'the network computes numbers that are not finite'

function finite(value: number): number {
  if (Number.isFinite(value)) return value
  throw new RangeError(NOT_FINITE)
}

// Working space: nothing pauses while it is in use.
let gathered = new Float64Array(256)
let weights = new Float64Array(256)

/** Brings the logits that count together, and returns how many they are. */
function gather(outlook: Outlook, allowed: readonly number[] | null): number {
  const count = allowed?.length ?? outlook.length / 2
  if (count > gathered.length) {
    gathered = new Float64Array(2 * count)
    weights = new Float64Array(2 * count)
  }
  if (allowed === null) for (let i = 0; i < count; i++) gathered[i] = outlook[i]!
  else for (let i = 0; i < count; i++) gathered[i] = outlook[allowed[i]!]!
  return count
}

function argmax(count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if (gathered[i]! > gathered[best]!) best = i
  return best
}
