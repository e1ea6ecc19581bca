import type { z } from 'zod'
import type { AnyPlan, Models, Plan } from './plan.ts'
import type { StepMetric, Study, Synopsis } from './study/study.ts'

/** A published system or a new one, declared in one file that exports it as default. */
export interface Scenario {
  /** Kebab-case, as on the command line: 'kuhn-equilibrium'. */
  readonly name: string
  readonly title: string
  readonly paper?: string
  readonly description?: string
  /** What it is made of, for `coevo scenarios`. */
  readonly synopsis?: Synopsis
  /** What `coevo study` runs and compares. */
  readonly study?: Study
  /** What `--set` changes: every field has a default, a range and a `.describe()`. */
  readonly options: z.ZodObject
  build(options: Readonly<Record<string, unknown>>, context: { readonly seed: number }): AnyPlan
}

/** A scenario with the types of its options, models and metrics. */
export interface TypedScenario<
  Options extends z.ZodObject,
  M extends Models,
  Metric extends string,
> extends Omit<Scenario, 'options' | 'study' | 'build'> {
  readonly options: Options
  readonly study?: Study<
    Readonly<Partial<z.input<NoInfer<Options>>>>,
    NoInfer<Metric> | StepMetric<NoInfer<keyof M & string>>
  >
  build(options: z.output<Options>, context: { readonly seed: number }): Plan<M, Metric>
}

/**
 * Checks a scenario's types where it is written and returns it unchanged.
 *
 * A model that a session, a learner or an evaluation names must be among `models`; the headline must be
 * a metric of an evaluation; a study sets options that there are and measures metrics that there are. What the compiler cannot see (a user's .js file) is checked when it runs.
 */
export function defineScenario<
  Options extends z.ZodObject,
  // Where nothing can be inferred, because a part is missing, the error is to be about that part alone.
  // oxlint-disable-next-line typescript/no-explicit-any
  M extends Models = any,
  // oxlint-disable-next-line typescript/no-explicit-any
  Metric extends string = any,
>(scenario: TypedScenario<Options, M, Metric>): TypedScenario<Options, M, Metric> {
  return scenario
}
