import type { Journal, Message } from '../bus/index.ts'
import { stream } from '../core/index.ts'
import type { Episode } from '../learn/experience.ts'
import { recorded, type Recording } from '../store/index.ts'
import { requireModels, type Cast } from './cast.ts'
import type { Progress } from './checkpoint.ts'
import { finiteMetric, metricsOf } from './measurement.ts'
import { episodeMetrics, turnTokens } from './metrics.ts'
import { callNow, callPart, wrongPart, type Owner, type Part } from './part.ts'
import type { CompletePlan, Work } from './plan.ts'
import { MANY } from './work.ts'

/** Where a step happens. */
export interface Setting {
  readonly owner: Owner
  readonly seed: number
  readonly plan: CompletePlan
  readonly cast: Cast
  readonly concurrency: number
  /** Which sessions are kept, with their messages. */
  readonly record: Recording
}

/** What a step leaves for the store. */
export interface StepOutcome {
  readonly episodes: readonly Episode[]
  readonly metrics: Readonly<Record<string, number>>
  /** 'seconds/play', 'seconds/learn'. */
  readonly timings: Readonly<Record<string, number>>
  /** The sessions that are kept. */
  readonly kept: ReadonlySet<number>
  /** Their messages. */
  readonly journal: readonly Message[]
}

/** What is played in a step. */
export type Order = ReturnType<Work['next']>

/**
 * Chooses the work of a step.
 *
 * @throws UserError for what cannot be played: no kind of session, no number of them, a model that is missing.
 */
export function chooseWork({ owner, plan }: Setting, step: number): Order {
  const part: Part = { owner, name: 'next of the work', step }
  // A user's file may give anything.
  const order = callNow(part, () => plan.work.next(step)) as Partial<Order> | null | undefined
  const { kind, sessions = Number.NaN } = order ?? {}
  if (typeof kind?.play !== 'function')
    throw wrongPart(part, 'gave no kind of session; it must give { kind, sessions }.')
  if (!(Number.isInteger(sessions) && sessions >= 1 && sessions <= MANY))
    throw wrongPart(part, `gave ${sessions} sessions; it must give a whole number from 1 to ${MANY}.`)
  requireModels(owner.scenario, `work '${kind.name}'`, plan, kind.models)
  return { kind, sessions }
}

/** Takes one training step: plays the sessions of its work, and lets every learner learn from them. */
export async function trainStep(
  setting: Setting,
  progress: Progress,
  { kind, sessions }: Order,
): Promise<StepOutcome> {
  const { owner, seed, plan, cast, concurrency, record } = setting
  const { step } = progress
  const part = (name: string): Part => ({ owner, name, step })
  const numbers = Array.from({ length: sessions }, (_, i) => progress.sessions + i)
  const kept = recorded(record, { seed, step: progress.step, sessions: numbers })
  const { journal, messages } = journalOf(kept)
  const begin = performance.now()
  const playing = part(`the sessions of '${kind.name}'`)
  const episodes = await callPart(playing, () =>
    kind.play({ seed, sessions: numbers, concurrency, models: cast.models, journal }),
  )
  checkEpisodes(playing, episodes, numbers)
  const played = performance.now()
  const metrics = episodeMetrics(episodes)
  for (const [name, learner] of Object.entries(cast.learners)) {
    const learning = part(`the learner of '${name}'`)
    const learned = await callPart(learning, () => learner.learn(episodes))
    for (const [metric, value] of metricsOf(learning, learned))
      metrics[`${name}/${metric}`] = finiteMetric(learning, metric, value, { [name]: cast.models[name]! })
  }
  callNow(part('update of the work'), () => plan.work.update?.(episodes))
  metrics['tokens'] = turnTokens(episodes, new Set(Object.keys(cast.learners)))
  const working = part('metrics of the work')
  for (const [name, value] of metricsOf(
    working,
    callNow(working, () => plan.work.metrics?.() ?? {}),
  )) {
    if (Object.hasOwn(metrics, name) || name.startsWith('seconds/'))
      throw wrongPart(
        working,
        `gave a metric '${name}', which coevo measures itself: call it something else.`,
      )
    metrics[name] = finiteMetric(working, name, value, {})
  }
  progress.sessions += sessions
  const timings = {
    'seconds/play': (played - begin) / 1000,
    'seconds/learn': (performance.now() - played) / 1000,
  }
  return { episodes, metrics, timings, kept, journal: messages }
}

/** Refuses what a kind of session of the user's has played otherwise than it was asked to. */
function checkEpisodes(part: Part, episodes: readonly Episode[], sessions: readonly number[]): void {
  if (!Array.isArray(episodes))
    throw wrongPart(part, `gave ${episodes === null ? 'null' : typeof episodes}; they must give episodes.`)
  const wrong = sessions.findIndex((session, i) => episodes[i]?.session !== session)
  if (wrong >= 0 || episodes.length !== sessions.length)
    throw wrongPart(
      part,
      `gave ${episodes.length} episodes of ${sessions.length} sessions; they must give one a session, in their order.`,
    )
  for (const { session, roles } of episodes)
    for (const { role, return: value } of roles)
      if (!Number.isFinite(value))
        throw wrongPart(part, `gave ${role} the return ${value} in session ${session}; it must be finite.`)
}

/** Keeps the messages of these sessions. */
function journalOf(sessions: ReadonlySet<number>): { journal: Journal; messages: readonly Message[] } {
  const messages: Message[] = []
  const names = new Set([...sessions].map(String))
  const journal: Journal = {
    append({ message, refused }) {
      if (names.has(message.session) && refused === null) messages.push(message)
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

/**
 * Takes every measurement of the plan, with random streams of the step's own.
 *
 * @param trained what the step has measured already
 */
export async function evaluate(
  setting: Setting,
  step: number,
  trained: StepOutcome['metrics'] = {},
): Promise<Pick<StepOutcome, 'metrics' | 'timings'>> {
  const { owner, plan, cast, concurrency } = setting
  const begin = performance.now()
  const seed = stream(setting.seed, 'evaluation', step).int(2 ** 32)
  const metrics: Record<string, number> = {}
  for (const evaluation of plan.evaluate) {
    const part: Part = { owner, name: `the evaluation of ${evaluation.metrics[0]}`, step }
    const measured = await callPart(part, () =>
      evaluation.evaluate({ seed, concurrency, models: cast.models }),
    )
    const values = new Map(metricsOf(part, measured))
    for (const name of evaluation.metrics) {
      if (Object.hasOwn(trained, name))
        throw wrongPart(part, `measures '${name}', which every step has already: call it something else.`)
      metrics[name] = finiteMetric(part, name, values.get(name), cast.models)
    }
  }
  return { metrics, timings: { 'seconds/evaluate': (performance.now() - begin) / 1000 } }
}
