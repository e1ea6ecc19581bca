import { fc, test } from '@fast-check/vitest'
import { dpo, gspo, ipo, stepDpo, topr } from 'coevo/learn'
import { describe, expect } from 'vitest'
import { exampleItems, exampleOfItems, type ExampleItem } from '../../../src/learn/example-items.ts'
import { exampleRows, type ExampleRow } from '../../../src/learn/example-rows.ts'
import { probeObjective } from '../../../src/learn/probe.ts'

const count = 3
const vocabularySize = 5
const [filling] = fc.sample(exampleRows(vocabularySize), { numRuns: 1, seed: 2 }) as [ExampleRow]
const drawn = (unit: 'turn' | 'pair') =>
  fc.array(exampleItems(unit, vocabularySize), { minLength: count, maxLength: count })

/** Sums over the rows of a turn. */
function turnOf(rows: readonly ExampleRow[]) {
  const total = (value: (row: ExampleRow) => number) => rows.reduce((sum, row) => sum + value(row), 0)
  const logp = total(({ logits, allowed, chosen }) => {
    const open = allowed ?? [...logits.keys()]
    return logits[chosen]! - Math.log(open.reduce((sum, id) => sum + Math.exp(logits[id]!), 0))
  })
  return {
    logp,
    behaviour: total(({ behaviourLogp }) => behaviourLogp),
    reference: total(({ referenceLogProbabilities, chosen }) => referenceLogProbabilities[chosen]!),
    length: rows.length,
  }
}

const pairOf = ({ rows, won }: ExampleItem) => ({
  winner: turnOf(rows.slice(0, won)),
  loser: turnOf(rows.slice(won)),
})

function gapOf(item: ExampleItem): number {
  const { winner, loser } = pairOf(item)
  return winner.logp - winner.reference - (loser.logp - loser.reference)
}

/** The weighted mean over items. */
function mean(items: readonly ExampleItem[], value: (item: ExampleItem) => number): number {
  const weight = items.reduce((sum, each) => sum + each.weight, 0)
  return items.reduce((sum, each) => sum + each.weight * value(each), 0) / weight
}

function example(unit: 'turn' | 'pair', items: readonly ExampleItem[]) {
  const weight = items.reduce((sum, each) => sum + each.weight, 0)
  const tokenWeight = items.reduce((sum, each) => sum + each.weight * each.rows.length, 0)
  return exampleOfItems(unit, items, filling, { tokenWeight, turnWeight: weight, pairWeight: weight })
}

const near = (found: number, expected: number) =>
  expect(Math.abs(found - expected)).toBeLessThan(2e-4 * (1 + Math.abs(expected)))

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

