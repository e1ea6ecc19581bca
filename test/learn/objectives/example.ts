import { fc } from '@fast-check/vitest'
import type { ObjectiveExample } from '../../../src/learn/probe.ts'

export const targets = 5
export const vocabularySize = 6

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(Math.fround)
const ids = fc.uniqueArray(fc.nat({ max: vocabularySize - 1 }), { minLength: 2, maxLength: 5 })

const row = fc
  .record({
    logits: fc.array(real(-2, 2), { minLength: vocabularySize, maxLength: vocabularySize }),
    allowed: fc.option(ids),
    choice: fc.nat(),
    /** ln ρ: inside, on no bound of, and beyond the clip range. */
    logRatio: fc.constantFrom(-1, -0.4, -0.1, 0, 0.1, 0.4, 1),
    anchor: fc.array(real(-2, 2), { minLength: vocabularySize, maxLength: vocabularySize }),
    advantage: fc.oneof(fc.constantFrom(-1, 0, 1), real(-3, 3)),
    weight: fc.constantFrom(0.25, 1, 7),
  })
  .map(({ logits, allowed, choice, logRatio, anchor, advantage, weight }) => {
    const open = allowed ?? [...logits.keys()]
    const chosen = open[choice % open.length]!
    const anchorLogProbabilities = logSoftmax(anchor, open)
    const behaviourLogp = Math.fround(logSoftmax(logits, open)[chosen]! - logRatio)
    return { logits, allowed, chosen, behaviourLogp, anchorLogProbabilities, advantage, weight }
  })

/** Ln-probabilities over the allowed ids, −1e9 elsewhere. */
export function logSoftmax(logits: readonly number[], allowed: readonly number[]): number[] {
  const total = Math.log(allowed.reduce((sum, id) => sum + Math.exp(logits[id]!), 0))
  return logits.map((logit, id) => (allowed.includes(id) ? Math.fround(logit - total) : -1e9))
}

export const examples: fc.Arbitrary<ObjectiveExample> = fc
  .tuple(fc.array(row, { minLength: targets, maxLength: targets }), fc.constantFrom(1, 3, 40))
  .map(([rows, turnWeight]) => ({
    logits: rows.map(({ logits }) => logits),
    chosen: rows.map(({ chosen }) => chosen),
    allowed: rows.map(({ allowed }) => allowed),
    behaviourLogp: rows.map(({ behaviourLogp }) => behaviourLogp),
    anchorLogProbabilities: rows.map(({ anchorLogProbabilities }) => anchorLogProbabilities),
    advantage: rows.map(({ advantage }) => advantage),
    weight: rows.map(({ weight }) => weight),
    turnWeight,
  }))
