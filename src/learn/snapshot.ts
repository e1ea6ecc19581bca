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
  /** Present where the learner keeps a reference policy; its weights are null before the first step. */
  readonly reference?: { readonly name: string; readonly weights: Float32Array | null }
}

const files = { plain: 'learner.json', moments: 'moments.f32', reference: 'reference.f32' } as const

const plain = z.object({
  counters: z.object({ step: z.int().min(0), updates: z.int().min(0) }),
  estimator: z.object({ name: z.string(), state: z.json() }),
  optimizer: z.string(),
  parameters: z.int().min(1),
  reference: z.object({ name: z.string(), begun: z.boolean() }).optional(),
})

/**
 * Writes `learner.json`, `moments.f32` (first, then second moments) and, where there is one, the reference's
 * weights as `reference.f32`: float32, little-endian.
 */
export async function saveSnapshot(folder: string, snapshot: LearnerSnapshot): Promise<void> {
  const { firstMoment, secondMoment, reference, ...rest } = snapshot
  await mkdir(folder, { recursive: true })
  const begun = reference && { reference: { name: reference.name, begun: reference.weights !== null } }
  await writeFile(
    join(folder, files.plain),
    `${canonicalJson({ ...rest, parameters: firstMoment.length, ...begun })}\n`,
  )
  await writeFile(join(folder, files.moments), Buffer.concat([bytes(firstMoment), bytes(secondMoment)]))
  if (reference?.weights != null) await writeFile(join(folder, files.reference), bytes(reference.weights))
}

/** Reads what `saveSnapshot` wrote. @throws UserError when it is missing or damaged. */
export async function loadSnapshot(folder: string): Promise<LearnerSnapshot> {
  const text = (await read(folder, files.plain)).toString('utf8')
  const parsed = plain.safeParse(parse(text))
  if (!parsed.success)
    throw new UserError(`${join(folder, files.plain)} is damaged: ${z.prettifyError(parsed.error)}`)
  const { parameters, reference, ...rest } = parsed.data
  const moments = await readFloats(folder, files.moments, 2 * parameters)
  const snapshot = {
    ...rest,
    firstMoment: moments.slice(0, parameters),
    secondMoment: moments.slice(parameters),
  }
  if (reference === undefined) return snapshot
  const { name, begun } = reference
  return {
    ...snapshot,
    reference: { name, weights: begun ? await readFloats(folder, files.reference, parameters) : null },
  }
}

async function readFloats(folder: string, file: string, count: number): Promise<Float32Array> {
  const found = await read(folder, file)
  if (found.length !== 4 * count)
    throw new UserError(
      `${join(folder, file)} has ${found.length} bytes; ${count} numbers need ${4 * count}.`,
    )
  return new Float32Array(new Uint8Array(found).buffer)
}

async function read(folder: string, file: string): Promise<Buffer> {
  return readFile(join(folder, file)).catch((error: unknown) => {
    throw new UserError(
      `${folder} holds no learner's state: ${error instanceof Error ? error.message : 'unreadable'}.`,
    )
  })
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
  fits('the reference', snapshot.reference?.name ?? 'none', present.reference?.name ?? 'none')
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
