import type { Json } from 'coevo/core'
import type { Evaluation } from 'coevo/scenario'
import type { Task } from 'coevo/task'
import { audit } from '../audit-session.ts'
import { askVariant, readProposal, type Occasion } from '../work/crafting.ts'
import { lesson } from '../lesson-session.ts'
import { isHalfSolvable } from '../work/question-pool.ts'
import { summaryOf } from '../work/question-sessions.ts'
import type { Concluded } from '../classroom/teaching-kind.ts'

type Metric = 'proposals/valid' | 'proposals/halfSolvable' | 'proposals/distinct' | 'proposals/failures'

/**
 * Measures what a generator makes of its solver's failures: the shares of its proposals that are problems
 * ('valid'), that the solver gets right a quarter to three quarters of the time ('halfSolvable'), and that are
 * valid and different ('distinct'). 'failures' counts the questions it was given, out of so many.
 *
 * questions: the solver attempts each once; those it fails are given to the generator with its wrong answers, over
 * and over, up to so many proposals. Where it fails none, all are.
 */
export function questionQuality<const Name extends string, Problem extends Json>(options: {
  readonly task: Task<Problem, never>
  readonly solver: Name
  readonly generator: Name
  readonly questions: readonly Problem[]
  readonly proposals: number
  /** Of the solver at each proposal. */
  readonly attempts: number
}): Evaluation<Name, Metric> {
  const { task, questions, proposals, attempts } = options
  const solver = { model: options.solver }
  return {
    models: [...new Set([options.solver, options.generator])],
    metrics: ['proposals/valid', 'proposals/halfSolvable', 'proposals/distinct', 'proposals/failures'],
    async evaluate(context) {
      const count = (length: number) => Array.from({ length }, (_, i) => i)
      const tried: Concluded<Problem>[] = []
      const first = lesson<Problem, Name>({
        task,
        solver,
        problem: (session) => questions[session]!,
        concluded: (session) => tried.push(session),
      })
      await first.play({ ...context, sessions: count(questions.length) })
      const answered = tried
        .toSorted((a, b) => a.session - b.session)
        .map(({ session, said }) => ({
          question: task.prompt(questions[session]!),
          ...summaryOf(said, task.vocabulary),
        }))
      const failed = answered.filter(({ success }) => success === 0)
      const from: readonly Occasion[] = failed.length > 0 ? failed : answered
      const audited: Concluded<Problem>[] = []
      const second = audit<Problem, Name>({
        task,
        solver,
        generator: { model: options.generator },
        answers: attempts,
        request: (session) => askVariant(from[(session - questions.length) % from.length]!),
        pose: (proposal) => readProposal(task, proposal),
        concluded: (session) => audited.push(session),
      })
      await second.play({ ...context, sessions: count(proposals).map((i) => questions.length + i) })
      const valid = audited.flatMap(({ problem, said }) =>
        problem === null ? [] : [{ prompt: task.prompt(problem), ...summaryOf(said) }],
      )
      return {
        'proposals/valid': valid.length / proposals,
        'proposals/halfSolvable': valid.filter(isHalfSolvable).length / proposals,
        'proposals/distinct': new Set(valid.map(({ prompt }) => prompt)).size / proposals,
        'proposals/failures': failed.length,
      }
    },
  }
}
