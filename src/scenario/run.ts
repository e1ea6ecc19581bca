import { UserError, type OptionValues } from '../core/index.ts'
import { createRun, openRun, type RunHeader, type RunStore } from '../store/index.ts'
import { buildPlan } from './build.ts'
import { assemble } from './cast.ts'
import type { Scenario } from './define.ts'
import type { RunResult } from './event.ts'
import { loop, type RunSettings, type Stage } from './loop.ts'
import { resolveOptions } from './options.ts'
import { machine, versions } from './versions.ts'

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
    machine: machine(),
    settings: { concurrency },
  }
  // Before the folder is made, so that a scenario that cannot be built leaves none.
  const stage = await prepare(scenario, header, start)
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
  return train(store, () => prepare(scenario, header, settings), settings)
}

async function prepare(
  scenario: Scenario,
  header: RunHeader,
  { onEvent = () => {} }: RunSettings,
): Promise<Stage> {
  const plan = buildPlan(scenario, header)
  const cast = await assemble(scenario.name, plan, header.seed, (model, line) =>
    onEvent({ type: 'preparing', model, line }),
  )
  return { scenario: scenario.name, measures: scenario.study?.measures ?? [], plan, cast }
}

async function train(
  store: RunStore,
  stage: () => Promise<Stage>,
  settings: RunSettings,
): Promise<RunResult> {
  try {
    const result = store.result as unknown as RunResult | null
    // The folder may have been moved since. A result that tells less than it does now is told again.
    if (result !== null && 'headline' in result) return { ...result, run: store.folder }
    return await loop(await stage(), store, settings)
  } finally {
    store.close()
  }
}
