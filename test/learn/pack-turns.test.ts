import { fc, test } from '@fast-check/vitest'
import {
  batch,
  batchShape,
  bucket,
  packPairs,
  packTurns,
  parts,
  type Part,
  type Turn,
  type WeightedPair,
  type WeightedTurn,
} from 'coevo/learn'
import { describe, expect } from 'vitest'
import {
  exampleTurns as turns,
  exampleVocabulary as vocabularySize,
} from '../../src/learn/example-episodes.ts'

const weight = fc.constantFrom(1, 0.5)
const weightedTurns: fc.Arbitrary<readonly WeightedTurn[]> = fc.array(
  fc.record({
    turn: turns(0),
    advantage: fc.constantFrom(-1, -0.5, 0, 0.25, 2),
    pull: fc.constantFrom(0, 1, 3),
    weight,
  }),
  { maxLength: 20 },
)
const weightedPairs: fc.Arbitrary<readonly WeightedPair[]> = fc
  .array(turns(0), { minLength: 1, maxLength: 8 })
  .chain((some) =>
    fc.array(fc.record({ winner: fc.constantFrom(...some), loser: fc.constantFrom(...some), weight }), {
      maxLength: 20,
    }),
  )

const decides = ({ allowed }: Turn) => allowed.some((ids) => ids?.length !== 1)

/** What a turn's decisions are: context, token and constraint. */
const decisions = (turn: Turn) =>
  turn.completion.flatMap((token, i) =>
    turn.allowed[i]?.length === 1
      ? []
      : [
          JSON.stringify([
            [...turn.prompt, ...turn.completion.slice(0, i)],
            token,
            turn.allowed[i],
            turn.logprobs[i],
          ]),
        ],
  )

/** A segment's decisions, read back from a part. */
function segmentDecisions({ sequences, targets, segments }: Part, place: number): string[] {
  const { first, count } = segments![place]!
  return targets
    .slice(first, first + count)
    .map(({ sequence, position, token, allowed, behaviourLogp }) =>
      JSON.stringify([sequences[sequence]!.slice(0, position + 1), token, allowed, behaviourLogp]),
    )
}

const turnTerms = (part: Part) =>
  part.segments!.map(({ advantage, pull, weight }, place) =>
    JSON.stringify([segmentDecisions(part, place), advantage, pull, weight]),
  )

const pairTerms = (part: Part) =>
  part.pairs!.map(({ winner, loser, weight }) =>
    JSON.stringify([segmentDecisions(part, winner), segmentDecisions(part, loser), weight]),
  )

/** A loss over turns that is homogeneous in the advantage for each sign. */
const term = (found: readonly string[], advantage: number, pull = 1) =>
  Math.min(advantage, 0.5 * advantage) * Math.sin(found.join().length) - pull * Math.cos(found.length)

describe('packing turns', () => {
  test.prop([weightedTurns])('keeps every sum over turns that is homogeneous in the advantage', (items) => {
    const packed = packTurns(items)
    const merged = packed.segments!.reduce(
      (sum, segment, place) =>
        sum + segment.weight * term(segmentDecisions(packed, place), segment.advantage, segment.pull),
      0,
    )
    const deciding = items.filter(({ turn }) => decides(turn))
    const separate = deciding.reduce(
      (sum, { turn, advantage, pull, weight }) => sum + weight * term(decisions(turn), advantage, pull),
      0,
    )
    expect(merged).toBeCloseTo(separate, 9)
    expect(packed.turns).toBe(deciding.length)
    expect(packed.turnWeight).toBeCloseTo(
      packed.segments!.reduce((sum, segment) => sum + segment.weight, 0),
      9,
    )
    expect(packed.tokenWeight).toBeCloseTo(
      packed.segments!.reduce((sum, segment) => sum + segment.weight * segment.count, 0),
      9,
    )
  })

  test.prop([weightedTurns])(
    'gives each turn and each sign of its advantage a segment of its own',
    (items) => {
      const { segments, targets } = packTurns(items)
      const deciding = items.filter(({ turn }) => decides(turn))
      const distinct = new Set(
        deciding.map(({ turn, advantage }) => JSON.stringify([{ ...turn, ply: 0 }, Math.sign(advantage)])),
      )
      expect(segments).toHaveLength(distinct.size)
      let next = 0
      for (const { first, count } of segments!) {
        expect(first).toBe(next)
        next += count
      }
      expect(next).toBe(targets.length)
    },
  )
})

