import type { MetricRow, RunStore } from '../store/index.ts'
import type { Course, RunResult } from './event.ts'
import type { CompletePlan } from './plan.ts'
import { throughput } from './step.ts'
import { bestOf, measured } from './study/measure.ts'
import type { Measure } from './study/study.ts'

/** Sums a run up from its store, so that a run in several sittings counts all of them. */
export function runResult(
  store: RunStore,
  step: number,
  plan: Pick<CompletePlan, 'steps' | 'headline' | 'better'> & { readonly measures: readonly Measure[] },
): RunResult {
  const { headline, better, measures } = plan
  const total = (name: string) => store.metrics(name).reduce((sum, { value }) => sum + value, 0)
  const [games, tokens] = [total('games'), total('tokens')]
  const [play, learn] = [total('seconds/play'), total('seconds/learn')]
  return {
    scenario: store.header.scenario,
    seed: store.header.seed,
    steps: step,
    digest: store.digest,
    nashConv: courseOf(store.metrics('nashConv'), 'lower'),
    headline: { metric: headline, ...courseOf(store.metrics(headline), better)! },
    measures: Object.fromEntries(
      measures.map((measure) => [measure.name, measured(measure, store.metrics(measure.metric))]),
    ),
    metrics: latest(store.metrics()),
    games,
    tokens,
    seconds: play + learn + total('seconds/evaluate'),
    ...throughput({ metrics: { games, tokens }, timings: { 'seconds/play': play, 'seconds/learn': learn } }),
    run: store.folder,
    finished: step === plan.steps,
  }
}

function courseOf(rows: readonly MetricRow[], better: 'higher' | 'lower'): Course | null {
  if (rows.length === 0) return null
  const values = rows.map(({ value }) => value)
  return { first: values[0]!, last: values.at(-1)!, best: bestOf(values, better) }
}

function latest(rows: readonly MetricRow[]): Record<string, number> {
  return Object.fromEntries(rows.filter(({ timing }) => !timing).map(({ name, value }) => [name, value]))
}
