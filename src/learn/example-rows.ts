import * as fc from 'fast-check'
import type { ObjectiveExample } from './probe.ts'

/** One target row as numbers. */
export interface ExampleRow {
  readonly logits: readonly number[]
  readonly allowed: readonly number[] | null
  readonly chosen: number
  readonly behaviourLogp: number
  readonly anchorLogProbabilities: readonly number[]
  readonly detachedLogp: number
  readonly referenceLogProbabilities: readonly number[]
  readonly advantage: number
  readonly pull: number
  readonly weight: number
}

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(Math.fround)

/** Draws rows over a vocabulary, with ratios inside the usual clip range and beyond it, but not at its edges. */
export function exampleRows(vocabularySize: number): fc.Arbitrary<ExampleRow> {
  const logits = fc.array(real(-2, 2), { minLength: vocabularySize, maxLength: vocabularySize })
  const ids = fc.uniqueArray(fc.nat({ max: vocabularySize - 1 }), { minLength: 2, maxLength: vocabularySize })
  return fc
    .record({
      logits,
      allowed: fc.option(ids),
      choice: fc.nat(),
      logRatio: fc.constantFrom(-1, -0.4, -0.1, 0, 0.1, 0.4, 1),
      anchor: logits,
      reference: logits,
      advantage: fc.oneof(fc.constantFrom(-1, 0, 1), real(-3, 3)),
      pull: fc.constantFrom(0, 1, 1, 2),
      weight: fc.constantFrom(0.25, 1, 7),
    })
    .map(({ logits, allowed, choice, logRatio, anchor, reference, advantage, pull, weight }) => {
      const open = allowed ?? [...logits.keys()]
      const chosen = open[choice % open.length]!
      const logp = logSoftmax(logits, open)[chosen]!
      return {
        logits,
        allowed,
        chosen,
        behaviourLogp: Math.fround(logp - logRatio),
        anchorLogProbabilities: logSoftmax(anchor, open),
        detachedLogp: logp,
        referenceLogProbabilities: logSoftmax(reference, open),
        advantage,
        pull,
        weight,
      }
    })
}

/** Lays rows out as an example. turnWeight: the weight of the turns they come from. */
export function exampleOf(rows: readonly ExampleRow[], turnWeight: number): ObjectiveExample {
  return {
    logits: rows.map(({ logits }) => logits),
    chosen: rows.map(({ chosen }) => chosen),
    allowed: rows.map(({ allowed }) => allowed),
    behaviourLogp: rows.map(({ behaviourLogp }) => behaviourLogp),
    anchorLogProbabilities: rows.map(({ anchorLogProbabilities }) => anchorLogProbabilities),
    detachedLogp: rows.map(({ detachedLogp }) => detachedLogp),
    referenceLogp: rows.map(({ referenceLogProbabilities, chosen }) => referenceLogProbabilities[chosen]!),
    referenceLogProbabilities: rows.map(({ referenceLogProbabilities }) => referenceLogProbabilities),
    advantage: rows.map(({ advantage }) => advantage),
    pull: rows.map(({ pull }) => pull),
    weight: rows.map(({ weight }) => weight),
    tokenWeight: rows.reduce((sum, { weight }) => sum + weight, 0),
    turnWeight,
  }
}

/** Ln-probabilities over the allowed ids, −1e9 elsewhere. */
function logSoftmax(logits: readonly number[], allowed: readonly number[]): number[] {
  const total = Math.log(allowed.reduce((sum, id) => sum + Math.exp(logits[id]!), 0))
  return logits.map((logit, id) => (allowed.includes(id) ? Math.fround(logit - total) : -1e9))
}
