import { reviewProtocol, reviewScript, type ReviewProtocol, type ReviewRules } from 'coevo/agents/review'
import { createCritic } from 'coevo/agents/critic'
import { createSolver } from 'coevo/agents/solver'
import { createTeacher } from 'coevo/agents/teacher'
import { createVerifier } from 'coevo/agents/verifier'
import { defineSystem, fromMachine, type System, type SystemParts } from 'coevo/check'
import { begin, judges, reported, writes } from './lesson.ts'

/** How a review is put to the test. */
export interface ReviewScope
  extends Partial<ReviewRules>, Pick<SystemParts<ReviewProtocol>, 'network' | 'faults' | 'time'> {
  /** Machines that are to be checked in place of the ones that ship. */
  readonly teacher?: ReturnType<typeof createTeacher>
  readonly solver?: ReturnType<typeof createSolver>
  readonly critic?: ReturnType<typeof createCritic>
  readonly verifier?: ReturnType<typeof createVerifier>
}

/**
 * A review of one round, whatever the solver, the critic and the verifier come to, under one drop, one duplicate and
 * one crash, with messages in any order and timeouts at any time.
 */
export default function review({
  rounds = 1,
  until = 'end',
  revise = (question, answer, critique) => `${question} ${answer} ${critique}`,
  teacher = createTeacher(reviewScript({ rounds, until, revise })),
  solver = createSolver(),
  critic = createCritic(),
  verifier = createVerifier(),
  network = 'unordered',
  faults = { drop: 1, duplicate: 1, crash: 1 },
  time = 'free',
}: ReviewScope = {}): System {
  return defineSystem({
    name: 'review',
    title: 'a teacher, a solver, a critic of its first answer, and a verifier, whatever they come to',
    protocol: reviewProtocol,
    agents: {
      teacher: fromMachine(teacher),
      solver: fromMachine(solver, { outcomes: { policy: () => writes('a') } }),
      critic: fromMachine(critic, { outcomes: { policy: () => writes('c') } }),
      verifier: fromMachine(verifier, { outcomes: { policy: judges } }),
    },
    orders: [begin({ prompt: 'q' })],
    monitors: [reported()],
    network,
    faults,
    time,
  })
}
