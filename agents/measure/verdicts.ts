import { stream, type StreamName } from 'coevo/core'
import type { Model } from 'coevo/model'
import { answersTo } from './answers.ts'
import { askVerdict, readVerdict } from '../classroom/words.ts'

/** An answer to a question, right or wrong. */
export interface Claim {
  readonly question: string
  readonly answer: string
}

export interface VerdictOptions {
  /** Of each claim. */
  readonly checks: number
  readonly maxNewTokens: number
  /** Of the random streams. */
  readonly name: readonly StreamName[]
}

/**
 * Lets a verifier check each claim several times, at temperature 1.
 *
 * @returns by claim and check, whether it finds the claim right; null where it comes to no verdict
 */
export async function verdictsOn(
  verifier: Model,
  claims: readonly Claim[],
  { checks, maxNewTokens, name }: VerdictOptions,
): Promise<(boolean | null)[][]> {
  const prompts = claims.flatMap(({ question, answer }) =>
    Array<string>(checks).fill(askVerdict(question, answer)),
  )
  const random = (check: number) => stream(...name, 'check', check)
  const texts = await answersTo(verifier, prompts, { maxNewTokens, temperature: 1, random })
  const verdicts = texts.map((text) => {
    const verdict = readVerdict(text)
    return verdict === null ? null : verdict === 1
  })
  return claims.map((_, i) => verdicts.slice(i * checks, (i + 1) * checks))
}
