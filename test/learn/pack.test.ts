import { fc, test } from '@fast-check/vitest'
import { batch, batchShape, bucket, pack, type WeightedTurn } from 'coevo/learn'
import { describe, expect } from 'vitest'
import {
  exampleTurns as turns,
  exampleVocabulary as vocabularySize,
} from '../../src/learn/example-episodes.ts'

const weighted: fc.Arbitrary<readonly WeightedTurn[]> = fc.array(
  fc.record({
    turn: turns(0),
    advantage: fc.constantFrom(-1, -0.5, 0, 0.25, 2),
    weight: fc.constantFrom(1, 0.5),
    pull: fc.constantFrom(0, 1, 3),
  }),
  { minLength: 1, maxLength: 20 },
)

/** Every token with a choice, as (context, token, allowed, behaviour, advantage, weight). */
function decisions(items: readonly WeightedTurn[]) {
  return items.flatMap(({ turn, advantage, pull = 1, weight }) =>
    turn.completion.flatMap((token, i) =>
      turn.allowed[i]?.length === 1
        ? []
        : [
            {
              context: [...turn.prompt, ...turn.completion.slice(0, i)].join(),
              token,
              allowed: turn.allowed[i] ?? null,
              behaviourLogp: turn.logprobs[i]!,
              advantage,
              pull,
              weight,
            },
          ],
    ),
  )
}

/** A loss like those of policy gradients: homogeneous in the advantage for each sign, different for the two. */
const term = (
  target: { token: number; behaviourLogp: number; advantage: number; pull: number },
  context: string,
) => {
  const ratio = Math.exp(Math.sin(context.length + target.token) - target.behaviourLogp)
  return (
    Math.min(ratio * target.advantage, Math.min(ratio, 1.2) * target.advantage) -
    0.1 * target.pull * Math.cos(target.token)
  )
}

describe('packing', () => {
  test.prop([weighted])('keeps every sum over tokens that is homogeneous in the advantage', (items) => {
    const packed = pack(items)
    const merged = packed.targets.reduce((sum, target) => {
      const context = packed.sequences[target.sequence]!.slice(0, target.position + 1).join()
      return sum + target.weight * term(target, context)
    }, 0)
    const separate = decisions(items).reduce((sum, each) => sum + each.weight * term(each, each.context), 0)
    expect(merged).toBeCloseTo(separate, 9)
  })

  test.prop([weighted])('targets are the distinct decisions, by sign of the advantage', (items) => {
    const packed = pack(items)
    const key = (context: string, target: ReturnType<typeof decisions>[number]) =>
      JSON.stringify([
        context,
        target.token,
        target.allowed,
        target.behaviourLogp,
        Math.sign(target.advantage),
      ])
    const found = packed.targets.map((target) =>
      key(packed.sequences[target.sequence]!.slice(0, target.position + 1).join(), {
        ...target,
        context: '',
      }),
    )
    const expected = new Set(decisions(items).map((each) => key(each.context, each)))
    expect(new Set(found)).toEqual(expected)
    expect(packed.tokens).toBe(decisions(items).length)
    expect(packed.tokenWeight).toBeCloseTo(
      packed.targets.reduce((sum, { weight }) => sum + weight, 0),
      9,
    )
  })

  test.prop([weighted])(
    'no sequence begins another, and each ends where its last target is predicted',
    (items) => {
      const { sequences, targets } = pack(items)
      for (const [i, sequence] of sequences.entries()) {
        expect(
          sequences.some((other, k) => k !== i && sequence.every((token, t) => token === other[t])),
        ).toBe(false)
        const last = Math.max(
          ...targets.filter((target) => target.sequence === i).map(({ position }) => position),
        )
        expect(last).toBe(sequence.length - 1)
      }
    },
  )

  test('thousands of equal turns become one target for each action and sign', () => {
    const items = Array.from({ length: 2400 }, (_, i): WeightedTurn => {
      const action = i % 2
      const turn = {
        ply: 0,
        prompt: [3, i % 12],
        completion: [action, 6],
        logprobs: [-0.7, 0],
        allowed: [[0, 1], [6]],
      }
      return { turn, advantage: i % 3 === 0 ? -1 : 1, weight: 1 }
    })
    const packed = pack(items)
    expect(packed.sequences).toHaveLength(12)
    expect(packed.targets.length).toBeLessThanOrEqual(48)
    expect(packed).toMatchObject({ turns: 2400, tokens: 2400, turnWeight: 2400, tokenWeight: 2400 })
  })

  test('a later turn that repeats the conversation shares its sequence', () => {
    const first = { ply: 0, prompt: [1], completion: [2, 3], logprobs: [-1, -1], allowed: [null, null] }
    const second = { ply: 2, prompt: [1, 2, 3, 4], completion: [5], logprobs: [-1], allowed: [null] }
    const packed = pack([first, second].map((turn) => ({ turn, advantage: 1, weight: 1 })))
    expect(packed.sequences).toEqual([[1, 2, 3, 4]])
    expect(packed.targets.map(({ position, token }) => [position, token])).toEqual([
      [0, 2],
      [1, 3],
      [3, 5],
    ])
  })

  test('turns without a choice leave nothing to train on', () => {
    const turn = { ply: 0, prompt: [1], completion: [2], logprobs: [0], allowed: [[2]] }
    expect(pack([{ turn, advantage: 1, weight: 1 }])).toMatchObject({ sequences: [], targets: [], turns: 0 })
  })
})

describe('batches', () => {
  test.prop([fc.integer({ min: 1, max: 5000 })])('a bucket holds n and wastes less than half', (n) => {
    expect(bucket(n)).toBeGreaterThanOrEqual(n)
    expect(bucket(n)).toBeLessThanOrEqual(Math.max(1, 1.5 * n))
    expect(bucket(bucket(n))).toBe(bucket(n))
  })

  test.prop([weighted.filter((items) => decisions(items).length > 0)])(
    'arrays say what the pack says',
    (items) => {
      const packed = pack(items)
      const laid = batch(packed, vocabularySize, 6)
      const { shape } = laid
      expect(shape).toEqual(batchShape(packed))
      for (let t = 0; t < shape.targets; t++) {
        const target = packed.targets[t]
        if (target === undefined) {
          expect(laid.weight[t]).toBe(0)
          continue
        }
        const sequence = packed.sequences[target.sequence]!
        const start = target.sequence * shape.length
        expect([...laid.tokens.subarray(start, start + sequence.length)]).toEqual(sequence)
        expect(laid.rows[t]).toBe(start + target.position)
        expect(laid.chosen[t]).toBe(target.token)
        expect(laid.weight[t]).toBe(Math.fround(target.weight))
        expect(laid.advantage[t]).toBe(Math.fround(target.advantage))
        expect(laid.pull[t]).toBe(Math.fround(target.pull))
        expect(laid.behaviourLogp[t]).toBe(Math.fround(target.behaviourLogp))
        const allowed = [...(laid.allowed?.subarray(t * vocabularySize, (t + 1) * vocabularySize) ?? [])]
        if (laid.allowed !== undefined)
          expect(allowed).toEqual(
            Array.from({ length: vocabularySize }, (_, id) =>
              (target.allowed?.includes(id) ?? true) ? 1 : 0,
            ),
          )
      }
      expect(laid.allowed === undefined).toBe(packed.targets.every(({ allowed }) => allowed === null))
    },
  )
})
