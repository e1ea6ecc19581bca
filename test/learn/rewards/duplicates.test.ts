import { fc, test } from '@fast-check/vitest'
import { averageLinkage, bleu, duplicateShares } from 'coevo/learn'
import { describe, expect } from 'vitest'

const words = fc.array(fc.constantFrom('1', '2', '+', '='), { minLength: 1, maxLength: 8 })
const text = words.map((drawn) => drawn.join(' '))

describe('BLEU', () => {
  test('the example of its paper: a word counts no more often than in the reference', () => {
    const found = bleu('the the the the the the the', 'the cat is on the mat', { order: 1 })
    expect(found).toBeCloseTo(2 / 7, 12)
  })

  test('worked by hand: precisions 4/5, 3/4, 2/3, 1/2, and a candidate that is too short', () => {
    expect(bleu('1 2 + 3 4', '1 2 + 3 5')).toBeCloseTo((0.8 * 0.75 * (2 / 3) * 0.5) ** 0.25, 12)
    expect(bleu('1 2 + 3', '1 2 + 3 5 6')).toBeCloseTo(Math.exp(1 - 6 / 4), 12)
    expect(bleu('1 2', '1 1 2 2', { order: 1 })).toBeCloseTo(Math.exp(-1), 12)
    expect(bleu('1 2', '3 4')).toBe(0)
    expect(bleu('', '3 4')).toBe(0)
    expect(bleu('1 2', '1 2')).toBeCloseTo(0.1 ** 0.5, 12)
  })

  test.prop([text, text])('lies in [0, 1], and is 1 for equal texts of four words and more', (a, b) => {
    expect(bleu(a, b)).toBeGreaterThanOrEqual(0)
    expect(bleu(a, b)).toBeLessThanOrEqual(1 + 1e-12)
    if (a.split(' ').length >= 4) expect(bleu(a, a)).toBeCloseTo(1, 12)
  })
})

/** The definition: join the two clusters whose members are the least apart in the mean, from the start each time. */
function naive(distances: readonly (readonly number[])[], cut: number): number[][] {
  let clusters = distances.map((_, i) => [i])
  for (;;) {
    const pairs = clusters.flatMap((a, i) => clusters.slice(i + 1).map((b) => [a, b] as const))
    const apart = ([a, b]: readonly [number[], number[]]) =>
      a.flatMap((i) => b.map((j) => distances[i]![j]!)).reduce((x, y) => x + y, 0) / (a.length * b.length)
    const nearest = pairs.toSorted((x, y) => apart(x) - apart(y))[0]
    if (nearest === undefined || apart(nearest) >= cut) return clusters
    clusters = [...clusters.filter((each) => !nearest.includes(each)), nearest.flat()]
  }
}

describe('average linkage', () => {
  const points = fc.uniqueArray(
    fc.integer({ min: 0, max: 1e6 }).map((n) => n / 1e6),
    { maxLength: 9, size: 'max' },
  )

  const cuts = fc.integer({ min: 1, max: 100 }).map((n) => n / 100)

  test.prop([points, cuts])('is what it is defined to be', (drawn, cut) => {
    const distances = drawn.map((a) => drawn.map((b) => Math.abs(a - b)))
    const plain = (clusters: number[][]) =>
      clusters.map((each) => each.toSorted((a, b) => a - b).join()).toSorted()
    expect(plain(averageLinkage(distances, cut))).toEqual(plain(naive(distances, cut)))
  })

  test('clusters that are exactly the cut apart stay apart', () => {
    const distances = [
      [0, 0.5],
      [0.5, 0],
    ]
    expect(averageLinkage(distances, 0.5)).toEqual([[0], [1]])
    expect(averageLinkage(distances, 0.51)).toEqual([[0, 1]])
  })
})

describe('the share of duplicates', () => {
  test('questions asked twice are one cluster, however short they are', () => {
    expect(duplicateShares(['1', '2 + 2', '1', '1 2 + 3 4', '1 2 + 3 5'])).toEqual([0.4, 0.2, 0.4, 0.4, 0.4])
    expect(duplicateShares([])).toEqual([])
  })

  test.prop([fc.array(text, { minLength: 1, maxLength: 8 })])(
    'equal texts are in one cluster, and every member of a cluster has the share of all',
    (texts) => {
      const shares = duplicateShares(texts)
      for (const [i, share] of shares.entries()) {
        const equal = texts.filter((other) => other === texts[i]).length
        expect(share).toBeGreaterThanOrEqual(equal / texts.length - 1e-12)
        expect(share).toBeLessThanOrEqual(1)
      }
      const clusters = shares.reduce((sum, share) => sum + 1 / (share * texts.length), 0)
      expect(clusters).toBeCloseTo(Math.round(clusters), 9)
    },
  )
})
