import { parentPort } from 'node:worker_threads'
import type { LaneAnswer, LaneTask } from './lanes.ts'
import { DecoderSession } from './session.ts'
import { writeAll } from './write.ts'
import { Writing } from './writing.ts'

// The other side of `Lane`: it writes one batch of drafts after the other.

const sessions = new Map<number, DecoderSession>()

parentPort!.on('message', (task: LaneTask) => {
  void write(task)
    .catch((error: unknown): LaneAnswer => ({ error: String(error) }))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
    .then((answer) => parentPort!.postMessage(answer))
})

async function write({ key, load, drop, drafts }: LaneTask): Promise<LaneAnswer> {
  for (const each of drop) {
    await sessions.get(each)?.release()
    sessions.delete(each)
  }
  const session = sessions.get(key) ?? new DecoderSession(load!.config, load!.frozen, 1)
  sessions.set(key, session)
  if (load !== undefined) await session.load(load.weights)
  const writings = drafts.map((draft) => {
    let next = 0
    return new Writing(draft, () => draft.draws[next++]!)
  })
  await writeAll(session, writings, new Set(writings.filter((_, i) => drafts[i]!.chosen)))
  return {
    written: writings.map(({ sequence, logprobs }, i) => {
      return { tokens: sequence.slice(drafts[i]!.sequence.length), logprobs }
    }),
  }
}
