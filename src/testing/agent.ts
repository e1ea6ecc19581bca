import { describe, expect, test } from 'vitest'
import {
  AGENT_RULES,
  checkAgentRule,
  formatAgentViolation,
  type AgentCheckOptions,
  type AgentRule,
  type AgentSubject,
} from '../check/index.ts'
import type { Protocol } from '../protocol/index.ts'

/**
 * Declares the conformance tests of an agent: one a rule that every agent must keep. It plays alone against
 * a world that sends whatever the protocol allows, in any order, twice, malformed and from other sessions,
 * while its actors answer, fail or fall silent, and it is stopped and started again.
 *
 * @example
 * describeAgent('my solver', {
 *   protocol: lesson,
 *   role: 'solver',
 *   agent: fromMachine(createSolver(), { outcomes: { policy: ({ legal }) => modelOutcomes({ legal }) } }),
 *   answers: { problem: ['solution', 'giveUp'] },
 * })
 */
export function describeAgent<P extends Protocol, Role extends keyof P['roles'] & string>(
  name: string,
  subject: AgentSubject<P, Role>,
  options?: AgentCheckOptions,
): void {
  describe(`${name} conforms`, () => {
    for (const [rule, law] of Object.entries(AGENT_RULES) as [AgentRule, string][])
      test(law, () => {
        const violation = checkAgentRule(subject, rule, options)
        if (violation !== null) expect.fail(formatAgentViolation(violation))
      })
  })
}
