export { checkAgent, checkAgentRule, type AgentCheckOptions } from './check-agent.ts'
export { AGENT_RULES, formatAgentViolation, type AgentRule, type AgentViolation } from './rules.ts'
export type { AgentSubject } from './subject.ts'
