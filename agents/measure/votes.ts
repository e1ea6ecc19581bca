import { majorityVote, type Vote } from 'coevo/learn'
import type { Json } from 'coevo/core'
import type { Task } from 'coevo/task'

/** What stands after the last 'answer' of a text, or all of it. */
export function afterAnswer(text: string): string {
  return text.split('answer').at(-1)!.trim()
}

/** Which answer most texts come to. */
export interface TextVote extends Pick<Vote, 'share'> {
  /** The first text that comes to it; null where no answer could be read. */
  readonly text: string | null
}

/**
 * Lets what is written to a problem vote by its answers, so that it does not matter how each is arrived at. What the
 * verifier cannot read does not vote, though it counts in the share.
 *
 * answer: finds what a text votes for.
 */
export function voteOn<Problem extends Json>(
  task: Pick<Task<Problem, never>, 'verify'>,
  problem: Problem,
  texts: readonly string[],
  answer: (text: string) => string = afterAnswer,
): TextVote {
  const answers = texts.map((text) => (task.verify(problem, text).readable ? answer(text) : null))
  const { winner, share } = majorityVote(answers)
  return { text: winner === null ? null : texts[answers.indexOf(winner)]!, share }
}
