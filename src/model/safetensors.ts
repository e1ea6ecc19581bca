import { UserError } from '../core/index.ts'
import { layoutSize, type Layout } from '../tensor/index.ts'
import { z } from 'zod'

/** A safetensors file's header is at most this long, in bytes, by the format. */
const longestHeader = 100_000_000

const entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
})

/** A safetensors file's tensors as one flat vector, and its metadata. */
export interface SafeTensors {
  readonly layout: Layout
  readonly metadata: Readonly<Record<string, string>>
  readonly flat: Float32Array
}

/**
 * Encodes named tensors that lie one after the other in a flat vector (huggingface/safetensors, format 0.4:
 * an 8-byte length, a JSON header, the numbers, all little-endian).
 */
export function encodeSafeTensors({ layout, metadata, flat }: SafeTensors): Uint8Array {
  let start = 0
  const tensors = Object.entries(layout).map(([name, shape]) => {
    const end = start + 4 * layoutSize({ [name]: shape })
    const described = [name, { dtype: 'F32', shape, data_offsets: [start, end] }] as const
    start = end
    return described
  })
  const header = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(tensors) })
  const unaligned = new TextEncoder().encode(header)
  // Spaces align the numbers to 8 bytes.
  const text = new Uint8Array(Math.ceil(unaligned.length / 8) * 8).fill(0x20)
  text.set(unaligned)
  const file = new Uint8Array(8 + text.length + flat.byteLength)
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true)
  file.set(text, 8)
  file.set(new Uint8Array(flat.buffer, flat.byteOffset, flat.byteLength), 8 + text.length)
  return file
}

/**
 * Decodes a safetensors file of 32-bit floats, its tensors in the order of their places.
 *
 * @param path for messages
 * @throws UserError when the file is damaged or holds other types.
 */
export function decodeSafeTensors(file: Uint8Array, path: string): SafeTensors {
  const damaged = (why: string) => new UserError(`${path} is not a safetensors file: ${why}.`)
  if (file.length < 8) throw damaged('it is shorter than 8 bytes')
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true))
  if (length > longestHeader || 8 + length > file.length) throw damaged('its header is longer than the file')
  const header = parse(new TextDecoder().decode(file.subarray(8, 8 + length)))
  if (header === undefined) throw damaged('its header is not what the format says')
  const { __metadata__: metadata, ...rest } = header
  const tensors = Object.entries(rest as Record<string, z.infer<typeof entry>>).toSorted(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0],
  )
  const bytes = file.length - 8 - length
  let end = 0
  for (const [name, { dtype, shape, data_offsets }] of tensors) {
    if (dtype !== 'F32')
      throw new UserError(`${path}: the tensor '${name}' is ${dtype}; only F32 can be read, so convert it.`)
    if (data_offsets[0] !== end || data_offsets[1] - end !== 4 * layoutSize({ [name]: shape }))
      throw damaged(`the place of the tensor '${name}' does not fit its shape`)
    end = data_offsets[1]
  }
  if (end !== bytes) throw damaged(`it has ${bytes} bytes of numbers where its header has ${end}`)
  const flat = new Float32Array(bytes / 4)
  new Uint8Array(flat.buffer).set(file.subarray(8 + length))
  const layout = Object.fromEntries(tensors.map(([name, { shape }]) => [name, shape]))
  return { layout, metadata: metadata ?? {}, flat }
}

const header = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(entry)

function parse(text: string) {
  try {
    return header.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
