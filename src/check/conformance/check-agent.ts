import * as fc from 'fast-check'
import type { Protocol } from '../../protocol/index.ts'
import { historiesOf } from './history.ts'
import { play } from './play.ts'
import { AGENT_RULES, type AgentRule, type AgentViolation } from './rules.ts'
import { subjectOf, type AgentSubject } from './subject.ts'

/** How thoroughly an agent is checked. */
export interface AgentCheckOptions {
  /** Histories played for each rule. Default 300. */
  readonly runs?: number
  /** The same seed draws the same histories. Default 1. */
  readonly seed?: number
}

/**
 * Plays arbitrary histories with an agent, alone against a world that speaks its protocol, and says how it
 * breaks a rule, by the shortest history found; null when it was not seen to.
 *
 * @throws UserError when payloads of a message cannot be drawn from its schema.
 */
export function checkAgentRule<P extends Protocol, Role extends keyof P['roles'] & string>(
  given: AgentSubject<P, Role>,
  rule: AgentRule,
  options: AgentCheckOptions = {},
): AgentViolation | null {
  const { runs = 300, seed = 1 } = options
  const subject = subjectOf(given)
  const answered = new Set<string>()
  const { counterexample } = fc.check(
    fc.property(historiesOf(subject), (history) => play(subject, history, rule, answered) === null),
    { seed, numRuns: runs },
  )
  if (counterexample !== null) return { rule, ...play(subject, counterexample[0], rule)! }
  if (rule !== 'answers') return null
  const silent = Object.keys(subject.answers).find((type) => !answered.has(type))
  if (silent === undefined) return null
  return { rule, message: `no '${silent}' was taken up in ${runs} histories`, story: [] }
}

/** Returns the rules that an agent breaks, each with the shortest history found that shows it. */
export function checkAgent<P extends Protocol, Role extends keyof P['roles'] & string>(
  subject: AgentSubject<P, Role>,
  options?: AgentCheckOptions,
): AgentViolation[] {
  const rules = Object.keys(AGENT_RULES) as AgentRule[]
  return rules.flatMap((rule) => checkAgentRule(subject, rule, options) ?? [])
}
