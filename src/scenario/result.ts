import type { MetricRow, RunStore } from '../store/index.ts'
import type { RunResult } from './event.ts'
import { throughput } from './step.ts'

/** Sums a run up from its store, so that a run in several sittings counts all of them. */
export function runResult(store: RunStore, steps: number, finished: boolean): RunResult {
  const total = (name: string) => store.metrics(name).reduce((sum, { value }) => sum + value, 0)
  const [games, tokens] = [total('games'), total('tokens')]
  const [play, learn] = [total('seconds/play'), total('seconds/learn')]
  return {
    scenario: store.header.scenario,
    seed: store.header.seed,
    steps,
    digest: store.digest,
    nashConv: course(store.metrics('nashConv')),
    metrics: latest(store.metrics()),
    games,
    tokens,
    seconds: play + learn + total('seconds/evaluate'),
    ...throughput({ metrics: { games, tokens }, timings: { 'seconds/play': play, 'seconds/learn': learn } }),
    run: store.folder,
    finished,
  }
}

function course(rows: readonly MetricRow[]): RunResult['nashConv'] {
  if (rows.length === 0) return null
  const values = rows.map(({ value }) => value)
  return { first: values[0]!, last: values.at(-1)!, best: Math.min(...values) }
}

function latest(rows: readonly MetricRow[]): Record<string, number> {
  return Object.fromEntries(rows.filter(({ timing }) => !timing).map(({ name, value }) => [name, value]))
}
