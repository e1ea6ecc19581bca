import { z } from 'zod'
import { messageOf, UserError, working, type OptionValues } from '../core/index.ts'
import type { Scenario } from './define.ts'
import { titleOf } from './part.ts'
import type { AnyPlan, CompletePlan } from './plan.ts'
import type { Study } from './study/study.ts'

const functionSchema = z.custom((value) => typeof value === 'function', { error: 'must be a function' })

const planSchema = z.object({
  models: z.record(z.string(), functionSchema),
  work: z.object({ next: functionSchema }),
  learners: z.record(z.string(), functionSchema.nullable()),
  evaluate: z.array(
    z.object({ models: z.array(z.string()), metrics: z.array(z.string()).min(1), evaluate: functionSchema }),
  ),
  headline: z.string(),
  better: z.enum(['higher', 'lower']).optional(),
})

/**
 * Builds a scenario's plan, completes it and checks what the compiler has not seen of a user's file.
 *
 * @throws UserError naming the part of the plan that is missing or of the wrong kind.
 */
export function buildPlan(
  scenario: Scenario,
  { seed, options, source }: { seed: number; options: OptionValues; source: string | null },
): CompletePlan {
  const name = titleOf({ scenario: scenario.name, source })
  let plan: AnyPlan
  try {
    plan = working(`${name}: build`, () => scenario.build(options, { seed }))
  } catch (error) {
    // What ships is ours to mend; what a user wrote is theirs.
    if (source === null || error instanceof UserError) throw error
    throw new UserError(`${name} cannot be built: ${messageOf(error).replace(/\.$/, '')}.`, { cause: error })
  }
  const issue = planSchema.safeParse(plan).error?.issues[0]
  if (issue === undefined) return complete(plan, scenario.study)
  const place = issue.path.join('.') || 'the plan'
  throw new UserError(
    `${name}: what build returns lacks a part or has a wrong one, ${place}: ${issue.message}.`,
  )
}

function complete(plan: AnyPlan, study: Study | undefined): CompletePlan {
  const share = (parts: number) => Math.ceil(plan.steps / parts)
  // Of a measure that counts steps, fewer are better whatever the metric is.
  const measure = study?.measures.find(({ metric, of }) => metric === plan.headline && typeof of !== 'object')
  return {
    evaluateEvery: share(30),
    checkpointEvery: share(6),
    better: measure === undefined ? 'lower' : (measure.better ?? 'higher'),
    ...plan,
  }
}
