import type { ClassroomMessage } from 'coevo/agents/classroom/classroom'
import { lessonProtocol, lessonScript, type LessonProtocol, type LessonRules } from 'coevo/agents/lesson'
import { createSolver } from 'coevo/agents/solver'
import type { Begin } from 'coevo/agents/classroom/talk'
import { createTeacher } from 'coevo/agents/teacher'
import { createVerifier } from 'coevo/agents/verifier'
import {
  defineSystem,
  fromMachine,
  never,
  returns,
  throws,
  type Order,
  type System,
  type SystemParts,
} from 'coevo/check'
import { watching, type Monitor } from 'coevo/protocol'

/** What a policy that writes may come to: each of these texts, a failure, and no answer at all. */
export const writes = (...texts: readonly string[]) => [
  ...texts.map((text) => returns({ text, trace: null })),
  throws('the model is gone'),
  never,
]

/** What a verifier may come to: right, wrong, a failure, and no answer at all. */
export const judges = () => [
  ...[1, 0].map((score) => returns({ score, readable: true, text: '', trace: null, reading: null })),
  throws('the verifier is gone'),
  never,
]

/** What can be promised where effects other than messages are seen. */
export function reported(): Monitor {
  const { act, leadsTo, restarted, sent } = watching<ClassroomMessage>()
  return leadsTo('a session that ends is reported', sent('end'), act('report'), {
    unless: restarted('teacher', { remembers: false }),
  })
}

/** The order to begin the session that is checked. */
export const begin = (work: Begin['work']): Order => {
  const event: Begin = { type: 'begin', session: '0', work }
  return { to: 'teacher', event }
}

/** How a lesson is put to the test. */
export interface LessonScope
  extends Partial<LessonRules>, Pick<SystemParts<LessonProtocol>, 'network' | 'faults' | 'time'> {
  /** Machines that are to be checked in place of the ones that ship. */
  readonly teacher?: ReturnType<typeof createTeacher>
  readonly solver?: ReturnType<typeof createSolver>
  readonly verifier?: ReturnType<typeof createVerifier>
}

/**
 * A lesson of two attempts at most, under one drop, one duplicate and one crash, with messages in any order and
 * timeouts at any time. The solver may write one of two texts, the verifier may find either right or wrong, and both
 * may fail or never answer.
 *
 * A teacher that comes back without its memory knows of no lesson: whoever runs it begins another.
 */
export default function lesson({
  attempts = 2,
  until = 'right',
  again = (question) => `again ${question}`,
  teacher = createTeacher(lessonScript({ attempts, until, again })),
  solver = createSolver(),
  verifier = createVerifier(),
  network = 'unordered',
  faults = { drop: 1, duplicate: 1, crash: 1 },
  time = 'free',
}: LessonScope = {}): System {
  return defineSystem({
    name: 'lesson',
    title: 'a teacher, a solver with two attempts, and a verifier, whatever they come to',
    protocol: lessonProtocol,
    agents: {
      teacher: fromMachine(teacher),
      solver: fromMachine(solver, { outcomes: { policy: () => writes('a', 'b') } }),
      verifier: fromMachine(verifier, { outcomes: { policy: judges } }),
    },
    orders: [begin({ prompt: 'q' })],
    monitors: [reported()],
    network,
    faults,
    time,
  })
}
