import { fc, test } from '@fast-check/vitest'
import { pack, type WeightedTurn } from 'coevo/learn'
import { describe, expect } from 'vitest'
import { minibatches } from '../../src/learn/minibatch.ts'

/** Turns that cannot merge: each has a prompt of its own. */
const turns = (count: number): WeightedTurn[] =>
  Array.from({ length: count }, (_, i) => ({
    turn: { ply: 0, prompt: [i], completion: [0], logprobs: [-1], allowed: [null] },
    advantage: 1,
    weight: 1,
  }))

const prompts = (items: ReturnType<typeof minibatches>) =>
  items.map(({ sequences }) => sequences.map(([id]) => id!))

describe('minibatches', () => {
  test.prop([fc.nat({ max: 40 }), fc.integer({ min: 1, max: 6 }), fc.nat()])(
    'hold every turn once, in about equal parts',
    (count, parts, seed) => {
      const found = prompts(minibatches(turns(count), pack, parts, seed, 0))
      expect(found.flat().toSorted((a, b) => a - b)).toEqual([...Array(count).keys()])
      for (const part of found) expect(Math.abs(part.length - count / parts)).toBeLessThan(1)
      expect(found.every((part) => part.length > 0)).toBe(true)
    },
  )

  test('repeat for the same seed and step, and differ otherwise', () => {
    const draw = (seed: number, step: number) => prompts(minibatches(turns(40), pack, 2, seed, step))
    expect(draw(1, 2)).toEqual(draw(1, 2))
    expect(draw(1, 3)).not.toEqual(draw(1, 2))
    expect(draw(2, 2)).not.toEqual(draw(1, 2))
  })
})
