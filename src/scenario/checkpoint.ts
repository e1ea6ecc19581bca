import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../core/index.ts'
import type { Checkpoint, CheckpointContent } from '../store/index.ts'
import type { Cast } from './cast.ts'
import type { Work } from './plan.ts'

/** How far a run has come. */
export interface Progress {
  /** Steps done. */
  step: number
  /** Sessions begun; the next one gets this number. */
  sessions: number
}

const savedState = z.strictObject({ sessions: z.int().min(0), work: z.json() })

/**
 * Describes a checkpoint: every model in models/<name>, what its learner needs besides in
 * learners/<name>, the curriculum and the counters as plain data, the weights of opponents in work.
 */
export function checkpointContent({ step, sessions }: Progress, cast: Cast, work: Work): CheckpointContent {
  return {
    step,
    state: { sessions, work: work.state?.() ?? null },
    async write(folder) {
      for (const [place, savable] of parts(folder, cast)) {
        await mkdir(place, { recursive: true })
        await savable.save(place)
      }
      if (work.save === undefined) return
      await mkdir(workFolder(folder), { recursive: true })
      await work.save(workFolder(folder))
    },
  }
}

/**
 * Puts models, learners and curriculum back to where a checkpoint left them.
 *
 * @throws UserError when the checkpoint is not of this scenario: other state, shapes or vocabulary.
 */
export async function restore(checkpoint: Checkpoint, cast: Cast, work: Work): Promise<Progress> {
  const { folder, step } = checkpoint
  const state = savedState.safeParse(checkpoint.state)
  if (!state.success)
    throw new UserError(
      `The checkpoint '${folder}' holds no state of a run; remove the run's folder and start it again.`,
    )
  for (const [place, savable] of parts(folder, cast)) await savable.load(place)
  work.restore?.(state.data.work)
  await work.load?.(workFolder(folder))
  return { step, sessions: state.data.sessions }
}

function workFolder(folder: string): string {
  return join(folder, 'work')
}

function parts(folder: string, { models, learners }: Cast) {
  return [
    ...Object.entries(models).map(([name, model]) => [join(folder, 'models', name), model] as const),
    ...Object.entries(learners).map(([name, learner]) => [join(folder, 'learners', name), learner] as const),
  ]
}
