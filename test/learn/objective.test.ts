import { defineObjective } from 'coevo/learn'
import { mul, neg, sum } from 'coevo/tensor'
import { describe, expect, test } from 'vitest'

describe('what an objective can read', () => {
  test('the inputs it lists, by their types', () => {
    const objective = defineObjective({
      name: 'mean-advantage',
      inputs: ['logp', 'advantage'],
      scalars: { scale: 1 },
      build: ({ logp, advantage }, { scale }) => ({
        loss: neg(mul(scale, sum(mul(logp, advantage)))),
        metrics: { total: sum(advantage) },
      }),
    })
    expect(objective.inputs).toEqual(['logp', 'advantage'])
  })

  // What is marked must not compile: the type check of the whole project fails where it does.
  test('nothing else compiles', () => {
    const build = ({ logp }: { logp: Parameters<typeof neg>[0] }) => ({ loss: neg(sum(logp)), metrics: {} })
    // @ts-expect-error: there is no such tensor.
    defineObjective({ name: 'a', inputs: ['logp', 'reward'], scalars: {}, build })
    defineObjective({
      name: 'b',
      inputs: ['logp'],
      scalars: {},
      // @ts-expect-error: the advantage is not listed.
      build: ({ logp, advantage }) => ({ loss: neg(sum(mul(logp, advantage))), metrics: {} }),
    })
    defineObjective({
      name: 'c',
      inputs: ['logp'],
      scalars: { beta: 1 },
      // @ts-expect-error: there is no scalar of that name.
      build: ({ logp }, { gamma }) => ({ loss: mul(gamma, sum(logp)), metrics: {} }),
    })
    defineObjective({
      name: 'd',
      inputs: ['allowed'],
      scalars: {},
      // @ts-expect-error: the mask is a tensor of booleans.
      build: ({ allowed }) => ({ loss: sum(allowed), metrics: {} }),
    })
    expect.assertions(0)
  })
})
