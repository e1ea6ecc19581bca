import { RECORDINGS, type Recording, type RunStore } from '../store/index.ts'
import type { Cast } from './cast.ts'
import { checkpointContent, restore } from './checkpoint.ts'
import type { RunEvent, RunResult } from './event.ts'
import { runResult } from './result.ts'
import type { Measure } from './study/study.ts'
import { chooseWork, evaluate, throughput, trainStep, type Setting } from './step.ts'

/** What changes how a run is watched and how fast it goes, never its result. */
export interface RunSettings {
  /** Sessions open at once, at most: 1 … . Default 256, for a resumed run what it had. */
  readonly concurrency?: number
  /**
   * Which sessions' episodes and messages the database keeps; the digest does not depend on it. Default 'sample', for
   * a resumed run what it had.
   */
  readonly record?: Recording
  /** Stops the run: the step under way is finished and a checkpoint written. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
}

/** What a scenario declares, and the models and learners it declares, with fresh weights. */
export interface Stage {
  readonly owner: Setting['owner']
  readonly measures: readonly Measure[]
  readonly plan: Setting['plan']
  readonly cast: Cast
}

/** Trains from a run's last checkpoint, or its beginning, to its last step or to a signal. */
export async function loop(stage: Stage, store: RunStore, settings: RunSettings): Promise<RunResult> {
  const { owner, plan, cast, measures } = stage
  const { seed } = store.header
  const had = store.header.settings
  const { signal, onEvent = () => {}, concurrency = Number(had['concurrency']) } = settings
  const record = settings.record ?? recordingOf(had['record'])
  const setting: Setting = { owner, seed, plan, cast, concurrency, record }
  const { checkpoint } = store
  const progress =
    checkpoint === null ? { step: 0, sessions: 0 } : await restore(owner, checkpoint, cast, plan.work)
  const stopped = () => signal?.aborted === true
  let saved = checkpoint?.step ?? -1
  const begin = performance.now()

  onEvent({
    type: 'start',
    scenario: owner.scenario,
    seed,
    run: store.folder,
    step: progress.step,
    steps: plan.steps,
    headline: plan.headline,
    better: plan.better,
    course: store.metrics(plan.headline).map(({ step, value }) => ({ step, value })),
  })
  // Chosen before the first evaluation, which may take long: what is wrong with it is told at once.
  let order = stopped() || progress.step === plan.steps ? null : chooseWork(setting, progress.step + 1)
  if (checkpoint === null) {
    const { metrics, timings } = await evaluate(setting, 0)
    store.commitStep({ step: 0, metrics, timings })
    onEvent({ type: 'evaluation', step: 0, metrics })
  }
  while (progress.step < plan.steps && !stopped()) {
    const step = ++progress.step
    const trained = await trainStep(setting, progress, order ?? chooseWork(setting, step))
    order = null
    const measures = step % plan.evaluateEvery === 0 || step === plan.steps
    onEvent({
      type: 'step',
      step,
      steps: plan.steps,
      metrics: trained.metrics,
      ...throughput(trained),
      seconds: (performance.now() - begin) / 1000,
      evaluates: measures,
    })
    const measured = measures ? await evaluate(setting, step, trained.metrics) : { metrics: {}, timings: {} }
    store.commitStep({
      step,
      episodes: trained.episodes,
      kept: trained.kept,
      metrics: { ...trained.metrics, ...measured.metrics },
      timings: { ...trained.timings, ...measured.timings },
      journal: trained.journal,
    })
    if (measures) onEvent({ type: 'evaluation', step, metrics: measured.metrics })
    if (step % plan.checkpointEvery === 0) await save()
  }
  // The work of the first step is chosen by now, and would be chosen again.
  if (progress.step > 0 && progress.step !== saved) await save()
  const result = runResult(store, progress.step, { ...plan, measures })
  if (result.finished) store.finish({ ...result })
  onEvent(result.finished ? { type: 'end', result } : { type: 'stopped', result })
  return result

  async function save(): Promise<void> {
    await store.commitCheckpoint(checkpointContent(owner, progress, cast, plan.work))
    saved = progress.step
    onEvent({ type: 'checkpoint', step: saved })
  }
}

/** Runs of version 0.1 kept every episode. */
function recordingOf(had: unknown): Recording {
  return RECORDINGS.find((recording) => recording === had) ?? 'all'
}
