import { BinaryWriter } from '@bufbuild/protobuf/wire'
import type { InferenceSession, Tensor } from 'onnxruntime-node'

/**
 * Puts an empty sequence before the outputs of an ONNX model.
 *
 * onnxruntime-node copies every output of a run into a new JavaScript array, the ones that were written in
 * place included, which for a cache costs more than the run. It converts them in order and throws at the
 * first that is not a tensor, after the run is complete. With this output in front nothing is copied;
 * `runUncopied` takes that one error for what it is. A version that converts sequences too would be slower
 * again and just as right.
 */
export function withoutCopies(model: Uint8Array): Uint8Array {
  // Protocol buffers merge: the lists of a second graph are appended to those of the first.
  const w = new BinaryWriter()
  const nested = (field: number, write: () => void) => {
    w.uint32((field << 3) | 2).fork()
    write()
    w.join()
  }
  const text = (field: number, value: string) => w.uint32((field << 3) | 2).string(value)
  nested(7, () => {
    nested(1, () => {
      text(2, barrier)
      text(4, 'SequenceEmpty')
    })
    nested(12, () => {
      text(1, barrier)
      // TypeProto { sequence_type { elem_type { tensor_type { elem_type: FLOAT } } } }
      nested(2, () => nested(4, () => nested(1, () => nested(1, () => w.uint32(1 << 3).int32(1)))))
    })
  })
  const front = w.finish()
  const whole = new Uint8Array(front.length + model.length)
  whole.set(front)
  whole.set(model, front.length)
  return whole
}

/** Runs a model of `withoutCopies`: every fetch is preallocated, and is all that the run returns. */
export async function runUncopied(
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  fetches: Readonly<Record<string, Tensor>>,
): Promise<void> {
  try {
    await session.run(feeds, { [barrier]: null, ...fetches })
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Non tensor type'))) throw error
  }
}

const barrier = 'barrier'
