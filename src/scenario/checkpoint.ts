import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson, messageOf, UserError, type Json } from '../core/index.ts'
import type { Checkpoint, CheckpointContent } from '../store/index.ts'
import type { Cast } from './cast.ts'
import { callNow, callPart, wrongPart, type Owner } from './part.ts'
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
export function checkpointContent(
  owner: Owner,
  { step, sessions }: Progress,
  cast: Cast,
  work: Work,
): CheckpointContent {
  return {
    step,
    state: { sessions, work: stateOf(owner, step, work) },
    async write(folder) {
      for (const { place, name, savable } of parts(folder, cast)) {
        await mkdir(place, { recursive: true })
        await callPart({ owner, name: `saving ${name}`, step }, () => savable.save(place))
      }
      if (work.save === undefined) return
      await mkdir(workFolder(folder), { recursive: true })
      await callPart({ owner, name: 'save of the work', step }, () => work.save!(workFolder(folder)))
    },
  }
}

/** What a work's state is, once it is sure to be the same when it is read again. */
function stateOf(owner: Owner, step: number, work: Work): Json {
  const part = { owner, name: 'state of the work', step }
  const state = callNow(part, () => work.state?.() ?? null)
  try {
    canonicalJson(state)
    return state
  } catch (error) {
    const why = error instanceof RangeError ? 'it contains itself, or is nested too deep' : messageOf(error)
    throw wrongPart(part, `gave what is no plain data: ${why.replace('$', 'state')}.`)
  }
}

/**
 * Puts models, learners and curriculum back to where a checkpoint left them.
 *
 * @throws UserError when the checkpoint is not of this scenario: other state, shapes or vocabulary.
 */
export async function restore(
  owner: Owner,
  checkpoint: Checkpoint,
  cast: Cast,
  work: Work,
): Promise<Progress> {
  const { folder, step } = checkpoint
  const state = savedState.safeParse(checkpoint.state)
  if (!state.success)
    throw new UserError(
      `The checkpoint '${folder}' holds no state of a run; remove the run's folder and start it again.`,
    )
  for (const { place, name, savable } of parts(folder, cast))
    await callPart({ owner, name: `loading ${name}`, step }, () => savable.load(place))
  callNow({ owner, name: 'restore of the work', step }, () => work.restore?.(state.data.work))
  await callPart({ owner, name: 'load of the work', step }, () => work.load?.(workFolder(folder)))
  return { step, sessions: state.data.sessions }
}

function workFolder(folder: string): string {
  return join(folder, 'work')
}

function parts(folder: string, { models, learners }: Cast) {
  return [
    ...Object.entries(models).map(([name, savable]) => ({
      place: join(folder, 'models', name),
      name: `the model '${name}'`,
      savable,
    })),
    ...Object.entries(learners).map(([name, savable]) => ({
      place: join(folder, 'learners', name),
      name: `the learner of '${name}'`,
      savable,
    })),
  ]
}
