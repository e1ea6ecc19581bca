import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Model } from 'coevo/model'
import {
  defineScenario,
  type Evaluation,
  type LearnerFactory,
  type Plan,
  type SessionKind,
} from 'coevo/scenario'

interface Trainable extends Model {
  readonly weights: Float32Array
}

declare const trainable: () => Promise<Trainable>
declare const frozen: () => Model
declare const learner: LearnerFactory<Trainable>
declare const kind: SessionKind<'policy'>
declare const otherKind: SessionKind<'polcy'>
declare const nashConv: Evaluation<'policy', 'nashConv'>
declare const otherEvaluation: Evaluation<'polcy', 'nashConv'>

const fixed = { steps: 1, evaluateEvery: 1, checkpointEvery: 1 }
const head = { name: 'n', title: 't', description: 'd', options: z.object({ width: z.number().default(8) }) }
const work = { next: () => ({ kind, sessions: 2 }) }

/** Never called: its body is what the compiler is asked about. */
function types(): void {
  defineScenario({
    ...head,
    build: (options) => ({
      models: { policy: trainable, judge: frozen },
      work,
      learners: { policy: learner, judge: null },
      evaluate: [nashConv],
      headline: 'nashConv',
      ...fixed,
      steps: options.width,
    }),
  })
  const models = { policy: trainable }
  const learners = { policy: learner }
  const evaluate = [nashConv]
  const headline = 'nashConv' as const
  const plan = { models, work, learners, evaluate, headline, ...fixed }
  defineScenario({ ...head, build: () => plan })
  defineScenario({
    ...head,
    // @ts-expect-error -- a session that needs a model the scenario lacks
    build: () => ({ ...plan, work: { next: () => ({ kind: otherKind, sessions: 2 }) } }),
  })
  const { name: _, ...nameless } = head
  // @ts-expect-error -- no name: that is what the error is about, and not the plan
  defineScenario({
    ...nameless,
    build: () => plan,
  })
  // @ts-expect-error -- a misspelt model among the learners
  defineScenario({ ...head, build: () => ({ ...plan, learners: { polcy: learner } }) })
  // @ts-expect-error -- a learner for a model that cannot be trained
  defineScenario({ ...head, build: () => ({ ...plan, models: { policy: frozen } }) })
  // @ts-expect-error -- an evaluation of a model the scenario lacks
  defineScenario({ ...head, build: () => ({ ...plan, evaluate: [otherEvaluation] }) })
  // @ts-expect-error -- a headline that no evaluation measures
  defineScenario({ ...head, build: () => ({ ...plan, headline: 'nashconv' as const }) })
  // @ts-expect-error -- an option that the schema lacks
  defineScenario({ ...head, build: (options) => ({ ...plan, steps: options.depth }) })

  const build = () => plan
  const arms = { wide: { options: { width: 16 } }, narrow: { options: {}, description: 'as it is' } }
  const last = { name: 'NashConv', metric: 'nashConv', of: 'last', better: 'lower' } as const
  const reached = { ...last, of: { fallsTo: 0.1 } } as const
  const loss = { ...last, metric: 'policy/loss' } as const
  const met = { ...last, metric: 'player-0/return', better: 'higher' } as const
  defineScenario({ ...head, study: { arms, measures: [last, reached, loss, met] }, build })
  // @ts-expect-error -- an arm that sets an option that the schema lacks
  defineScenario({ ...head, study: { arms: { deep: { options: { depth: 1 } } }, measures: [last] }, build })
  // @ts-expect-error -- an arm that sets an option to what it cannot be
  defineScenario({ ...head, study: { arms: { wide: { options: { width: 'w' } } }, measures: [last] }, build })
  // @ts-expect-error -- a measure of what nothing measures
  defineScenario({ ...head, study: { arms, measures: [{ ...last, metric: 'nashconv' }] }, build })
  // @ts-expect-error -- a measure of another model
  defineScenario({ ...head, study: { arms, measures: [{ ...last, metric: 'polcy/loss' }] }, build })
  // @ts-expect-error -- more steps until something is reached are never better
  defineScenario({ ...head, study: { arms, measures: [{ ...reached, better: 'higher' }] }, build })
}

describe('defineScenario', () => {
  it('returns the scenario unchanged', () => {
    const scenario = { ...head, build: (): Plan => expect.unreachable() }
    expect(defineScenario(scenario)).toBe(scenario)
    expect(types).toBeTypeOf('function')
  })
})
