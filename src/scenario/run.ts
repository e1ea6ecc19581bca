import { UserError } from '../core/index.ts'
import { createRun, openRun, type RunHeader, type RunStore } from '../store/index.ts'
import { buildPlan } from './build.ts'
import { assemble, type Cast } from './cast.ts'
import { checkpointContent, restore } from './checkpoint.ts'
import type { Scenario } from './define.ts'
import type { RunEvent, RunResult } from './event.ts'
import { resolveOptions, type OptionValues } from './options.ts'
import { runResult } from './result.ts'
import { evaluate, throughput, trainStep, type Setting } from './step.ts'
import { versions } from './versions.ts'

/** What changes how a run is watched and how fast it goes, never its result. */
export interface RunSettings {
  /** Sessions open at once, at most: 1 … . Default 256, for a resumed run what it had. */
  readonly concurrency?: number
  /** Stops the run: the step under way is finished and a checkpoint written. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
}

const CONCURRENCY = 256

/**
 * Runs a scenario from its first step in a new folder.
 *
 * The same scenario, seed and options give the same digest on one type of machine, whatever the
 * concurrency and however often the run is interrupted and resumed.
 *
 * @throws UserError for options out of range, a place that cannot be written, a plan that lacks a model.
 */
export async function run(
  scenario: Scenario,
  start: {
    /** 0 … 2³² − 1. */
    readonly seed: number
    /** Over the defaults; texts are read as on the command line. */
    readonly options?: OptionValues
    /** Where the run's folder `<scenario>-<seed>` is made. */
    readonly out: string
    /** The path of the user's scenario file; null for a scenario that ships. */
    readonly source?: string | null
  } & RunSettings,
): Promise<RunResult> {
  const { seed, out, source = null, concurrency = CONCURRENCY } = start
  const options = resolveOptions(scenario, start.options)
  const header = {
    scenario: scenario.name,
    source,
    seed,
    options,
    versions: versions(),
    settings: { concurrency },
  }
  // Before the folder is made, so that a scenario that cannot be built leaves none.
  const stage = await prepare(scenario, header)
  return train(createRun(out, header), () => Promise.resolve(stage), start)
}

/**
 * Goes on with a run from its last checkpoint; one that has finished only returns its result.
 *
 * @throws UserError when the folder is no run, or the run of another scenario.
 */
export async function resume(
  scenario: Scenario,
  { folder, ...settings }: { readonly folder: string } & RunSettings,
): Promise<RunResult> {
  const store = openRun(folder)
  const { header } = store
  if (header.scenario !== scenario.name) {
    store.close()
    throw new UserError(
      `'${folder}' is a run of '${header.scenario}', not of '${scenario.name}'; resume it with its own scenario.`,
    )
  }
  return train(store, () => prepare(scenario, header), settings)
}

/** What a scenario declares, and the models and learners it declares, with fresh weights. */
interface Stage {
  readonly scenario: string
  readonly plan: Setting['plan']
  readonly cast: Cast
}

async function prepare(scenario: Scenario, header: RunHeader): Promise<Stage> {
  const plan = buildPlan(scenario, header)
  return { scenario: scenario.name, plan, cast: await assemble(scenario.name, plan, header.seed) }
}

async function train(
  store: RunStore,
  stage: () => Promise<Stage>,
  settings: RunSettings,
): Promise<RunResult> {
  try {
    // The folder may have been moved since.
    if (store.result !== null) return { ...(store.result as unknown as RunResult), run: store.folder }
    return await steps(await stage(), store, settings)
  } finally {
    store.close()
  }
}

async function steps(stage: Stage, store: RunStore, settings: RunSettings): Promise<RunResult> {
  const { scenario, plan, cast } = stage
  const { seed } = store.header
  const { signal, onEvent = () => {}, concurrency = Number(store.header.settings['concurrency']) } = settings
  const setting: Setting = { scenario, seed, plan, cast, concurrency }
  const { checkpoint } = store
  const progress = checkpoint === null ? { step: 0, sessions: 0 } : await restore(checkpoint, cast, plan.work)
  const stopped = () => signal?.aborted === true
  let saved = checkpoint?.step ?? -1
  const begin = performance.now()

  onEvent({
    type: 'start',
    scenario,
    seed,
    run: store.folder,
    step: progress.step,
    steps: plan.steps,
    headline: plan.headline,
    course: store.metrics(plan.headline).map(({ step, value }) => ({ step, value })),
  })
  if (checkpoint === null) {
    const { metrics, timings } = await evaluate(setting, 0)
    store.commitStep({ step: 0, metrics, timings })
    onEvent({ type: 'evaluation', step: 0, metrics })
  }
  while (progress.step < plan.steps && !stopped()) {
    const step = ++progress.step
    const trained = await trainStep(setting, progress)
    onEvent({
      type: 'step',
      step,
      steps: plan.steps,
      metrics: trained.metrics,
      ...throughput(trained),
      seconds: (performance.now() - begin) / 1000,
    })
    const measures = step % plan.evaluateEvery === 0 || step === plan.steps
    const measured = measures ? await evaluate(setting, step) : { metrics: {}, timings: {} }
    store.commitStep({
      step,
      episodes: trained.episodes,
      metrics: { ...trained.metrics, ...measured.metrics },
      timings: { ...trained.timings, ...measured.timings },
      journal: trained.journal,
    })
    if (measures) onEvent({ type: 'evaluation', step, metrics: measured.metrics })
    if (step % plan.checkpointEvery === 0) await save()
  }
  if (progress.step !== saved) await save()
  const result = runResult(store, progress.step, progress.step === plan.steps)
  if (result.finished) store.finish({ ...result })
  onEvent(result.finished ? { type: 'end', result } : { type: 'stopped', result })
  return result

  async function save(): Promise<void> {
    await store.commitCheckpoint(checkpointContent(progress, cast, plan.work))
    saved = progress.step
    onEvent({ type: 'checkpoint', step: saved })
  }
}
