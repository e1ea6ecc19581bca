import { UserError, type Json } from '../core/index.ts'
import { defineGame, readLabel, type Game } from '../game/index.ts'
import { evaluationSet, type EvaluationOptions } from './draw.ts'
import type { Task } from './task.ts'

/** Which problem it is, null until chance has drawn it; and the answer, which ends the game. */
export type TaskGameState = {
  readonly problem: number | null
  readonly answer: string | null
}

/** What the player sees before there is a problem. */
const WAIT = 'wait'

/**
 * Makes a game of one player: chance draws a problem, the player answers it once, and the return is the
 * verifier's score.
 *
 * Answers are open: any text that the verifier can read, in lower case as games read them. Listed are the
 * solutions of all its problems, the same ones for each, so that they give none away.
 *
 * @param from the problems, of which those with one prompt are one; or what `evaluationSet` draws them by
 * @throws UserError where there is no problem.
 */
export function taskGame<Problem extends Json, Dials extends string>(
  task: Task<Problem, Dials>,
  from: { readonly problems: readonly Problem[] } | EvaluationOptions<Dials>,
): Game<TaskGameState> {
  const given = 'problems' in from ? from.problems : evaluationSet(task, from)
  const problems = [...new Map(given.map((problem) => [task.prompt(problem), problem])).values()]
  if (problems.length === 0)
    throw new UserError(`A game of task '${task.name}' needs at least one problem; give it some.`)
  const solutions = problems.map((problem) => task.solve(problem))
  // Answers are read in lower case: two that differ in nothing else are one.
  const labels = [...new Map(solutions.map((text) => [text.toLowerCase(), text])).values()]
  const listed = labels.map((_, action) => action)
  const actor = ({ problem, answer }: TaskGameState) =>
    problem === null ? 'chance' : answer === null ? 0 : 'nobody'
  const judge = ({ problem }: TaskGameState, text: string) => task.verify(problems[problem!]!, text)

  const game: Game<TaskGameState> = defineGame<TaskGameState>({
    name: task.name,
    title: task.title,
    rules: task.rules,
    facets: {
      players: 1,
      utility: 'identical',
      information: 'perfect',
      chance: 'sampled',
      dynamics: 'sequential',
      utilityRange: [0, 1],
      maxMoves: 1,
      actions: labels.length,
      answers: 'open',
    },
    vocabulary: [...new Set([WAIT, ...task.vocabulary])],
    initial: () => ({ problem: null, answer: null }),
    actor,
    chance: (state) =>
      actor(state) === 'chance'
        ? problems.map((_, action) => ({ action, probability: 1 / problems.length }))
        : [],
    legal: (state) => (actor(state) === 0 ? listed : []),
    read(state, text) {
      const words = text.trim().toLowerCase().replace(/\s+/g, ' ')
      return readLabel(game, state, listed, words) ?? (judge(state, words).readable ? words : null)
    },
    apply: (state, action) =>
      actor(state) === 'chance'
        ? { problem: action, answer: null }
        : { problem: state.problem, answer: labels[action]! },
    applyText: ({ problem }, answer) => ({ problem, answer }),
    returns: (state) => [judge(state, state.answer!).score],
    label: (_state, action) => labels[action]!,
    observation: ({ problem }) => (problem === null ? WAIT : task.prompt(problems[problem]!)),
    informationState: ({ problem, answer }) => JSON.stringify([problem, answer]),
  })
  return game
}
