/** What a scenario is made of, in words for a list. */
export interface Synopsis {
  /** Who takes part: ['teacher', 'solver', 'verifier']. */
  readonly roles: readonly string[]
  /** What is worked on or played: ['addition']. */
  readonly tasks: readonly string[]
  /** How what learns does so: 'GRPO with PPO clipping'. */
  readonly learning: string
  /** What chooses the work; null where it is always the same. */
  readonly curriculum: string | null
  /** What the paper is about, and beside which baseline. */
  readonly measure: string
}

/** One way to run a scenario. */
export interface Arm<Options> {
  readonly description?: string
  /** What differs from the defaults; nothing else may, so that the budget is the same. */
  readonly options: Options
}

/** Says how the course of a metric becomes one number a run. */
export type Measure<Metric extends string = string> = {
  /** As the table shows it: 'accuracy on seven digits'. */
  readonly name: string
  /** Of an evaluation, or of the steps: 'accuracy', 'curriculum/1-digits'. */
  readonly metric: Metric
} & (
  | {
      /** The value at the end (the default), the best one, or the mean of those after step 0. */
      readonly of?: 'last' | 'best' | 'mean' | undefined
      /** Which values are better; default 'higher'. */
      readonly better?: 'higher' | 'lower' | undefined
      /** '%' writes shares of 1 as per cent; anything else follows the number. */
      readonly unit?: string | undefined
    }
  | {
      /** Steps until the metric is first at least, or at most, so much; a run that never gets there has none. */
      readonly of: { readonly reaches: number } | { readonly fallsTo: number }
      /** Fewer steps are better. */
      readonly better?: 'lower' | undefined
      /** Default 'steps'. */
      readonly unit?: string | undefined
    }
)

/** What a scenario has to show: its paper's method beside baselines, all of them over the same seeds. */
export interface Study<Options = Readonly<Record<string, unknown>>, Metric extends string = string> {
  /** By name, in kebab-case: the paper's method first, then its baselines on the same budget. */
  readonly arms: { readonly [name: string]: Arm<Options> }
  /** The first is what the paper is about. */
  readonly measures: readonly Measure<Metric>[]
}

/** A metric that the steps of every run have, beside those of its evaluations. */
export type StepMetric<ModelName extends string> =
  | 'games'
  | 'tokens'
  | 'gameLength'
  | `ended/${'illegal' | 'timeout' | 'error'}`
  | `${string}/${'return' | 'turns' | 'illegal' | 'parseFailures' | 'entropy'}`
  | `${ModelName}/${string}`
  | `curriculum/${string}`
