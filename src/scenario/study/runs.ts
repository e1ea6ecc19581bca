import { join } from 'node:path'
import { canonicalJson } from '../../core/index.ts'
import { listRuns, type ListedRun } from '../../store/index.ts'
import { differenceOf, differenceText, type Computing } from '../code.ts'
import type { StudyJob } from './record.ts'

/** Returns where the runs of an arm lie in a study's folder. */
export function armFolder(folder: string, arm: string): string {
  return join(folder, arm)
}

/**
 * Finds what is there of a run of a study, with the same options: the last that was finished, or else the last that
 * was begun; undefined where there is none.
 */
export function runOf(folder: string, job: StudyJob): ListedRun | undefined {
  const runs = runsOf(folder, job)
  return runs.findLast(({ finished }) => finished) ?? runs.at(-1)
}

/** A run that need not be begun again. */
export interface KeptRun {
  readonly run: ListedRun
  /** What has changed since it was computed, in words; null for nothing. */
  readonly stale: string | null
}

/** Finds the newest run of the same options, one that was computed by what computes now before all others. */
export function runToKeep(folder: string, job: StudyJob, now: Computing): KeptRun | undefined {
  const runs = runsOf(folder, job).map((run) => ({
    run,
    stale: differenceText(differenceOf(run.header, now)),
  }))
  return runs.findLast(({ stale }) => stale === null) ?? runs.at(-1)
}

function runsOf(folder: string, { arm, seed, options }: StudyJob): ListedRun[] {
  const wanted = canonicalJson(options)
  return listRuns(armFolder(folder, arm)).filter(
    ({ header }) => header.seed === seed && canonicalJson(header.options) === wanted,
  )
}
