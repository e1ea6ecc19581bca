/** What a run tells whoever watches it: the command line, a test, a page. */
export type RunEvent =
  | {
      /** Comes before the start: what its owner should know of a run that is taken up again. */
      readonly type: 'notice'
      readonly line: string
    }
  | {
      /** Comes before the start, while a model is made ready. */
      readonly type: 'preparing'
      readonly model: string
      readonly line: string
    }
  | {
      readonly type: 'start'
      readonly scenario: string
      readonly seed: number
      /** The run's folder. */
      readonly run: string
      /** Steps done already: above 0 when the run is resumed. */
      readonly step: number
      readonly steps: number
      readonly headline: string
      /** Which values of the headline are better. */
      readonly better: 'higher' | 'lower'
      /** What earlier sittings of the run measured of the headline, oldest first. */
      readonly course: readonly { readonly step: number; readonly value: number }[]
    }
  | {
      readonly type: 'step'
      /** Steps done, this one included: 1 … steps. */
      readonly step: number
      readonly steps: number
      /** By name: 'player-0/return', 'policy/loss', … */
      readonly metrics: Readonly<Record<string, number>>
      /** Of this step. */
      readonly gamesPerSecond: number
      readonly trainTokensPerSecond: number
      /** Since this process took the run up. */
      readonly seconds: number
      /** True where an evaluation follows. */
      readonly evaluates: boolean
    }
  | { readonly type: 'evaluation'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly type: 'checkpoint'; readonly step: number }
  | { readonly type: 'stopped'; readonly result: RunResult }
  | { readonly type: 'end'; readonly result: RunResult }

/** Where a metric began, where it is, and the best that it was on its way. */
export type Course = Readonly<Record<'first' | 'last' | 'best', number>>

/** What a finished (or stopped) run comes to. */
export interface RunResult {
  readonly scenario: string
  readonly seed: number
  readonly steps: number
  /** SHA-256 over the options, every step's episodes and metrics, and the last checkpoint; free of the clock. */
  readonly digest: string
  /** Null when the scenario does not measure it. */
  readonly nashConv: Course | null
  /** How the metric went that the scenario follows. */
  readonly headline: Course & { readonly metric: string }
  /** What the scenario's study measures, of this run; null where it never got there. */
  readonly measures: Readonly<Record<string, number | null>>
  /** The last value of every metric. */
  readonly metrics: Readonly<Record<string, number>>
  /** Games of training. */
  readonly games: number
  /** Tokens, prompts included, of the turns learned from. */
  readonly tokens: number
  /** Spent in playing, learning and evaluating, over all sittings. */
  readonly seconds: number
  /** Games of training, over the time spent in playing them. */
  readonly gamesPerSecond: number
  /** Tokens, prompts included, of the turns learned from, each counted once, over the time spent in learning. */
  readonly trainTokensPerSecond: number
  /** The run's folder. */
  readonly run: string
  /** False when a signal stopped it before the last step. */
  readonly finished: boolean
}
