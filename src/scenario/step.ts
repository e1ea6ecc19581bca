import type { Journal, Message } from '../bus/index.ts'
import { stream, UserError } from '../core/index.ts'
import type { Episode } from '../learn/experience.ts'
import { requireModels, type Cast } from './cast.ts'
import type { Progress } from './checkpoint.ts'
import { episodeMetrics, turnTokens } from './metrics.ts'
import type { CompletePlan } from './plan.ts'

/** Where a step happens. */
export interface Setting {
  readonly scenario: string
  readonly seed: number
  readonly plan: CompletePlan
  readonly cast: Cast
  readonly concurrency: number
}

/** What a step leaves for the store. */
export interface StepOutcome {
  readonly episodes: readonly Episode[]
  readonly metrics: Readonly<Record<string, number>>
  /** 'seconds/play', 'seconds/learn'. */
  readonly timings: Readonly<Record<string, number>>
  /** The messages of the step's first session: all of them would be most of the run's disk. */
  readonly journal: readonly Message[]
}

/** Takes one training step: chooses the work, plays its sessions, and lets every learner learn from them. */
export async function trainStep(setting: Setting, progress: Progress): Promise<StepOutcome> {
  const { scenario, seed, plan, cast, concurrency } = setting
  const { kind, sessions } = plan.work.next(progress.step)
  requireModels(scenario, `work '${kind.name}'`, plan, kind.models)
  const numbers = Array.from({ length: sessions }, (_, i) => progress.sessions + i)
  const { journal, messages } = journalOf(numbers[0])
  const begin = performance.now()
  const episodes = await kind.play({ seed, sessions: numbers, concurrency, models: cast.models, journal })
  const played = performance.now()
  const metrics = episodeMetrics(episodes)
  for (const [name, learner] of Object.entries(cast.learners)) {
    const learned = await learner.learn(episodes)
    for (const [metric, value] of Object.entries(learned))
      metrics[`${name}/${metric}`] = finite(value, `${metric} of '${name}'`, progress.step)
  }
  plan.work.update?.(episodes)
  Object.assign(metrics, plan.work.metrics?.())
  metrics['tokens'] = turnTokens(episodes, new Set(Object.keys(cast.learners)))
  progress.sessions += sessions
  const timings = {
    'seconds/play': (played - begin) / 1000,
    'seconds/learn': (performance.now() - played) / 1000,
  }
  return { episodes, metrics, timings, journal: messages }
}

/** Keeps the messages of one session. */
function journalOf(session: number | undefined): { journal: Journal; messages: readonly Message[] } {
  const messages: Message[] = []
  const name = String(session)
  const journal: Journal = {
    append({ message, refused }) {
      if (message.session === name && refused === null) messages.push(message)
    },
  }
  return { journal, messages }
}

/** Returns how fast a step went; 0 for what took no time. */
export function throughput({ metrics, timings }: Pick<StepOutcome, 'metrics' | 'timings'>) {
  const rate = (count = 0, seconds = 0) => (seconds > 0 ? count / seconds : 0)
  return {
    gamesPerSecond: rate(metrics['games'], timings['seconds/play']),
    trainTokensPerSecond: rate(metrics['tokens'], timings['seconds/learn']),
  }
}

/** Takes every measurement of the plan, with random streams of the step's own. */
export async function evaluate(
  setting: Setting,
  step: number,
): Promise<Pick<StepOutcome, 'metrics' | 'timings'>> {
  const { plan, cast, concurrency } = setting
  const begin = performance.now()
  const seed = stream(setting.seed, 'evaluation', step).int(2 ** 32)
  const metrics: Record<string, number> = {}
  for (const evaluation of plan.evaluate) {
    const measured = await evaluation.evaluate({ seed, concurrency, models: cast.models })
    for (const name of evaluation.metrics) metrics[name] = finite(measured[name] ?? Number.NaN, name, step)
  }
  return { metrics, timings: { 'seconds/evaluate': (performance.now() - begin) / 1000 } }
}

function finite(value: number, what: string, step: number): number {
  if (Number.isFinite(value)) return value
  throw new UserError(
    `Step ${step}: the ${what} is ${value}, so the training has diverged; start again with a smaller learning rate.`,
  )
}
