import { auditProtocol, type AuditProtocol } from 'coevo/agents/audit'
import { judgedAsGiven } from 'coevo/agents/classroom/classroom-promises'
import { examScript } from 'coevo/agents/exam'
import { createGenerator } from 'coevo/agents/generator'
import { createSolver } from 'coevo/agents/solver'
import { createTeacher } from 'coevo/agents/teacher'
import { createVerifier } from 'coevo/agents/verifier'
import { defineSystem, fromMachine, type System, type SystemParts } from 'coevo/check'
import { begin, judges, reported, writes } from './lesson.ts'

/**
 * An exam of one question after a lesson, whatever the generator, the solver and the verifier come to, under one drop,
 * one duplicate and one crash, with messages in any order and timeouts at any time.
 */
export default function exam({
  network = 'unordered',
  faults = { drop: 1, duplicate: 1, crash: 1 },
  time = 'free',
}: Pick<SystemParts<AuditProtocol>, 'network' | 'faults' | 'time'> = {}): System {
  return defineSystem({
    name: 'exam',
    title: 'a generator teaches, a solver takes an exam, a verifier judges both, whatever they come to',
    protocol: auditProtocol,
    agents: {
      teacher: fromMachine(createTeacher(examScript)),
      solver: fromMachine(createSolver(), { outcomes: { policy: () => writes('a') } }),
      generator: fromMachine(createGenerator(), { outcomes: { policy: () => writes('p') } }),
      verifier: fromMachine(createVerifier(), { outcomes: { policy: judges } }),
    },
    orders: [begin({ request: 'r', questions: ['q'] })],
    monitors: [reported(), judgedAsGiven(1)],
    network,
    faults,
    time,
  })
}
