import type { Json } from 'coevo/core'
import { demonstrationTurn } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { SessionKind } from 'coevo/scenario'
import type { Task } from 'coevo/task'

export interface DemonstrationOptions<Name extends string, Problem extends Json> {
  readonly task: Task<Problem>
  /** The model that is to imitate what it is shown. */
  readonly student: Name
  /** The problem of a session. */
  readonly problem: (session: number) => Problem
}

/**
 * Shows a student how the task's own solver answers: one problem a session, with a return of 1.
 *
 * Nothing is asked, so nothing is said: the journal stays empty.
 */
export function demonstration<const Name extends string, Problem extends Json>(
  options: DemonstrationOptions<Name, Problem>,
): SessionKind<Name> {
  const { task, student, problem } = options
  const shown = (session: number, { tokenizer }: Model) => {
    const each = problem(session)
    return demonstrationTurn(tokenizer, { prompt: task.prompt(each), completion: task.solve(each) })
  }
  return {
    name: task.name,
    roles: ['solver'],
    models: [student],
    tasks: [task],
    play: ({ sessions, models }) =>
      Promise.resolve(
        sessions
          .toSorted((a, b) => a - b)
          .map((session) => ({
            session,
            game: task.name,
            end: 'finished',
            roles: [
              {
                role: 'solver',
                model: student,
                turns: [shown(session, models[student])],
                return: 1,
                illegal: 0,
                parseFailures: 0,
              },
            ],
          })),
      ),
  }
}
