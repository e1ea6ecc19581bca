import type { RunEvent } from '../../scenario/index.ts'

/** What a run has told so far, as far as it is shown. */
export interface Progress {
  /** What is being made ready, before the start: 'solver: warm-up, step 40: 35 % of 60 %'. */
  readonly preparing: string
  readonly scenario: string
  readonly seed: number
  readonly run: string
  /** The metric that the display follows: 'nashConv'. */
  readonly headline: string
  readonly better: 'higher' | 'lower'
  /** Steps done when this process took the run up. */
  readonly firstStep: number
  readonly step: number
  readonly steps: number
  /** Since this process took the run up. */
  readonly seconds: number
  /** The headline's course, oldest first. */
  readonly course: readonly { readonly step: number; readonly value: number }[]
  /** The other metrics of the newest evaluation. */
  readonly evaluation: Readonly<Record<string, number>>
  /** The metrics of the newest step. */
  readonly metrics: Readonly<Record<string, number>>
  /** The losses of the last steps by metric name, oldest first. */
  readonly losses: Readonly<Record<string, readonly number[]>>
  readonly gamesPerSecond: number
  readonly trainTokensPerSecond: number
  /** The step of the newest checkpoint; null before the first. */
  readonly checkpoint: number | null
  /** True once the user asked to stop. */
  readonly stopping: boolean
}

/** How many steps of a loss are remembered. */
const MEMORY = 200

export const initialProgress: Progress = {
  preparing: '',
  scenario: '',
  seed: 0,
  run: '',
  headline: '',
  better: 'lower',
  firstStep: 0,
  step: 0,
  steps: 0,
  seconds: 0,
  course: [],
  evaluation: {},
  metrics: {},
  losses: {},
  gamesPerSecond: 0,
  trainTokensPerSecond: 0,
  checkpoint: null,
  stopping: false,
}

/** Takes an event of the run in. */
export function advance(progress: Progress, event: RunEvent): Progress {
  switch (event.type) {
    case 'notice':
      return progress
    case 'preparing':
      return { ...progress, preparing: `${event.model}: ${event.line}` }
    case 'start': {
      const { type: _, ...started } = event
      const { step } = started
      return { ...progress, ...started, firstStep: step, checkpoint: step > 0 ? step : null }
    }
    case 'step': {
      const { step, steps, metrics, seconds, gamesPerSecond, trainTokensPerSecond } = event
      const losses = remember(progress.losses, metrics)
      return { ...progress, step, steps, metrics, seconds, gamesPerSecond, trainTokensPerSecond, losses }
    }
    case 'evaluation': {
      const { [progress.headline]: value, ...evaluation } = event.metrics
      const course = value === undefined ? progress.course : [...progress.course, { step: event.step, value }]
      return { ...progress, course, evaluation }
    }
    case 'checkpoint':
      return { ...progress, checkpoint: event.step }
    case 'stopped':
      return { ...progress, stopping: false }
    case 'end':
      break
  }
  return progress
}

/** Returns the seconds that the remaining steps will take at the pace so far; undefined before the first. */
export function timeLeft({ firstStep, step, steps, seconds }: Progress): number | undefined {
  return step > firstStep ? (seconds / (step - firstStep)) * (steps - step) : undefined
}

function remember(losses: Progress['losses'], metrics: Readonly<Record<string, number>>): Progress['losses'] {
  const named = Object.entries(metrics).filter(([name]) => name === 'loss' || name.endsWith('/loss'))
  return Object.fromEntries(
    named.map(([name, value]) => [name, [...(losses[name] ?? []).slice(1 - MEMORY), value]]),
  )
}
