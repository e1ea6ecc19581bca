import { fc, test } from '@fast-check/vitest'
import { UserError } from 'coevo/core'
import { layoutSize } from 'coevo/tensor'
import { describe, expect, it } from 'vitest'
import { decodeSafeTensors, encodeSafeTensors } from '../../src/model/safetensors.ts'

const tensors = fc
  .dictionary(
    fc
      .string({ minLength: 1, unit: 'grapheme' })
      .filter((name) => name !== '__metadata__' && name !== '__proto__'),
    fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
    { maxKeys: 5, noNullPrototype: true },
  )
  .map((layout) => ({
    layout,
    metadata: { format: 'pt' },
    flat: Float32Array.from({ length: layoutSize(layout) }, (_, i) => i - 3.5),
  }))

describe('safetensors', () => {
  test.prop([tensors])('are read as they were written', (file) => {
    const read = decodeSafeTensors(encodeSafeTensors(file), 'file')
    expect(read.flat).toEqual(file.flat)
    expect(read.metadata).toEqual(file.metadata)
    expect(new Map(Object.entries(read.layout))).toEqual(new Map(Object.entries(file.layout)))
  })

  test.prop([tensors])('lie where the format says', (file) => {
    const bytes = encodeSafeTensors(file)
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
    expect((8 + length) % 8).toBe(0)
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as object
    expect(Object.keys(header)).toHaveLength(1 + Object.keys(file.layout).length)
    expect(bytes.length).toBe(8 + length + file.flat.byteLength)
  })

  test.prop([tensors, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })])(
    'are refused when the file is cut off',
    (file, share) => {
      const bytes = encodeSafeTensors(file)
      const cut = bytes.slice(0, Math.floor(share * bytes.length))
      expect(() => decodeSafeTensors(cut, 'file')).toThrow(UserError)
    },
  )

  const withHeader = (header: string, numbers = 0) => {
    const text = new TextEncoder().encode(header)
    const bytes = new Uint8Array(8 + text.length + 4 * numbers)
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
    bytes.set(text, 8)
    return bytes
  }
  it.for([
    ['no JSON', 'x', 0, 'header'],
    ['another type', '{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}', 1, 'BF16'],
    ['overlapping tensors', '{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}', 3, "tensor 'a'"],
    ['a shape that does not fit', '{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', 2, "tensor 'a'"],
    ['numbers of nobody', '{}', 1, '4 bytes'],
  ] as const)('are refused with %s', ([, header, numbers, message]) => {
    expect(() => decodeSafeTensors(withHeader(header, numbers), 'file')).toThrow(message)
  })
})
