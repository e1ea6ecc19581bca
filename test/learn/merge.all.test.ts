import { fc } from '@fast-check/vitest'
import {
  batch,
  magneticMirrorDescent,
  pack,
  ppo,
  reinforce,
  withKl,
  type Objective,
  type Part,
  type WeightedTurn,
} from 'coevo/learn'
import { compile, gradients, input, type Float, type Tensor } from 'coevo/tensor'
import { describe, expect, test } from 'vitest'
import { batchInputs, batchTensors } from '../../src/learn/graph.ts'
import { exampleTurns as turns } from '../../src/learn/example-episodes.ts'
import { decoderModel, vocabularySize } from './decoder-model.ts'

const model = decoderModel(3)
const scalars = { entropyBonus: 0.1, alpha: 0.2, stepSize: 0.5, klCoefficient: 0.3 }

/** Every token with a choice as a sequence and a target of its own. */
function unmerged(items: readonly WeightedTurn[]): Part {
  const decisions = items.flatMap(({ turn, advantage, pull = 1, weight }) =>
    turn.completion.flatMap((token, i) => {
      const allowed = turn.allowed[i] ?? null
      if (allowed?.length === 1) return []
      const sequence = [...turn.prompt, ...turn.completion.slice(0, i)]
      return [
        { sequence, target: { token, allowed, behaviourLogp: turn.logprobs[i]!, advantage, pull, weight } },
      ]
    }),
  )
  return {
    sequences: decisions.map(({ sequence }) => sequence),
    targets: decisions.map(({ sequence, target }, i) => ({
      ...target,
      sequence: i,
      position: sequence.length - 1,
    })),
  }
}

/** The loss of a part, its metrics and the gradient of the decoder's weights. */
async function evaluate(
  objective: Objective,
  part: Part,
  totals: { tokenWeight: number; turnWeight: number },
) {
  const { shape, ...arrays } = batch(part, vocabularySize, 0)
  const inputs = batchInputs(shape, vocabularySize)
  const weights = input('weights', 'float32', [model.weights.current.length])
  const fed = Object.fromEntries(
    Object.keys(objective.scalars).map((name) => [name, input(name, 'float32', [])]),
  )
  const tensors = batchTensors(model.logits(weights, inputs.tokens, inputs.rows), inputs)
  const { loss, metrics } = objective.build(tensors, fed)
  const program = await compile({
    inputs: [weights, ...Object.values<Tensor>({ ...inputs }), ...Object.values(fed)],
    outputs: { loss, gradient: gradients(loss, [weights])[0] as Float, ...metrics },
    threads: 1,
  })
  const found = await program.run({
    ...arrays,
    weights: model.weights.current,
    // Any distribution serves as anchor as long as it depends on the decision alone.
    anchorLogProbabilities: new Float32Array(shape.targets * vocabularySize).fill(-Math.log(vocabularySize)),
    referenceLogProbabilities: new Float32Array(shape.targets * vocabularySize).fill(
      -Math.log(vocabularySize),
    ),
    referenceLogp: new Float32Array(shape.targets).fill(-Math.log(vocabularySize)),
    tokenWeight: Float32Array.of(totals.tokenWeight),
    turnWeight: Float32Array.of(totals.turnWeight),
    pairWeight: Float32Array.of(0),
    ...Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)])),
  })
  await program.release()
  return Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, data as Float32Array]))
}

const items = fc.array(
  fc.record({
    turn: turns(0),
    advantage: fc.constantFrom(-1, -0.5, 0, 0.25, 2),
    weight: fc.constantFrom(1, 0.5),
    pull: fc.constantFrom(0, 1),
  }),
  { minLength: 2, maxLength: 24 },
)

describe('a merged batch has the loss and the gradient of the turns one by one', () => {
  const objectives: Objective[] = [
    reinforce(),
    ppo({ clipLow: 0.1, clipHigh: 0.15, normaliser: 'tokens' }),
    magneticMirrorDescent({ alpha: 0.2, stepSize: 0.5 }),
    withKl(reinforce(), { coefficient: 1 }),
  ]
  for (const objective of objectives)
    test(objective.name, () =>
      fc.assert(
        fc.asyncProperty(items, async (drawn) => {
          const packed = pack(drawn)
          fc.pre(packed.targets.length > 0)
          const merged = await evaluate(objective, packed, packed)
          const separate = await evaluate(objective, unmerged(drawn), packed)
          for (const [name, values] of Object.entries(separate))
            for (const [i, value] of values.entries())
              expect(Math.abs(merged[name]![i]! - value)).toBeLessThan(2e-5 * (1 + Math.abs(value)))
        }),
        { numRuns: 8 },
      ),
    )
})
