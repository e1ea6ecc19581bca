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
  /** Present where the learner keeps a value head: its parameters and their moments. */
  readonly value?: {
    readonly weights: Float32Array
    readonly firstMoment: Float32Array
    readonly secondMoment: Float32Array
  }
}

const files = {
  plain: 'learner.json',
  moments: 'moments.f32',
  reference: 'reference.f32',
  value: 'value.f32',
} as const

const plain = z.object({
  counters: z.object({ step: z.int().min(0), updates: z.int().min(0) }),
  estimator: z.object({ name: z.string(), state: z.json() }),
  optimizer: z.string(),
  parameters: z.int().min(1),
  reference: z.object({ name: z.string(), begun: z.boolean() }).optional(),
  value: z.object({ parameters: z.int().min(1) }).optional(),
})

/**
 * Writes `learner.json`, `moments.f32` (first, then second moments) and, where there is one, the reference's
 * weights as `reference.f32` and a value head as `value.f32` (parameters, then moments): float32, little-endian.
 */
export async function saveSnapshot(folder: string, snapshot: LearnerSnapshot): Promise<void> {
  const { firstMoment, secondMoment, reference, value, ...rest } = snapshot
  await mkdir(folder, { recursive: true })
  const further = {
    ...(reference && { reference: { name: reference.name, begun: reference.weights !== null } }),
    ...(value && { value: { parameters: value.weights.length } }),
  }
  await writeFile(
    join(folder, files.plain),
    `${canonicalJson({ ...rest, parameters: firstMoment.length, ...further })}\n`,
  )
  await writeFile(join(folder, files.moments), Buffer.concat([bytes(firstMoment), bytes(secondMoment)]))
  if (reference?.weights != null) await writeFile(join(folder, files.reference), bytes(reference.weights))
  if (value === undefined) return
  const vectors = [value.weights, value.firstMoment, value.secondMoment]
  await writeFile(join(folder, files.value), Buffer.concat(vectors.map(bytes)))
}

/** Reads what `saveSnapshot` wrote. @throws UserError when it is missing or damaged. */
export async function loadSnapshot(folder: string): Promise<LearnerSnapshot> {
  const text = (await read(folder, files.plain)).toString('utf8')
  const parsed = plain.safeParse(parse(text))
  if (!parsed.success)
    throw new UserError(`${join(folder, files.plain)} is damaged: ${z.prettifyError(parsed.error)}`)
  const { parameters, reference, value, ...rest } = parsed.data
  const [firstMoment, secondMoment] = await readVectors(folder, files.moments, 2, parameters)
  return {
    ...rest,
    firstMoment: firstMoment!,
    secondMoment: secondMoment!,
    ...(reference && {
      reference: {
        name: reference.name,
        weights: reference.begun ? (await readVectors(folder, files.reference, 1, parameters))[0]! : null,
      },
    }),
    ...(value && { value: await readValue(folder, value.parameters) }),
  }
}

async function readValue(folder: string, parameters: number): Promise<NonNullable<LearnerSnapshot['value']>> {
  const [weights, firstMoment, secondMoment] = await readVectors(folder, files.value, 3, parameters)
  return { weights: weights!, firstMoment: firstMoment!, secondMoment: secondMoment! }
}

/** Reads so many vectors of so many numbers each. */
async function readVectors(
  folder: string,
  file: string,
  count: number,
  size: number,
): Promise<Float32Array[]> {
  const found = await read(folder, file)
  if (found.length !== 4 * count * size)
    throw new UserError(
      `${join(folder, file)} has ${found.length} bytes; ${count} × ${size} numbers need ${4 * count * size}.`,
    )
  const floats = new Float32Array(new Uint8Array(found).buffer)
  return Array.from({ length: count }, (_, i) => floats.slice(i * size, (i + 1) * size))
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
  fits('a value head of', snapshot.value?.weights.length ?? 0, present.value?.weights.length ?? 0)
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