describe('losses over turns and pairs against their formulas', async () => {
  const turns = { segments: count }
  const pairs = { segments: 2 * count, pairs: count }
  const gspoProbe = await probeObjective(
    gspo({ clipLow: 0.1, clipHigh: 0.3 }),
    3 * count,
    vocabularySize,
    turns,
  )
  const toprProbe = await probeObjective(topr(), 3 * count, vocabularySize, turns)
  const dpoProbe = await probeObjective(dpo({ labelSmoothing: 0.2 }), 6 * count, vocabularySize, pairs)
  const ipoProbe = await probeObjective(ipo(), 6 * count, vocabularySize, pairs)
  const wholeIpoProbe = await probeObjective(ipo({ over: 'sum' }), 6 * count, vocabularySize, pairs)

  test.prop([drawn('turn')])('GSPO: one ratio a turn, the geometric mean of its tokens', async (items) => {
    const found = await gspoProbe(example('turn', items), { entropyBonus: 0 })
    const ratio = ({ rows }: ExampleItem) => {
      const { logp, behaviour, length } = turnOf(rows)
      return Math.exp((logp - behaviour) / length)
    }
    const gain = (item: ExampleItem) =>
      item.advantage >= 0
        ? item.advantage * Math.min(ratio(item), 1.3)
        : item.advantage * Math.max(ratio(item), 0.9)
    near(found.loss, -mean(items, gain))
    const clipped = (item: ExampleItem) => gain(item) < ratio(item) * item.advantage
    // Where an advantage is next to nothing, single precision does not see the clip.
    if (items.every(({ advantage }) => advantage === 0 || Math.abs(advantage) > 1e-6))
      near(
        found.metrics.clipFraction,
        mean(items, (item) => (clipped(item) ? 1 : 0)),
      )
  })

  test.prop([drawn('turn')])('TOPR: what was wrong counts by its ratio, at most once', async (items) => {
    const found = await toprProbe(example('turn', items), {})
    const weight = ({ rows, advantage }: ExampleItem) => {
      const { logp, behaviour } = turnOf(rows)
      return advantage >= 0 ? 1 : Math.min(1, Math.exp(logp - behaviour))
    }
    near(found.loss, -mean(items, (item) => weight(item) * item.advantage * turnOf(item.rows).logp))
    near(
      found.metrics.negativeWeight,
      mean(items, (item) => (item.advantage < 0 ? weight(item) : 0)),
    )
    // Only the ln-probability is trained: the gradient of a row is that of its turn's coefficient.
    for (const [at, item] of items.entries()) {
      const coefficient =
        (item.weight * weight(item) * item.advantage) / items.reduce((sum, each) => sum + each.weight, 0)
      const [row] = item.rows
      const open = row!.allowed ?? [...row!.logits.keys()]
      const total = open.reduce((sum, id) => sum + Math.exp(row!.logits[id]!), 0)
      for (const id of open) {
        const indicator = id === row!.chosen ? 1 : 0
        near(found.gradient[3 * at]![id]!, -coefficient * (indicator - Math.exp(row!.logits[id]!) / total))
      }
    }
  })

  test.prop([drawn('pair'), fc.constantFrom(0.1, 2), fc.constantFrom(0, 0.5)])(
    'DPO, smoothed and with imitation',
    async (items, beta, sftCoefficient) => {
      const found = await dpoProbe(example('pair', items), { beta, sftCoefficient })
      near(
        found.loss,
        mean(items, (item) => {
          const margin = beta * gapOf(item)
          const { winner } = pairOf(item)
          const imitation = (sftCoefficient * winner.logp) / winner.length
          return -0.8 * Math.log(sigmoid(margin)) - 0.2 * Math.log(sigmoid(-margin)) - imitation
        }),
      )
      near(
        found.metrics.margin,
        mean(items, (item) => beta * gapOf(item)),
      )
      // A gap of 0 may come out as a little more or less.
      if (items.every((item) => Math.abs(gapOf(item)) > 1e-5))
        near(
          found.metrics.accuracy,
          mean(items, (item) => (gapOf(item) > 0 ? 1 : 0)),
        )
      near(
        found.metrics.winnerLogRatio - found.metrics.loserLogRatio,
        mean(items, (item) => gapOf(item)),
      )
    },
  )

  test.prop([drawn('pair'), fc.constantFrom(0.1, 2)])(
    'IPO compares means per token, or sums',
    async (items, tau) => {
      const meanGap = (item: ExampleItem) => {
        const { winner, loser } = pairOf(item)
        return (
          (winner.logp - winner.reference) / winner.length - (loser.logp - loser.reference) / loser.length
        )
      }
      for (const [probe, gap] of [
        [ipoProbe, meanGap],
        [wholeIpoProbe, gapOf],
      ] as const) {
        const found = await probe(example('pair', items), { tau })
        near(
          found.loss,
          mean(items, (item) => (gap(item) - 1 / (2 * tau)) ** 2),
        )
        near(found.metrics.margin, mean(items, gap))
      }
    },
  )

  test.prop([drawn('turn'), fc.constantFrom(0.1, 1)])(
    'GSPO’s entropy bonus is a mean over the tokens of a turn, as its ratio is',
    async (items, entropyBonus) => {
      const plain = await gspoProbe(example('turn', items), { entropyBonus: 0 })
      const rewarded = await gspoProbe(example('turn', items), { entropyBonus })
      const entropyOf = ({ rows }: ExampleItem) => {
        const entropies = rows.map(({ logits, allowed }) => {
          const open = allowed ?? [...logits.keys()]
          const total = open.reduce((sum, id) => sum + Math.exp(logits[id]!), 0)
          return open.reduce((sum, id) => {
            const p = Math.exp(logits[id]!) / total
            return sum - (p > 0 ? p * Math.log(p) : 0)
          }, 0)
        })
        return entropies.reduce((a, b) => a + b, 0) / rows.length
      }
      near(rewarded.loss - plain.loss, -entropyBonus * mean(items, entropyOf))
    },
  )

  test('Step-DPO is DPO with a β of its own', () => {
    expect(stepDpo().scalars).toEqual({ beta: 0.4, sftCoefficient: 0 })
    expect(stepDpo({ beta: 0.5 }).scalars.beta).toBe(0.5)
    expect(stepDpo().name).toBe('step-dpo')
  })

  test('options out of range are refused by name', () => {
    expect(() => gspo({ clipLow: 0 })).toThrow('gspo: clipLow is 0')
    expect(() => gspo({ clipHigh: -1 })).toThrow('gspo: clipHigh is -1')
    expect(() => topr({ limit: 0 })).toThrow('topr: limit is 0')
    expect(() => dpo({ labelSmoothing: 0.5 })).toThrow('dpo: labelSmoothing is 0.5')
  })
})
