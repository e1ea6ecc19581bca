import type { Completion, GenerateRequest, Model } from './model.ts'

/** Gathers concurrent requests into few calls of a model. */
export interface Batcher {
  readonly model: Model
  /** Completes one request together with all others that are pending when nothing else can run. */
  generate(request: GenerateRequest): Promise<Completion>
}

interface Pending {
  readonly request: GenerateRequest
  readonly resolve: (completion: Completion) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Makes a batcher for a model.
 *
 * A batch is closed by `setImmediate`, after every microtask and every callback that was already due, so
 * that all sessions that can ask have asked. Answers come in the order of the requests. While the model
 * works, new requests gather for the next batch.
 */
export function createBatcher(model: Model): Batcher {
  let pending: Pending[] = []
  let busy = false

  const flush = async () => {
    while (pending.length > 0) {
      const batch = pending
      pending = []
      try {
        const completions = await model.generate(batch.map(({ request }) => request))
        for (const [i, { resolve }] of batch.entries()) resolve(completions[i]!)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
      await quiet()
    }
    busy = false
  }

  return {
    model,
    generate(request) {
      return new Promise((resolve, reject) => {
        pending.push({ request, resolve, reject })
        if (busy) return
        busy = true
        void quiet().then(flush)
      })
    },
  }
}

/** Resolves when every microtask has run and nothing else was due. */
const quiet = () => new Promise<void>((resolve) => void setImmediate(resolve))
