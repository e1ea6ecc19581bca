import { stream, type StreamName } from 'coevo/core'
import type { Model } from 'coevo/model'
import { answersTo } from './answers.ts'
import { askVerdict, readVerdict, RIGHT, WRONG } from '../classroom/words.ts'

/** An answer to a question, right or wrong. */
export interface Claim {
  readonly question: string
  readonly answer: string
}

/**
 * Lets a verifier check each claim several times, at temperature 1.
 *
 * @param name of the random streams
 * @returns whether it says that the claim is right, by claim and check
 */
export async function verdictsOn(
  verifier: Model,
  claims: readonly Claim[],
  checks: number,
  ...name: readonly StreamName[]
): Promise<boolean[][]> {
  const prompts = claims.flatMap(({ question, answer }) =>
    Array<string>(checks).fill(askVerdict(question, answer)),
  )
  const texts = await answersTo(verifier, prompts, {
    maxNewTokens: 2,
    temperature: 1,
    texts: [RIGHT, WRONG],
    random: (i) => stream(...name, 'check', i),
  })
  const verdicts = texts.map((text) => readVerdict(text) === 1)
  return claims.map((_, i) => verdicts.slice(i * checks, (i + 1) * checks))
}

/** The share of flags that are set; 0 for none at all. */
export function shareOf(flags: readonly boolean[]): number {
  return flags.length === 0 ? 0 : flags.filter(Boolean).length / flags.length
}
