import { continueAll } from './continue.ts'
import { readAll, releaseAll, type Read } from './read.ts'
import type { DecoderSession, Outlook } from './session.ts'
import type { Writing } from './writing.ts'

/**
 * Writes one batch of completions to their ends.
 *
 * Prompts that are the same are read once.
 *
 * @param chosen the completions that have their first choice already, without the network
 * @param heard is told the outlook after each prompt
 */
export async function writeAll(
  session: DecoderSession,
  writings: readonly Writing[],
  chosen: ReadonlySet<Writing>,
  heard: (prompt: string, outlook: Outlook) => void = () => {},
): Promise<void> {
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
  for (const [key, { outlooks }] of byPrompt) heard(key, outlooks[0]!)
  const readOf = (writing: Writing) => byPrompt.get(keys.get(writing)!)!
  for (const writing of writings) if (!chosen.has(writing)) writing.choose(readOf(writing).outlooks[0]!)
  await continueAll(session, writings, readOf)
  releaseAll(reads)
}
