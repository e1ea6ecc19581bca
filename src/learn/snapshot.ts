import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { canonicalJson, UserError, type Json } from '../core/index.ts'

/** What a resumed run needs of a learner beside the weights. */
export interface LearnerSnapshot {
  /** Calls to `learn` and updates of the weights so far. */
  readonly counters: { readonly step: number; readonly updates: number }
  readonly estimator: { readonly name: string; readonly state: Json }
  readonly optimizer: string
  /** The optimizer's moments, one number a parameter. */
  readonly firstMoment: Float32Array
  readonly secondMoment: Float32Array
}

const files = { plain: 'learner.json', moments: 'moments.f32' } as const

const plain = z.object({
  counters: z.object({ step: z.int().min(0), updates: z.int().min(0) }),
  estimator: z.object({ name: z.string(), state: z.json() }),
  optimizer: z.string(),
  parameters: z.int().min(1),
})

/** Writes `learner.json` and `moments.f32` (first, then second moments, float32, little-endian). */
export async function saveSnapshot(folder: string, snapshot: LearnerSnapshot): Promise<void> {
  const { firstMoment, secondMoment, ...rest } = snapshot
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, files.plain),
    `${canonicalJson({ ...rest, parameters: firstMoment.length })}\n`,
  )
  await writeFile(join(folder, files.moments), Buffer.concat([bytes(firstMoment), bytes(secondMoment)]))
}

/** Reads what `saveSnapshot` wrote. @throws UserError when it is missing or damaged. */
export async function loadSnapshot(folder: string): Promise<LearnerSnapshot> {
  const [text, moments] = await Promise.all([
    readFile(join(folder, files.plain), 'utf8'),
    readFile(join(folder, files.moments)),
  ]).catch((error: unknown) => {
    throw new UserError(
      `${folder} holds no learner's state: ${error instanceof Error ? error.message : 'unreadable'}.`,
    )
  })
  const parsed = plain.safeParse(parse(text))
  if (!parsed.success)
    throw new UserError(`${join(folder, files.plain)} is damaged: ${z.prettifyError(parsed.error)}`)
  const { parameters, ...rest } = parsed.data
  if (moments.length !== 8 * parameters)
    throw new UserError(
      `${join(folder, files.moments)} has ${moments.length} bytes; ${parameters} parameters need ${8 * parameters}.`,
    )
  const floats = new Float32Array(new Uint8Array(moments).buffer)
  return { ...rest, firstMoment: floats.slice(0, parameters), secondMoment: floats.slice(parameters) }
}

/** Throws a UserError when a snapshot does not fit the learner whose present one is given. */
export function checkSnapshot(snapshot: LearnerSnapshot, present: LearnerSnapshot): void {
  const fits = (what: string, found: string | number, expected: string | number) => {
    if (found !== expected)
      throw new UserError(
        `The saved learner has ${what} ${found}, this one ${expected}: resume with the scenario that wrote it.`,
      )
  }
  fits('the estimator', snapshot.estimator.name, present.estimator.name)
  fits('the optimizer', snapshot.optimizer, present.optimizer)
  fits('a number of parameters of', snapshot.firstMoment.length, present.firstMoment.length)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function bytes(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
