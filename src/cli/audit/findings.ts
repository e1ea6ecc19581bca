import { formatGameViolation, GAME_RULES, type Violation } from '../../game/index.ts'
import { formatTaskViolation, TASK_RULES, type TaskViolation } from '../../task/index.ts'

/** A rule that is broken, with the actions or the prompt that show it, and all that in half a sentence. */
export type Finding = (Violation | TaskViolation) & { readonly sentence: string }

/** What was looked at in a file, and what came of it. */
export interface Audit {
  readonly kind: 'game' | 'task'
  readonly name: string
  /** The rules that it was held to, with what they say. */
  readonly rules: Readonly<Record<string, string>>
  /** The first of each rule that is broken. */
  readonly findings: readonly Finding[]
}

/** Says which rules of games a game breaks. */
export function gameAudit(name: string, violations: readonly Violation[]): Audit {
  const findings = violations.map((found) => ({ ...found, sentence: formatGameViolation(found) }))
  return { kind: 'game', name, rules: GAME_RULES, findings }
}

/** Says which rules of tasks a task breaks. */
export function taskAudit(name: string, violations: readonly TaskViolation[]): Audit {
  const findings = violations.map((found) => ({ ...found, sentence: formatTaskViolation(found) }))
  return { kind: 'task', name, rules: TASK_RULES, findings }
}
