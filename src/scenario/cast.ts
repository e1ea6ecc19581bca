import { stream, UserError } from '../core/index.ts'
import type { Model } from '../model/model.ts'
import { callPart, wrongPart, type Owner } from './part.ts'
import type { CompletePlan, Learner } from './plan.ts'

/** The models of a run and the learners that train them. */
export interface Cast {
  readonly models: Readonly<Record<string, Model>>
  /** Only of the models that are trained. */
  readonly learners: Readonly<Record<string, Learner>>
}

/**
 * Builds the models of a plan, each from a seed of its own, and binds the learners. A model that is long in the
 * making tells `report`.
 *
 * @throws UserError for a plan that the compiler has not seen: a learner without its model, a model
 * without its learner, a number that is no count.
 */
export async function assemble(
  owner: Owner,
  plan: CompletePlan,
  { seed, code, report }: Preparing,
): Promise<Cast> {
  const { scenario } = owner
  checkCounts(scenario, plan)
  const names = Object.keys(plan.models)
  for (const name of Object.keys(plan.learners)) requireModels(scenario, 'learners', plan, [name])
  for (const { models, metrics } of plan.evaluate)
    requireModels(scenario, `evaluation of ${metrics[0]}`, plan, models)
  const metrics = plan.evaluate.flatMap((evaluation) => evaluation.metrics)
  if (!metrics.includes(plan.headline))
    throw new UserError(
      `Scenario '${scenario}': the headline '${plan.headline}' is no metric of its evaluations; they measure ${metrics.join(', ') || 'nothing'}.`,
    )
  const models: Record<string, Model> = {}
  const learners: Record<string, Learner> = {}
  for (const name of names) {
    const part = { owner, name: `the model '${name}'`, step: null }
    const model = await callPart(part, () =>
      plan.models[name]!(stream(seed, 'model', name).int(2 ** 32), {
        name,
        code,
        report: (line) => report(name, line),
      }),
    )
    requireMethods(part, model, ['generate', 'score', 'save', 'load'])
    models[name] = model
    const bind = plan.learners[name]
    if (bind === undefined)
      throw new UserError(
        `Scenario '${scenario}': the model '${name}' has no entry in learners; write null if it is frozen.`,
      )
    if (bind === null) continue
    const learning = { owner, name: `the learner of '${name}'`, step: null }
    const learner = await callPart(learning, () =>
      bind(model as never, { name, seed: stream(seed, 'learner', name).int(2 ** 32), steps: plan.steps }),
    )
    requireMethods(learning, learner, ['learn', 'save', 'load'])
    learners[name] = learner
  }
  return { models, learners }
}

/** What the models of a cast are made from and for. */
export interface Preparing {
  readonly seed: number
  /** The hash of all code that decides what comes of it. */
  readonly code: string
  readonly report: (model: string, line: string) => void
}

/** Throws a UserError when what a factory gave lacks a method. */
function requireMethods(
  part: Parameters<typeof wrongPart>[0],
  made: unknown,
  names: readonly string[],
): void {
  const has = (name: string) =>
    typeof (made as Readonly<Record<string, unknown>> | null | undefined)?.[name] === 'function'
  const missing = names.find((name) => !has(name))
  if (missing === undefined) return
  const what = typeof made === 'object' && made !== null ? `an object without '${missing}'` : String(made)
  throw wrongPart(part, `gave ${what}; its factory must give an object with ${names.join(', ')}.`)
}

/** Throws a UserError when some part of a scenario names a model that it does not have. */
export function requireModels(
  scenario: string,
  place: string,
  { models }: Pick<CompletePlan, 'models'>,
  needed: readonly string[],
): void {
  const missing = needed.find((name) => !Object.hasOwn(models, name))
  if (missing !== undefined)
    throw new UserError(
      `Scenario '${scenario}': its ${place} needs a model '${missing}', which is not among its models (${Object.keys(models).join(', ') || 'none'}).`,
    )
}

function checkCounts(scenario: string, plan: CompletePlan): void {
  for (const name of ['steps', 'evaluateEvery', 'checkpointEvery'] as const)
    if (!(Number.isInteger(plan[name]) && plan[name] >= 1))
      throw new UserError(`Scenario '${scenario}': ${name} must be a whole number from 1, not ${plan[name]}.`)
}
