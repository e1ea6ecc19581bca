import { lessonScript } from 'coevo/agents/lesson'
import { createSolver } from 'coevo/agents/solver'
import { createTeacher } from 'coevo/agents/teacher'
import { createVerifier } from 'coevo/agents/verifier'
import audit from 'coevo/protocols/audit'
import lesson, { type LessonScope } from 'coevo/protocols/lesson'
import type { Cause, System } from 'coevo/check'
import type { Effect } from 'coevo/protocol'
import { changingEffects, type Mutant, sends, withAgents } from './mutant.ts'

const faults = { drop: 1, duplicate: 1, crash: 1 }
const ordered: LessonScope = { network: 'ordered', faults }
const anyOrder: LessonScope = { network: 'unordered', faults: { duplicate: 1 } }
const originals = new Map([ordered, anyOrder].map((scope) => [scope, lesson(scope)]))
const twiceChecked = audit({ network: 'ordered', faults })

const broken = (monitor: string): Partial<Cause> => ({ kind: 'broken', monitor })
const owed = (monitor: string): Partial<Cause> => ({ kind: 'owed', monitor })

const goesOn = 'the teacher goes on when the open question is answered, or late'
const judged = 'an answer is judged as it was given, once at most'
const scored = 'the score is made of the verdicts that were given'
const silent = "whoever is silent cuts the session short, and a silent verifier is an 'error'"
const told = 'everybody is told of the same end, once, and nothing after it'
const reported = 'a session is reported once, as everybody was told'
const answered = 'until it hears the end, an agent answers every question that it hears, once'

/** A fault in a machine, or in what an agent does with it. */
interface Fault extends Pick<LessonScope, 'teacher' | 'solver' | 'verifier'> {
  readonly change?: (system: System) => System
}

function mutant(name: string, scope: LessonScope, fault: Fault, cause: Partial<Cause>): Mutant {
  const { change = (system) => system, ...machines } = fault
  return { name, cause, original: originals.get(scope)!, system: change(lesson({ ...scope, ...machines })) }
}

const again = (question: string) => `again ${question}`
const script = lessonScript({ attempts: 2, until: 'right', again })
type Lesson = typeof script

const teacherBy = (changes: Partial<Lesson>) => createTeacher({ ...script, ...changes })

type Action = Extract<Effect, { readonly kind: 'action' }>
type Sent = { readonly to: string; readonly payload: { readonly end?: string; readonly score?: number } }

const effects = (role: string, change: (effects: readonly Effect[]) => readonly Effect[]): Fault => ({
  change: (system) => withAgents(system, role, changingEffects(change)),
})

/** Changes what the teacher says at the end. */
const atTheEnd = (change: (payload: Sent['payload'], to: string) => Sent['payload']) =>
  effects('teacher', (asked) =>
    asked.map((effect) => {
      if (!sends(effect, 'end')) return effect
      const { payload, ...draft } = effect.params as Sent
      return { ...effect, params: { ...draft, payload: change(payload, draft.to) } } satisfies Action
    }),
  )

export const lessonMutants: readonly Mutant[] = [
  mutant(
    'a teacher waits for an answer without a timeout',
    ordered,
    effects('teacher', (asked) => asked.filter(({ kind }) => kind !== 'timer')),
    { kind: 'hang', address: 'teacher', state: 'waiting' },
  ),
  mutant(
    'a late answer counts for the next attempt',
    anyOrder,
    {
      teacher: createTeacher(script).provide({
        guards: {
          isReply: ({ context: { talk }, event }) => event.type !== 'begin' && event.from === talk?.open.to,
        },
      }),
    },
    broken(goesOn),
  ),
  mutant(
    'an answer is judged twice',
    ordered,
    {
      teacher: teacherBy({
        next: (work, said) => {
          const last = said.at(-1)!
          const judgedOnce = said.filter(({ type }) => type === 'submission').length === 1
          return last.type === 'submission' && judgedOnce
            ? { type: 'submission', payload: last.asked }
            : script.next(work, said)
        },
      }),
    },
    broken(judged),
  ),
  mutant(
    'another answer is judged than was given',
    ordered,
    {
      teacher: teacherBy({
        next: (work, said) => {
          const next = script.next(work, said)
          return 'type' in next && next.type === 'submission'
            ? { ...next, payload: { ...next.payload, answer: next.payload.answer.trim().slice(1) } }
            : next
        },
      }),
    },
    broken(judged),
  ),
  mutant(
    'a wrong answer is reported to be right',
    ordered,
    {
      teacher: teacherBy({
        next: (work, said) => {
          const next = script.next(work, said)
          return 'score' in next ? { score: 1 } : next
        },
      }),
    },
    broken(scored),
  ),
  mutant(
    'a verifier that fails makes an answer wrong',
    ordered,
    atTheEnd((payload) => (payload.end === 'error' ? { ...payload, end: 'finished' } : payload)),
    broken(silent),
  ),
  mutant(
    'a solver that passes is taken for a verifier that failed',
    ordered,
    atTheEnd((payload) => (payload.end === 'timeout' ? { ...payload, end: 'error' } : payload)),
    broken(silent),
  ),
  mutant(
    'solver and verifier are told of different ends',
    ordered,
    atTheEnd((payload, to) => (to === 'solver' ? { ...payload, score: 1 } : payload)),
    broken(scored),
  ),
  mutant(
    'the verifier is not told of the end',
    ordered,
    effects('teacher', (asked) =>
      asked.filter((effect) => !(sends(effect, 'end') && (effect.params as Sent).to === 'verifier')),
    ),
    owed('whoever is asked is told of the end'),
  ),
  mutant(
    'the end is told twice',
    ordered,
    effects('teacher', (asked) => [...asked, ...asked.filter((effect) => sends(effect, 'end'))]),
    broken(told),
  ),
  mutant(
    'a session is reported twice',
    ordered,
    effects('teacher', (asked) =>
      asked.flatMap((effect) =>
        effect.kind === 'action' && effect.type === 'report' ? [effect, effect] : [effect],
      ),
    ),
    broken(reported),
  ),
  mutant(
    'a solver says nothing when its model fails',
    ordered,
    effects('solver', (asked) => asked.filter((effect) => !sends(effect, 'pass'))),
    owed(answered),
  ),
  mutant(
    'a solver answers a task that arrives twice, twice',
    anyOrder,
    { solver: createSolver().provide({ guards: { isNew: () => true } }) },
    broken(answered),
  ),
  mutant(
    'a verifier goes on after the end',
    anyOrder,
    { verifier: createVerifier().provide({ guards: { isOurs: () => false } }) },
    broken(answered),
  ),
  mutant(
    'a solver that comes back does not go on thinking',
    ordered,
    {
      change: (system) =>
        withAgents(system, 'solver', () => ({ restore: (state) => ({ state, effects: [] }) })),
    },
    { kind: 'hang', address: 'solver', state: 'thinking' },
  ),
  {
    name: 'a question has the number of the one before it',
    original: twiceChecked,
    system: withAgents(
      twiceChecked,
      'teacher',
      changingEffects((asked) =>
        asked.map((effect) => {
          if (!sends(effect, 'submission')) return effect
          const draft = effect.params as { readonly payload: { readonly turn: number } }
          const payload = { ...draft.payload, turn: Math.min(draft.payload.turn, 2) }
          return { ...effect, params: { ...draft, payload } } satisfies Action
        }),
      ),
    ),
    cause: broken('questions are asked in order, each once'),
  },
]
