import { average, stream, type Json } from 'coevo/core'
import type { Model } from 'coevo/model'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type Task } from 'coevo/task'
import type { SetsOptions } from './sets.ts'

export interface TaskAccuracyOptions<
  Name extends string,
  Problem extends Json,
  Dials extends string,
  SetName extends string,
  Metric extends string = 'accuracy',
> extends SetsOptions<Name, Problem, Dials, SetName> {
  /** What the mean over all sets is called; that of a set is called 'accuracy/SET'. Default 'accuracy'. */
  readonly metric?: Metric
  /** Of each set; fewer where there are no more. Default 128. */
  readonly problems?: number
  /**
   * How often each problem is answered, and at which temperature: mean@k of the literature. Left out, it is answered
   * once, with what is most likely.
   */
  readonly sampling?: Sampling
}

/** attempts: 1 or more; temperature: 0 is greedy, 1 the model's own distribution. */
export interface Sampling {
  readonly attempts: number
  readonly temperature: number
}

/**
 * Measures how much of a task a model gets right, when it writes what is most likely or when it samples: the mean
 * score on test problems of each set, and over all sets.
 */
export function taskAccuracy<
  const Name extends string,
  Problem extends Json,
  Dials extends string,
  const SetName extends string,
  const Metric extends string = 'accuracy',
>(
  options: TaskAccuracyOptions<Name, Problem, Dials, SetName, Metric>,
): Evaluation<Name, Metric | `${Metric}/${SetName}`> {
  const { task, model, sets, problems: count = 128, seed } = options
  // Where none is given, `Metric` is its default.
  const metric = options.metric ?? ('accuracy' as Metric)
  const names = Object.keys(sets) as SetName[]
  const drawn = names.map((name) =>
    evaluationSet(task, { difficulty: sets[name], count, seed, atMost: true }),
  )
  return {
    models: [model],
    metrics: [metric, ...names.map((name) => `${metric}/${name}` as const)],
    async evaluate({ models, seed: drawing }) {
      const { attempts = 1, temperature = 0 } = options.sampling ?? {}
      const repeated = drawn.map((set) =>
        set.flatMap((problem) => Array.from({ length: attempts }, () => problem)),
      )
      const scores = await scoresOf(task, models[model], repeated, temperature, drawing)
      const metrics: Record<string, number> = { [metric]: average(scores.map(average)) }
      for (const [i, name] of names.entries()) metrics[`${metric}/${name}`] = average(scores[i]!)
      return metrics as Record<Metric | `${Metric}/${SetName}`, number>
    },
  }
}

/** Lets a model answer sets of problems greedily, all together, and returns the score of each answer. */
export function greedyScores<Problem extends Json>(
  task: Task<Problem, never>,
  model: Model,
  sets: readonly (readonly Problem[])[],
): Promise<number[][]> {
  return scoresOf(task, model, sets, 0, 0)
}

async function scoresOf<Problem extends Json>(
  task: Task<Problem, never>,
  model: Model,
  sets: readonly (readonly Problem[])[],
  temperature: number,
  seed: number,
): Promise<number[][]> {
  const { tokenizer } = model
  const answers = await model.generate(
    sets.flat().map((problem, i) => ({
      prompt: tokenizer.encode(task.prompt(problem)),
      maxNewTokens: task.maxWords + 1,
      temperature,
      random: stream(seed, 'accuracy', i),
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
