import type { Completion, GenerateRequest } from './model.ts'
import { continueAll, inBatches } from './continue.ts'
import type { Memo } from './memo.ts'
import { readAll, releaseAll, type Read } from './read.ts'
import type { DecoderSession } from './session.ts'
import { Writing } from './writing.ts'

/**
 * Completes all requests with one version of the weights.
 *
 * Prompts that are the same are read once; what the version has read before is taken from the memo. Both
 * give the very numbers that reading again would.
 */
export async function generate(
  session: DecoderSession,
  memo: Memo,
  requests: readonly GenerateRequest[],
  endOfTurn: number,
  version: number,
): Promise<Completion[]> {
  const writings = requests.map((request) => new Writing(request, session.config, endOfTurn))
  const known = new Set<Writing>()
  for (const writing of writings) {
    if (writing.done) continue
    const logits = memo.get(writing.sequence)
    if (logits === undefined) continue
    known.add(writing)
    writing.choose(logits, 0, session.config.vocabularySize)
  }
  const open = writings.filter((writing) => !writing.done)
  if (open.length > 0) for (const batch of inBatches(session, open)) await write(session, memo, batch, known)
  return writings.map((writing) => writing.completion(version))
}

async function write(
  session: DecoderSession,
  memo: Memo,
  writings: readonly Writing[],
  known: ReadonlySet<Writing>,
): Promise<void> {
  const { vocabularySize } = session.config
  const prompts = new Map<string, number[]>()
  const keys = new Map<Writing, string>()
  for (const writing of writings) {
    const prompt = writing.sequence.slice(0, writing.start)
    const key = prompt.join()
    keys.set(writing, key)
    if (!prompts.has(key)) prompts.set(key, prompt)
  }
  const reads = await readAll(
    session,
    [...prompts.values()].map((tokens) => ({ tokens, positions: [tokens.length - 1] })),
  )
  const byPrompt = new Map<string, Read>([...prompts.keys()].map((key, i) => [key, reads[i]!]))
  for (const [key, { logits, offset }] of byPrompt) memo.set(key, logits, offset)
  for (const writing of writings) {
    if (known.has(writing)) continue
    const { logits, offset } = byPrompt.get(keys.get(writing)!)!
    writing.choose(logits, offset, vocabularySize)
  }
  await continueAll(session, writings, (writing) => byPrompt.get(keys.get(writing)!)!)
  releaseAll(reads)
}
