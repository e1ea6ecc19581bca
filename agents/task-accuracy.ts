import { stream, type Json } from 'coevo/core'
import type { Model } from 'coevo/model'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'

export interface TaskAccuracyOptions<
  Name extends string,
  Problem extends Json,
  Dials extends string,
  SetName extends string,
> {
  readonly task: Task<Problem, Dials>
  readonly model: Name
  /** Where the dials stand in each set of problems. */
  readonly sets: { readonly [Key in SetName]: PartialDifficulty<Dials> }
  /** Of each set; fewer where there are no more. Default 128. */
  readonly problems?: number
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}

/**
 * Measures how much of a task a model gets right when it writes what is most likely: the mean score on test
 * problems of each set, and over all sets.
 */
export function taskAccuracy<
  const Name extends string,
  Problem extends Json,
  Dials extends string,
  const SetName extends string,
>(
  options: TaskAccuracyOptions<Name, Problem, Dials, SetName>,
): Evaluation<Name, 'accuracy' | `accuracy/${SetName}`> {
  const { task, model, sets, problems: count = 128, seed } = options
  const names = Object.keys(sets) as SetName[]
  const drawn = names.map((name) =>
    evaluationSet(task, { difficulty: sets[name], count, seed, atMost: true }),
  )
  return {
    models: [model],
    metrics: ['accuracy', ...names.map((name) => `accuracy/${name}` as const)],
    async evaluate({ models }) {
      const scores = await greedyScores(task, models[model], drawn)
      const metrics: Record<string, number> = { accuracy: mean(scores.map(mean)) }
      for (const [i, name] of names.entries()) metrics[`accuracy/${name}`] = mean(scores[i]!)
      return metrics as Record<'accuracy' | `accuracy/${SetName}`, number>
    },
  }
}

/** Lets a model answer sets of problems greedily, all together, and returns the score of each answer. */
export async function greedyScores<Problem extends Json>(
  task: Task<Problem, never>,
  model: Model,
  sets: readonly (readonly Problem[])[],
): Promise<number[][]> {
  const { tokenizer } = model
  const random = stream('greedy')
  const answers = await model.generate(
    sets.flat().map((problem) => ({
      prompt: tokenizer.encode(task.prompt(problem)),
      maxNewTokens: task.maxWords + 1,
      temperature: 0,
      random,
    })),
  )
  let next = 0
  return sets.map((problems) =>
    problems.map((problem) => {
      const { tokens } = answers[next++]!
      const text = tokenizer.decode(tokens.at(-1) === tokenizer.endOfTurn ? tokens.slice(0, -1) : tokens)
      return task.verify(problem, text).score
    }),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
