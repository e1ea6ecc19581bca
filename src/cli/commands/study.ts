import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { InvalidArgumentError, type Command } from 'commander'
import { nearest, UserError } from '../../core/index.ts'
import {
  armFolder,
  computing,
  loadScenario,
  planStudy,
  reportStudy,
  runToKeep,
  studyJobs,
  writeRecord,
  type KeptRun,
  type RunResult,
  type StudyJob,
  type StudyRecord,
} from '../../scenario/index.ts'
import { requireSound } from '../audit/require-sound.ts'
import { oneLine } from '../failure.ts'
import { stopAtInterrupt } from '../interrupt.ts'
import { seedNumber, wholeNumber } from '../number.ts'
import { duration, figure } from '../progress/figure.ts'
import { optionFlags, parseSet } from '../set.ts'
import { openStudyDisplay } from '../study/display.ts'
import { inProcess, type Launch } from '../study/launch.ts'
import { studyText } from '../study/table.ts'
import type { Terminal } from '../terminal.ts'

export interface StudyFlags {
  readonly seeds: readonly number[]
  readonly arms?: readonly string[]
  readonly set: readonly string[]
  readonly out: string
  readonly jobs: number
  readonly fresh?: true
  readonly keep?: true
  readonly json?: true
}

/** Where studies lie unless the user says otherwise. */
export const STUDIES = join('runs', 'studies')

/** Declares `coevo study`. */
export function declareStudy(command: (usage: string, description: string) => Command): Command {
  return optionFlags(
    command('study <scenario>', 'Run what a scenario is about beside its baselines, over several seeds.'),
  )
    .option('--seeds <list>', 'the seeds, with commas between them', seedList, [1, 2, 3])
    .option('--arms <list>', 'only these arms, with commas between them', (text) => text.split(','))
    .option('--out <dir>', 'folder in which the folder of the study is made', STUDIES)
    .option(
      '--jobs <n>',
      'runs at once, each in a process of its own',
      wholeNumber(1, 256),
      Math.min(2, availableParallelism()),
    )
    .option('--fresh', 'run again what is finished already')
    .option('--keep', 'keep what other code has computed, and go on with it')
}

function seedList(text: string): number[] {
  const seeds = text.split(',').map(seedNumber)
  if (seeds.length > 100) throw new InvalidArgumentError('There can be 100 seeds at most.')
  return seeds
}

/**
 * Runs every arm of a scenario's study with every seed, and prints what comes of it.
 *
 * What is finished with the same options and code is not run again, what was stopped goes on. A run that fails
 * is told, and the others go on. Returns the exit code.
 *
 * @throws UserError when runs are there that other code has computed, and neither `fresh` nor `keep` says what becomes
 * of them.
 */
export async function studyCommand(
  nameOrPath: string,
  flags: StudyFlags,
  terminal: Terminal,
  launch: Launch = inProcess,
): Promise<number> {
  const loaded = await loadScenario(nameOrPath)
  const options = parseSet(flags.set)
  if (loaded.source !== null) await requireSound(loaded.source, { kind: 'scenario', options })
  const record = planStudy(loaded, { seeds: flags.seeds, set: options })
  const folder = join(flags.out, record.scenario)
  for (const arm of flags.arms ?? []) requireArm(record, arm)
  const jobs = studyJobs(record, flags.arms)
  const { fresh = false, keep = false } = flags
  if (fresh && keep) throw new UserError('--fresh runs again what --keep keeps: leave one of them out.')
  const now = computing(loaded.code)
  if (!fresh && !keep)
    refuseStale(
      record.scenario,
      jobs.map((job) => runToKeep(folder, job, now)),
    )
  writeRecord(folder, record)

  const display = openStudyDisplay(terminal, record.scenario, jobs.length)
  const interrupts = stopAtInterrupt(terminal, {
    first: () => display.stopping(),
    second: () => display.close(),
  })
  const { signal } = interrupts
  let failed = 0
  const work = async (job: StudyJob) => {
    const name = `${job.arm}, seed ${job.seed}`
    try {
      const kept = fresh ? undefined : runToKeep(folder, job, now)?.run
      if (kept?.finished === true) return display.ended(name, 'is there already, --fresh runs it again')
      const order = {
        scenario: nameOrPath,
        seed: job.seed,
        options: job.options,
        out: armFolder(folder, job.arm),
        resume: kept?.folder ?? null,
        changed: keep,
      }
      const result = await launch(order, { signal, onEvent: (event) => display.show(name, event) })
      display.ended(name, resultLine(result))
    } catch (error) {
      failed++
      display.ended(name, `failed: ${oneLine(error instanceof Error ? error.message : String(error))}`)
    }
  }
  try {
    await inTurn(jobs, flags.jobs, signal, work)
  } finally {
    interrupts.release()
    display.close()
  }
  if (signal.aborted) {
    terminal.err('\nStopped; the same command goes on.\n')
    return interrupts.exitCode
  }
  const report = reportStudy(folder)
  if (flags.json === true) terminal.out(`${JSON.stringify({ folder, ...report })}\n`)
  else terminal.out(studyText(report, terminal.page()))
  if (failed > 0)
    terminal.err(`coevo: ${failed} of ${jobs.length} runs failed; the same command tries them again.\n`)
  return failed > 0 ? 1 : 0
}

/** Refuses to count runs of other code with those that are to come. */
function refuseStale(scenario: string, runs: readonly (KeptRun | undefined)[]): void {
  const stale = runs.filter((run) => run !== undefined && run.stale !== null) as KeptRun[]
  const [first] = stale
  if (first === undefined) return
  const is = stale.length === 1 ? '1 run is' : `${stale.length} runs are`
  throw new UserError(
    `Of the study of '${scenario}' ${is} there that other code has computed, such as '${first.run.folder}' (changed since: ${first.stale}): run again with --fresh, or keep with --keep.`,
  )
}

/** @throws UserError for an arm that the study does not have. */
function requireArm({ scenario, arms }: StudyRecord, arm: string): void {
  if (Object.hasOwn(arms, arm)) return
  const names = Object.keys(arms)
  const near = nearest(arm, names)
  throw new UserError(
    `The study of '${scenario}' has no arm '${oneLine(arm)}'${near === undefined ? '.' : `; did you mean '${near}'?`} Its arms: ${names.join(', ')}.`,
  )
}

/** Works on jobs in their order, so many at once, until there are none or a signal comes. */
async function inTurn<Job>(
  jobs: readonly Job[],
  atOnce: number,
  signal: AbortSignal,
  work: (job: Job) => Promise<void>,
): Promise<void> {
  const left = jobs.values()
  const worker = async () => {
    // All workers draw from one iterator.
    for (const job of left) {
      if (signal.aborted) return
      await work(job)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

function resultLine({ finished, steps, headline, seconds }: RunResult): string {
  if (!finished) return `stopped at step ${steps}`
  return `${headline.metric} ${figure(headline.last)}, ${duration(seconds)}`
}
