import { stream, type Json, type Random } from 'coevo/core'
import type { Curriculum, Outcome } from 'coevo/curriculum'
import type { Episode } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { SessionKind, Work } from 'coevo/scenario'
import { drawProblem, type PartialDifficulty, type Task } from 'coevo/task'

export type TaskWorkOptions<
  Name extends string,
  Choice extends Json,
  Problem extends Json,
  Dials extends string,
> = CommonOptions<Name, Choice, Problem, Dials> &
  (
    | {
        /** Where a choice of the curriculum puts the dials; problems for training are drawn there. */
        readonly difficulty: (choice: Choice) => PartialDifficulty<Dials>
      }
    | {
        /** The problem that a choice is, where curricula choose among problems: one for training, as `drawProblem` gives. */
        readonly problem: (choice: Choice) => Problem
      }
  )

interface CommonOptions<
  Name extends string,
  Choice extends Json,
  Problem extends Json,
  Dials extends string,
> {
  readonly task: Task<Problem, Dials>
  /** What is worked on, and how hard it is. Where it has `trains`, no learner sees what that excepts. */
  readonly curriculum: Curriculum<Choice> & { trains?(choice: Choice): boolean }
  /** Problems a step. */
  readonly problems: number
  /** Sessions on each problem. Default 1. */
  readonly attempts?: number
  /** The run's: it names the streams of the choices and the problems. */
  readonly seed: number
  /** How a problem is worked on: a lesson, a demonstration. */
  readonly session: (problem: (session: number) => Problem) => SessionKind<Name>
  /**
   * Tests the models before a step. What comes of it is then all that the curriculum learns from; without it,
   * that is the returns of the sessions' first role.
   */
  readonly probe?: (
    models: Readonly<Record<Name, Model>>,
    step: number,
  ) => Promise<readonly Outcome<Choice>[]>
}

/** A problem of the step under way, and what it was drawn for. */
interface Drawn<Choice, Problem> {
  readonly choice: Choice
  readonly problem: Problem
}

/**
 * Works on problems that a curriculum chooses, several sessions on each.
 *
 * The sessions of a problem follow each other in number, so that estimators compare them. Only problems for
 * training are drawn. What the curriculum does not train on is played by nobody's model as far as learners see, but
 * the curriculum learns from it. It is part of every checkpoint.
 */
export function taskWork<
  const Name extends string,
  Choice extends Json,
  Problem extends Json,
  Dials extends string,
>(options: TaskWorkOptions<Name, Choice, Problem, Dials>): Work<Name> {
  const { task, curriculum, problems, attempts = 1, seed, probe } = options
  let step = 0
  let drawn: readonly Drawn<Choice, Problem>[] = []
  const drawnFor = (session: number) => drawn[Math.floor(session / attempts) % problems]!
  const kind = options.session((session) => drawnFor(session).problem)
  const problemOf = (choice: Choice, random: Random) =>
    'problem' in options
      ? options.problem(choice)
      : drawProblem(task, random, { difficulty: options.difficulty(choice) })

  const draw = () =>
    Array.from({ length: problems }, (_, i): Drawn<Choice, Problem> => {
      const random = stream(seed, 'step', step, 'problem', i)
      const choice = curriculum.next(random)
      return { choice, problem: problemOf(choice, random) }
    })

  return {
    next(next) {
      step = next
      return {
        kind: {
          ...kind,
          async play(context) {
            if (probe !== undefined) curriculum.update(await probe(context.models, step))
            drawn = draw()
            const episodes = await kind.play(context)
            return episodes.map((episode) =>
              curriculum.trains?.(drawnFor(episode.session).choice) === false ? watched(episode) : episode,
            )
          },
        },
        sessions: problems * attempts,
      }
    },
    update(episodes) {
      if (probe === undefined)
        curriculum.update(outcomesOf(episodes, (session) => drawnFor(session).choice, attempts))
    },
    metrics: () => curriculum.metrics(),
    state: () => curriculum.state(),
    restore: (state) => curriculum.restore(state),
  }
}

/** An episode that nobody learns from: its models count as policies that are not trained. */
function watched(episode: Episode): Episode {
  const roles = episode.roles.map(({ model, ...role }) => ({
    ...role,
    model: null,
    ...(model !== null && { policy: model }),
  }))
  return { ...episode, roles }
}

/** Sums up the sessions on each problem; those whose verifier failed say nothing. */
function outcomesOf<Choice extends Json>(
  episodes: readonly Episode[],
  choiceOf: (session: number) => Choice,
  attempts: number,
): Outcome<Choice>[] {
  const judged = episodes.filter(({ end }) => end !== 'error').toSorted((a, b) => a.session - b.session)
  return [...Map.groupBy(judged, ({ session }) => Math.floor(session / attempts)).values()].map((group) => ({
    choice: choiceOf(group[0]!.session),
    returns: group.map(({ roles }) => Math.min(1, Math.max(0, roles[0]!.return))),
  }))
}
