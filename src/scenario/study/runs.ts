import { join } from 'node:path'
import { canonicalJson } from '../../core/index.ts'
import { listRuns, type ListedRun } from '../../store/index.ts'
import { versions } from '../versions.ts'
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

/** Finds the newest run that need not be begun again: of the same options, and of what computes now. */
export function runToKeep(folder: string, job: StudyJob): ListedRun | undefined {
  const now = canonicalJson(versions())
  return runsOf(folder, job).findLast(({ header }) => canonicalJson(header.versions) === now)
}

function runsOf(folder: string, { arm, seed, options }: StudyJob): ListedRun[] {
  const wanted = canonicalJson(options)
  return listRuns(armFolder(folder, arm)).filter(
    ({ header }) => header.seed === seed && canonicalJson(header.options) === wanted,
  )
}
