import { inBatches } from './continue.ts'
import type { Lanes } from './lanes.ts'
import type { Memo } from './memo.ts'
import type { Completion, GenerateRequest } from './model.ts'
import type { DecoderSession } from './session.ts'
import { writeAll } from './write.ts'
import { Writing } from './writing.ts'

/** With what requests are answered. */
export interface Means {
  readonly session: DecoderSession
  readonly memo: Memo
  readonly lanes: Lanes | undefined
}

/** Completions that have at least this many tokens to go are worth another thread. */
const long = 8

/**
 * Completes all requests with one version of the weights.
 *
 * What the version has read before is taken from the memo, and many long completions go to other threads:
 * each gives the very numbers that the session would.
 */
export async function generate(
  { session, memo, lanes }: Means,
  requests: readonly GenerateRequest[],
  endOfTurn: number,
  version: number,
): Promise<Completion[]> {
  const writings = requests.map((request) => begin(request, session.config.context, endOfTurn))
  const chosen = new Set<Writing>()
  for (const writing of writings) {
    if (writing.done) continue
    const outlook = memo.get(writing.sequence)
    if (outlook === undefined) continue
    chosen.add(writing)
    writing.choose(outlook)
  }
  const open = writings.filter((writing) => !writing.done)
  const far = lanes === undefined ? [] : open.filter(({ longest, start }) => longest - start >= long)
  const shared = lanes?.share(far) ?? []
  const away = new Set(shared.flat())
  const rest = open.filter((writing) => !away.has(writing))
  const elsewhere = lanes?.write(shared, chosen)
  for (const batch of inBatches(session, rest))
    await writeAll(session, batch, chosen, (key, outlook) => memo.set(key, outlook))
  await elsewhere
  return writings.map(({ sequence, logprobs, allowed, finished }, i) => {
    const tokens = sequence.slice(requests[i]!.prompt.length)
    return { tokens, logprobs, allowed, finished, version }
  })
}

function begin(request: GenerateRequest, context: number, endOfTurn: number): Writing {
  const { prompt, maxNewTokens, constraint, temperature, random } = request
  const draft = {
    sequence: prompt,
    start: prompt.length,
    longest: Math.min(context, prompt.length + Math.min(maxNewTokens, constraint?.depth ?? Infinity)),
    node: constraint?.root,
    temperature,
    endOfTurn,
  }
  return new Writing(draft, () => random.uniform())
}
