import { rmSync } from 'node:fs'
import { messageOf, UserError, type Code, type OptionValues } from '../core/index.ts'
import {
  createRun,
  noteFailure,
  openRun,
  readMetrics,
  type RunHeader,
  type RunStore,
} from '../store/index.ts'
import { buildPlan } from './build.ts'
import { assemble } from './cast.ts'
import { checkCode, computing, hashOf, type Computing } from './code.ts'
import type { Scenario } from './define.ts'
import type { RunResult } from './event.ts'
import { loop, type RunSettings, type Stage } from './loop.ts'
import { differing, resolveOptions } from './options.ts'
import { runName } from './run-name.ts'
import { machine } from './versions.ts'

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
    /** Where the run's folder is made. */
    readonly out: string
    /** The name of that folder; if left out it also tells the options that differ from the defaults. */
    readonly name?: string
    /** The path of the user's scenario file; null for a scenario that ships. */
    readonly source?: string | null
    /** Of the user's file and of what it imports, as `loadScenario` gives it. */
    readonly code?: Code | undefined
  } & RunSettings,
): Promise<RunResult> {
  const { seed, out, source = null, concurrency = CONCURRENCY, record = 'sample' } = start
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
    throw new UserError(`The seed of a run is a whole number from 0 to ${2 ** 32 - 1}, not ${seed}.`)
  const options = resolveOptions(scenario, start.options)
  const set = differing(scenario, options)
  const name = start.name ?? runName(scenario.name, seed, set)
  const now = computing(start.code)
  const header = {
    scenario: scenario.name,
    source,
    seed,
    options,
    ...now,
    machine: machine(),
    set: Object.keys(set),
    settings: { concurrency, record },
  }
  // Before the folder is made, so that a scenario that cannot be built leaves none.
  const stage = await prepare(scenario, header, now, start)
  const { headline, better, steps } = stage.plan
  const store = createRun(out, { ...header, plan: { headline, better, steps } }, name)
  try {
    return await train(store, () => Promise.resolve(stage), start)
  } catch (error) {
    if (!isWorthKeeping(store.folder, error)) rmSync(store.folder, { recursive: true, force: true })
    throw error
  }
}

/**
 * Goes on with a run from its last checkpoint; one that has finished only returns its result.
 *
 * @throws UserError when the folder is no run, the run of another scenario, or one that was begun with other code.
 */
export async function resume(
  scenario: Scenario,
  {
    folder,
    code,
    changed = false,
    from,
    ...settings
  }: {
    readonly folder: string
    /** As for `run`; without it nothing is said of the user's files. */
    readonly code?: Code | undefined
    /** Goes on although files of the user's have changed. */
    readonly changed?: boolean
    /** The step of an earlier checkpoint that is kept; what came after it is done again. */
    readonly from?: number | undefined
  } & RunSettings,
): Promise<RunResult> {
  const store = openRun(folder, from === undefined ? {} : { from })
  const { header } = store
  if (header.scenario !== scenario.name) {
    store.close()
    throw new UserError(
      `'${folder}' is a run of '${header.scenario}', not of '${scenario.name}'; resume it with its own scenario.`,
    )
  }
  const now = computing(code, header.code)
  return train(store, () => takeUp(scenario, store, now, { changed, ...settings }), settings)
}

/** Makes a run ready that was begun before, maybe by other code. */
async function takeUp(
  scenario: Scenario,
  store: RunStore,
  now: Computing,
  { changed, ...settings }: { readonly changed: boolean } & RunSettings,
): Promise<Stage> {
  const notice = checkCode(store.folder, store.header, now, changed)
  const stage = await prepare(scenario, store.header, now, settings)
  if (notice === null) return stage
  settings.onEvent?.({ type: 'notice', line: notice })
  store.changeCode(now)
  return stage
}

/** Tells whether a run that failed has made a step, or is to go on once the user has mended what stopped it. */
function isWorthKeeping(folder: string, error: unknown): boolean {
  if (error instanceof UserError && error.message.includes(`coevo resume ${folder}`)) return true
  try {
    return readMetrics(folder).some(({ step }) => step > 0)
  } catch {
    return true
  }
}

async function prepare(
  scenario: Scenario,
  header: RunHeader,
  { code }: Computing,
  { onEvent = () => {} }: RunSettings,
): Promise<Stage> {
  const plan = buildPlan(scenario, header)
  const owner = { scenario: scenario.name, source: header.source }
  const cast = await assemble(owner, plan, {
    seed: header.seed,
    code: hashOf(code),
    report: (model, line) => onEvent({ type: 'preparing', model, line }),
  })
  return { owner, measures: scenario.study?.measures ?? [], plan, cast }
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
    const made = await stage()
    try {
      return await loop(made, store, settings)
    } catch (error) {
      noteFailure(store.folder, messageOf(error))
      throw error
    }
  } finally {
    store.close()
  }
}
