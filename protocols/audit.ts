import { auditProtocol, auditScript, type AuditProtocol, type AuditRules } from 'coevo/agents/audit'
import { judgedAsGiven } from 'coevo/agents/classroom/classroom-promises'
import { createGenerator } from 'coevo/agents/generator'
import { createSolver } from 'coevo/agents/solver'
import { createTeacher } from 'coevo/agents/teacher'
import { createVerifier } from 'coevo/agents/verifier'
import { defineSystem, fromMachine, type System, type SystemParts } from 'coevo/check'
import { begin, judges, reported, writes } from './lesson.ts'

/** How a audit is put to the test. */
export interface AuditScope
  extends Partial<AuditRules>, Pick<SystemParts<AuditProtocol>, 'network' | 'faults' | 'time'> {
  /** Machines that are to be checked in place of the ones that ship. */
  readonly teacher?: ReturnType<typeof createTeacher>
  readonly solver?: ReturnType<typeof createSolver>
  readonly generator?: ReturnType<typeof createGenerator>
  readonly verifier?: ReturnType<typeof createVerifier>
}

/**
 * An audit of one answer that is checked twice, whatever the generator, the solver and the verifier come to, under
 * one drop, one duplicate and one crash, with messages in any order and timeouts at any time. One of the generator's
 * texts is no problem.
 */
export default function audit({
  answers = 1,
  checks = 2,
  isProblem = (text) => text !== '',
  teacher = createTeacher(auditScript({ answers, checks, isProblem })),
  solver = createSolver(),
  generator = createGenerator(),
  verifier = createVerifier(),
  network = 'unordered',
  faults = { drop: 1, duplicate: 1, crash: 1 },
  time = 'free',
}: AuditScope = {}): System {
  return defineSystem({
    name: 'audit',
    title: 'a generator poses, a solver answers, a verifier checks twice, whatever they come to',
    protocol: auditProtocol,
    agents: {
      teacher: fromMachine(teacher),
      solver: fromMachine(solver, { outcomes: { policy: () => writes('a') } }),
      generator: fromMachine(generator, { outcomes: { policy: () => writes('p', '') } }),
      verifier: fromMachine(verifier, { outcomes: { policy: judges } }),
    },
    orders: [begin({ request: 'r' })],
    monitors: [reported(), judgedAsGiven(checks)],
    network,
    faults,
    time,
  })
}
