import { average, type Json } from 'coevo/core'
import type { SessionKind } from 'coevo/scenario'
import type { Verdict } from 'coevo/task'
import { auditProtocol } from './audit.ts'
import type { Exchange } from './classroom/classroom.ts'
import { teaching } from './classroom/teaching.ts'
import type { Earned, Judge, TeachingOptions } from './classroom/teaching-kind.ts'
import { examScript, lessonOf, type ExamWork } from './exam.ts'
import { verdictOf } from './lesson-session.ts'
import type { Speaker } from './policy/speaker.ts'

/** A question that is similar to the one that is taught: what the student reads after the lesson, and its judge. */
export interface ExamQuestion {
  readonly prompt: string
  verify(answer: string): Verdict
}

/** What came of a lesson. */
export interface Examined {
  /** What the author wrote: a rationale and an answer. */
  readonly lesson: string
  /** Of the lesson, as an answer to the question that it is about. */
  readonly verdict: Verdict
  /** Of the student's answers to the exam. */
  readonly exam: readonly Verdict[]
  /** The mean score of the exam: how well one learns from the lesson. */
  readonly taught: number
}

export interface ExamOptions<Name extends string, Problem extends Json> extends Omit<
  TeachingOptions<Name, Problem>,
  'verifier' | 'judge'
> {
  /** Which problem a session is about. */
  readonly problem: (session: number) => Problem
  /** Writes the lesson, given the problem alone. */
  readonly author: Speaker<Name, Problem>
  /** Reads the lesson before each question of the exam, and the problem never. */
  readonly student: Speaker<Name, Problem>
  /** The exam after lessons on a problem, the same at each call: 1 question or more. */
  readonly exam: (problem: Problem) => readonly ExamQuestion[]
  /** What the roles get; default: the author the mean of its own score and `taught`, the student its scores. */
  readonly returns?: (examined: Examined) => ExamReturns
}

export interface ExamReturns {
  readonly author: Earned
  readonly student?: Earned
}

/**
 * Describes exams as a kind of session: an author (the generator) answers a question in a way from which others can
 * learn, and a student (the solver) who has read that answers similar questions.
 *
 * @example exam({ task, problem, author: { model: 'teacher' }, student: { model: 'student' }, exam: similar })
 */
export function exam<Problem extends Json, const Name extends string = never>(
  options: ExamOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, problem, author, student, returns = halfAndHalf } = options
  const verifier: Judge<Problem> = (posed, answer, attempt) =>
    attempt === 0 ? task.verify(posed, answer) : options.exam(posed)[attempt - 1]!.verify(answer)
  return teaching<Name, Problem>(
    {
      protocol: auditProtocol,
      script: examScript,
      speakers: { generator: author, solver: student },
      open(session) {
        const posed = problem(session)
        const questions = options.exam(posed).map(({ prompt }) => prompt)
        return { work: { request: task.prompt(posed), questions } satisfies ExamWork, problem: posed }
      },
      earn(said) {
        const examined = examinedIn(said)
        const rewards = examined.exam.map(({ score }) => score)
        const { author: generator, student: solver = { return: examined.taught, rewards } } =
          returns(examined)
        return { generator, solver }
      },
      unreadable(said) {
        const [lesson, ...answers] = verdictsIn(said).map(({ readable }) => (readable ? 0 : 1))
        return { generator: lesson ?? 0, solver: answers.reduce<number>((sum, each) => sum + each, 0) }
      },
    },
    { ...options, verifier },
  )
}

/** Puts together what was said in an exam that is finished. */
export function examinedIn(said: readonly Exchange[]): Examined {
  const [verdict, ...exam] = verdictsIn(said)
  return {
    lesson: lessonOf(said),
    verdict: verdict!,
    exam,
    taught: average(exam.map(({ score }) => score)),
  }
}

function verdictsIn(said: readonly Exchange[]): Verdict[] {
  return said.flatMap(({ type, reply }) => (type === 'submission' ? verdictOf(reply) : []))
}

const halfAndHalf = ({ verdict, taught }: Examined): ExamReturns => ({
  author: { return: (verdict.score + taught) / 2 },
})