describe('packing pairs', () => {
  test.prop([weightedPairs])('keeps every sum over pairs, and each turn once', (pairs) => {
    const packed = packPairs(pairs)
    const kept = pairs.filter(({ winner, loser }) => decides(winner) || decides(loser))
    const value = (winner: readonly string[], loser: readonly string[]) =>
      Math.sin(winner.join().length - 2 * loser.join().length)
    const merged = packed.pairs!.reduce(
      (sum, pair) =>
        sum +
        pair.weight * value(segmentDecisions(packed, pair.winner), segmentDecisions(packed, pair.loser)),
      0,
    )
    const separate = kept.reduce(
      (sum, { winner, loser, weight }) => sum + weight * value(decisions(winner), decisions(loser)),
      0,
    )
    expect(merged).toBeCloseTo(separate, 9)
    expect(packed.pairWeight).toBeCloseTo(
      kept.reduce((sum, { weight }) => sum + weight, 0),
      9,
    )
    const distinct = new Set(
      kept.flatMap(({ winner, loser }) => [winner, loser]).map((t) => JSON.stringify(t)),
    )
    expect(packed.segments).toHaveLength(distinct.size)
  })

  test('all pairs of a prompt read its attempts once', () => {
    const attempt = (token: number): Turn => ({
      ply: 0,
      prompt: [1, 2],
      completion: [token, 0],
      logprobs: [-1, -1],
      allowed: [null, null],
    })
    const [winners, losers] = [[attempt(3), attempt(4)], [5, 6, 7].map(attempt)]
    const packed = packPairs(
      winners.flatMap((winner) => losers.map((loser) => ({ winner, loser, weight: 1 }))),
    )
    expect(packed).toMatchObject({ turns: 5, tokens: 10, pairWeight: 6 })
    expect(packed.sequences).toHaveLength(5)
    expect(packed.pairs).toHaveLength(6)
  })
})

const limits = fc.record({
  tokens: fc.integer({ min: 1, max: 60 }),
  logits: fc.integer({ min: 1, max: 200 }),
})

const fits = ({ sequences, targets }: Part, { tokens, logits }: { tokens: number; logits: number }) =>
  bucket(sequences.length) * bucket(Math.max(...sequences.map(({ length }) => length))) <= tokens &&
  bucket(targets.length) * vocabularySize <= logits

describe('parts of a pack', () => {
  test.prop([weightedTurns, limits])('hold every turn whole, and once', (items, limits) => {
    const packed = packTurns(items)
    fc.pre(packed.targets.length > 0)
    const found = parts(packed, vocabularySize, limits)
    expect(found.flatMap(turnTerms).toSorted()).toEqual(turnTerms(packed).toSorted())
    for (const part of found) expect(part.sequences.length === 1 || fits(part, limits)).toBe(true)
  })

  test.prop([weightedPairs, limits])('hold every pair once, with both its turns', (pairs, limits) => {
    const packed = packPairs(pairs)
    fc.pre(packed.targets.length > 0)
    const found = parts(packed, vocabularySize, limits)
    expect(found.flatMap(pairTerms).toSorted()).toEqual(pairTerms(packed).toSorted())
    for (const part of found) expect(part.pairs!.length === 1 || fits(part, limits)).toBe(true)
  })

  test.prop([weightedPairs, limits])('become arrays that say the same', (pairs, limits) => {
    const packed = packPairs(pairs)
    fc.pre(packed.targets.length > 0)
    for (const part of parts(packed, vocabularySize, limits)) {
      const laid = batch(part, vocabularySize, 6)
      expect(laid.shape).toEqual(batchShape(part))
      const segments = part.segments!.map((_, place) =>
        [...laid.rows.keys()].filter((t) => laid.present![t] === 1 && laid.segment![t] === place),
      )
      expect(segments).toEqual(
        part.segments!.map(({ first, count }) => Array.from({ length: count }, (_, i) => first + i)),
      )
      expect([...laid.segmentLength!]).toEqual(
        Array.from({ length: laid.shape.segments! }, (_, place) => Math.max(1, segments[place]?.length ?? 1)),
      )
      for (let i = 0; i < laid.shape.pairs!; i++) {
        const pair = part.pairs![i]
        expect([laid.winner![i], laid.loser![i], laid.weight[i]]).toEqual(
          pair === undefined ? [0, 0, 0] : [pair.winner, pair.loser, pair.weight],
        )
      }
    }
  })
})
