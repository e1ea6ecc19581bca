/** What a vote came to. */
export interface Vote {
  /** The answer with the most votes; null where none could be read, or a tie has no winner. */
  readonly winner: string | null
  /** p̂: the votes of the most frequent answer over all votes, unreadable ones included; 0 for none. */
  readonly share: number
}

/**
 * Finds the most frequent answer: self-consistency's vote, and the pseudo-label of learning without labels.
 *
 * answers: null for one that could not be read, which nobody votes for. ties: 'first' gives the win to the
 * answer that was seen first, 'none' to nobody. Sources: Wang et al. 2023, "Self-Consistency Improves Chain of
 * Thought Reasoning in Language Models"; Zuo et al. 2025, "TTRL"; Huang et al. 2025, "R-Zero".
 */
export function majorityVote(answers: readonly (string | null)[], ties: 'first' | 'none' = 'first'): Vote {
  const counts = new Map<string, number>()
  for (const answer of answers) if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  const leaders = [...counts].filter(([, count]) => count === most).map(([answer]) => answer)
  const [first = null] = leaders
  return {
    winner: leaders.length > 1 && ties === 'none' ? null : first,
    share: answers.length === 0 ? 0 : most / answers.length,
  }
}
