import { digest, stream } from 'coevo/core'
import * as t from 'coevo/tensor'
import { expect, it } from 'vitest'
import { uniform } from './finite-differences.ts'

const [rows, width] = [2048, 128]

/** Large enough for ONNX Runtime to share the work among threads, with indices that repeat hundreds of times. */
it.each([64, 256, 257, 1000])(
  'adds up repeated indices among %i exactly alike in every run',
  async (count) => {
    const random = stream(1, 'repeated', count)
    const updates = uniform(random, rows * width, -1, 1)
    const ids = BigInt64Array.from({ length: rows }, () => BigInt(random.int(7) + count - 7))
    const table = t.input('table', 'float32', [count, width])
    const [i, u] = [t.input('ids', 'int64', [rows]), t.input('updates', 'float32', [rows, width])]
    const [byGather] = t.gradients(t.sum(t.mul(t.gather(table, i), u)), [table]) as [t.Float]
    const byElements = t.scatterElements(
      t.full([count, width], 0),
      t.expand(t.reshape(i, [rows, 1]), [rows, width]),
      u,
      0,
    )
    const program = await t.compile({ inputs: [i, u], outputs: { byGather, byElements }, threads: 4 })
    const runs = []
    for (let run = 0; run < 15; run++) runs.push(await program.run({ ids, updates }))
    await program.release()
    const sums = new Float64Array(count * width)
    for (const [k, value] of updates.entries()) {
      const at = Number(ids[Math.floor(k / width)]) * width + (k % width)
      sums[at] = sums[at]! + value
    }
    for (const name of ['byGather', 'byElements']) {
      const results = runs.map((outputs) => outputs[name]!.data as Float32Array)
      const worst = results[0]!.reduce((most, value, k) => Math.max(most, Math.abs(value - sums[k]!)), 0)
      expect(worst).toBeLessThan(1e-3)
      const digests = results.map((data) =>
        digest(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
      )
      expect(new Set(digests).size).toBe(1)
    }
  },
)
