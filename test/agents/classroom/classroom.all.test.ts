import { createCritic } from 'coevo/agents/critic'
import { createGenerator } from 'coevo/agents/generator'
import { auditProtocol, auditScript } from 'coevo/agents/audit'
import { lessonProtocol, lessonScript } from 'coevo/agents/lesson'
import { reviewProtocol, reviewScript } from 'coevo/agents/review'
import { createSolver } from 'coevo/agents/solver'
import { createTeacher } from 'coevo/agents/teacher'
import { createVerifier } from 'coevo/agents/verifier'
import { fromMachine } from 'coevo/check'
import { judges, writes } from 'coevo/protocols/lesson'
import { describeAgent } from 'coevo/testing'
import * as fc from 'fast-check'

const writing = { outcomes: { policy: () => writes('a', 'b') } }

describeAgent('the solver', {
  protocol: lessonProtocol,
  role: 'solver',
  agent: fromMachine(createSolver(), writing),
  answers: { task: ['answer', 'pass'] },
  opens: ['task', 'end'],
})

describeAgent('the critic', {
  protocol: reviewProtocol,
  role: 'critic',
  agent: fromMachine(createCritic(), writing),
  answers: { draft: ['critique', 'decline'] },
  opens: ['draft', 'end'],
})

describeAgent('the generator', {
  protocol: auditProtocol,
  role: 'generator',
  agent: fromMachine(createGenerator(), writing),
  answers: { request: ['proposal', 'withdraw'] },
  opens: ['request', 'end'],
})

describeAgent('the verifier', {
  protocol: lessonProtocol,
  role: 'verifier',
  agent: fromMachine(createVerifier(), { outcomes: { policy: judges } }),
  answers: { submission: ['verdict', 'abstain'] },
  opens: ['submission', 'end'],
})

const begin = (work: object) => ({ type: 'begin', session: 'session', work })
/** Replies to these questions: with any number, hardly any would be to one that was asked. */
const turn = (...turns: readonly number[]) => fc.constantFrom(...turns)
const written = (...turns: readonly number[]) =>
  fc.record({ turn: turn(...turns), text: fc.constantFrom('', 'a') })
const judged = (...turns: readonly number[]) =>
  fc.record({
    turn: turn(...turns),
    score: fc.constantFrom(0, 1),
    readable: fc.boolean(),
    text: fc.constant(''),
  })
const again = (question: string) => `again ${question}`

describeAgent('the teacher of a lesson', {
  protocol: lessonProtocol,
  role: 'teacher',
  agent: fromMachine(createTeacher(lessonScript({ attempts: 2, until: 'right', again }))),
  answers: { answer: ['submission'], verdict: ['task', 'end'], pass: ['end'], abstain: ['end'] },
  orders: [begin({ prompt: 'q' })],
  payloads: { answer: written(0, 2), verdict: judged(1, 3) },
  opens: [],
})

describeAgent('the teacher of a review', {
  protocol: reviewProtocol,
  role: 'teacher',
  agent: fromMachine(createTeacher(reviewScript({ rounds: 2, until: 'right', revise: again }))),
  answers: { answer: ['submission'], verdict: ['draft', 'end'], critique: ['task'] },
  orders: [begin({ prompt: 'q' })],
  payloads: { answer: written(0, 3), verdict: judged(1, 4), critique: written(2) },
  opens: [],
})

describeAgent('the teacher of an audit', {
  protocol: auditProtocol,
  role: 'teacher',
  agent: fromMachine(createTeacher(auditScript({ answers: 2, checks: 2, isProblem: (text) => text !== '' }))),
  answers: { proposal: ['task', 'end'], answer: ['submission'] },
  orders: [begin({ request: 'r' })],
  payloads: { proposal: written(0), answer: written(1), verdict: judged(2, 3) },
  opens: [],
})
