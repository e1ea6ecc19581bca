import type { ObjectiveExample } from '../../../src/learn/probe.ts'

/** One target row as plain numbers, everything the published formulas speak of. */
export interface Row {
  readonly logp: number
  readonly entropy: number
  readonly choices: number
  readonly ratio: number
  readonly anchorKl: number
  /** ln of the reference's probability less ln π, of the token. */
  readonly referenceLogRatio: number
  /** π / π_behaviour of the detached policy. */
  readonly detachedRatio: number
  readonly advantage: number
  readonly pull: number
}

function rowOf(example: ObjectiveExample, t: number): Row {
  const logits = example.logits[t]!
  const allowed = example.allowed[t] ?? [...logits.keys()]
  const largest = Math.max(...allowed.map((id) => logits[id]!))
  const total = allowed.reduce((sum, id) => sum + Math.exp(logits[id]! - largest), 0)
  const ln = (id: number) => logits[id]! - largest - Math.log(total)
  const expectation = (value: (id: number) => number) =>
    allowed.reduce((sum, id) => sum + Math.exp(ln(id)) * value(id), 0)
  const logp = ln(example.chosen[t]!)
  return {
    logp,
    entropy: expectation((id) => -ln(id)),
    choices: allowed.length,
    ratio: Math.exp(logp - example.behaviourLogp[t]!),
    anchorKl: expectation((id) => ln(id) - example.anchorLogProbabilities[t]![id]!),
    referenceLogRatio: example.referenceLogp[t]! - logp,
    detachedRatio: Math.exp(example.detachedLogp[t]! - example.behaviourLogp[t]!),
    advantage: example.advantage[t]!,
    pull: example.pull?.[t] ?? 1,
  }
}

/** Σ weight · gain / divisor over the rows. */
export function weighted(example: ObjectiveExample, divisor: number, gain: (row: Row) => number): number {
  return example.weight.reduce((sum, weight, t) => sum + weight * gain(rowOf(example, t)), 0) / divisor
}

export const tokenMean = (example: ObjectiveExample, value: (row: Row) => number) =>
  weighted(example, example.tokenWeight, value)

export const reinforceLoss = (example: ObjectiveExample, bonus: number) =>
  -weighted(example, example.turnWeight, ({ advantage, logp, entropy }) => advantage * logp + bonus * entropy)

export const ppoGain = ({ ratio, advantage }: Row, low: number, high: number) =>
  advantage >= 0 ? advantage * Math.min(ratio, 1 + high) : advantage * Math.max(ratio, 1 - low)

export const ppoLoss = (
  example: ObjectiveExample,
  bonus: number,
  low: number,
  high: number,
  divisor: number,
) => -weighted(example, divisor, (row) => ppoGain(row, low, high) + bonus * row.entropy)

export const mirrorDescentLoss = (example: ObjectiveExample, alpha: number, stepSize: number) =>
  -weighted(
    example,
    example.turnWeight,
    ({ ratio, advantage, choices, entropy, anchorKl }) =>
      ratio * advantage - alpha * (Math.log(choices) - entropy) - anchorKl / stepSize,
  )

/** Differentiates by central differences, in double precision. */
export function finiteDifferences(
  example: ObjectiveExample,
  loss: (example: ObjectiveExample) => number,
  step = 1e-5,
): number[][] {
  return example.logits.map((row, t) =>
    row.map((value, id) => {
      const at = (logit: number) => loss({ ...example, logits: example.logits.with(t, row.with(id, logit)) })
      return (at(value + step) - at(value - step)) / (2 * step)
    }),
  )
}
