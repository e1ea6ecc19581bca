import { average, stream, type Json } from 'coevo/core'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet } from 'coevo/task'
import { answersTo } from './answers.ts'
import type { SetsOptions } from './sets.ts'
import { voteOn } from './votes.ts'

export interface TaskVotesOptions<
  Name extends string,
  Problem extends Json,
  Dials extends string,
  SetName extends string,
> extends SetsOptions<Name, Problem, Dials, SetName> {
  /** Of each set; fewer where there are no more. Default 128. */
  readonly problems?: number
  /** How many answers vote on a problem. Default 8. */
  readonly votes?: number
  /** Default 1. */
  readonly temperature?: number
  /** Finds what is voted for in what is written. Default: what stands after the last 'answer', or all. */
  readonly answer?: (text: string) => string
}

/**
 * Measures how much of a task a model gets right when its most frequent answer counts (maj@k): the mean score on test
 * problems of each set, and over all sets. Answers that cannot be read do not vote.
 */
export function taskVotes<
  const Name extends string,
  Problem extends Json,
  Dials extends string,
  const SetName extends string,
>(
  options: TaskVotesOptions<Name, Problem, Dials, SetName>,
): Evaluation<Name, 'majority' | `majority/${SetName}`> {
  const { task, model, sets, problems: count = 128, votes = 8, temperature = 1, seed } = options
  const { answer } = options
  const names = Object.keys(sets) as SetName[]
  const drawn = names.flatMap((name) =>
    evaluationSet(task, { difficulty: sets[name], count, seed, atMost: true }).map((problem) => ({
      name,
      problem,
    })),
  )
  return {
    models: [model],
    metrics: ['majority', ...names.map((name) => `majority/${name}` as const)],
    async evaluate({ models, seed: now }) {
      const prompts = drawn.flatMap(({ problem }) => Array<string>(votes).fill(task.prompt(problem)))
      const answers = await answersTo(models[model], prompts, {
        maxNewTokens: task.maxWords + 1,
        temperature,
        random: (i) => stream(now, 'vote', i),
      })
      const scores = drawn.map(({ name, problem }, i) => {
        const said = answers.slice(i * votes, (i + 1) * votes)
        const { text } = voteOn(task, problem, said, answer)
        return { name, score: text === null ? 0 : task.verify(problem, text).score }
      })
      const by = names.map((name) =>
        average(scores.flatMap((each) => (each.name === name ? [each.score] : []))),
      )
      const metrics: Record<string, number> = { majority: average(by) }
      for (const [i, name] of names.entries()) metrics[`majority/${name}`] = by[i]!
      return metrics as Record<'majority' | `majority/${SetName}`, number>
    },
  }
}
