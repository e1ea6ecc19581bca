/** What every agent must keep, by the name that a violation carries. */
export const AGENT_RULES = {
  exceptions: 'no message, answer, failure or timeout makes it throw',
  'plain-data': 'its memory and what it sends are plain data',
  states: 'it is only in states that its role has',
  sends: 'it sends only what the protocol lets its role send, in the states in which it may',
  determinism: 'the same events lead to the same memory and effects, without a clock or a random generator',
  restarts: 'it goes on as before from a memory that was saved and read back',
  duplicates: 'a message that arrives twice in a row changes its memory once',
  sessions: 'a message of a session that it does not know changes nothing',
  answers: 'a message that it takes up and must answer is answered, whatever its actors and timers do',
  rest: 'when nothing more reaches it, its actors, timers and own steps bring it to rest',
} as const

export type AgentRule = keyof typeof AGENT_RULES

/** A rule that an agent breaks. */
export interface AgentViolation {
  readonly rule: AgentRule
  /** What is wrong, in a line. */
  readonly message: string
  /** The shortest story found that shows it, a line an event; empty where no story does. */
  readonly story: readonly string[]
}

/** Writes a violation as text: the rule, what is wrong, and the story, a line an event. */
export function formatAgentViolation({ rule, message, story }: AgentViolation): string {
  const lines = story.map((line, i) => `  ${String(i + 1).padStart(String(story.length).length)}. ${line}`)
  return [`${rule}: ${message}`, ...lines].join('\n')
}
