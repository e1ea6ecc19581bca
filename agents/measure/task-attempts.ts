import { stream, type Json } from 'coevo/core'
import { passAt, similarities } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type Task } from 'coevo/task'
import { answersTo } from './answers.ts'
import type { SetsOptions } from './sets.ts'
import { voteOn } from './votes.ts'

export interface TaskAttemptsOptions<
  Name extends string,
  Problem extends Json,
  Dials extends string,
  SetName extends string,
> extends SetsOptions<Name, Problem, Dials, SetName> {
  /** Of each set; fewer where there are no more. Default 64. */
  readonly problems?: number
  /** k: answers to each problem. Default 16. */
  readonly attempts?: number
  /** Default 1. */
  readonly temperature?: number
  /** Of an answer; default: what a solution may need. */
  readonly maxNewTokens?: number
  /** Finds what attempts vote for in what is written. Default: what stands after the last 'answer', or all. */
  readonly answer?: (text: string) => string
}

/** What comes of several attempts at each of many problems; means over the problems. */
export type AttemptMetric =
  /** The share of attempts that are right. */
  | 'accuracy'
  /** Whether any of k attempts is right. */
  | 'pass@k'
  /** Whether the most frequent of k answers is right; those that cannot be read do not vote. */
  | 'majority@k'
  /** The share of attempts that are written as no earlier one is. */
  | 'distinct'
  /** The mean distance between two attempts: 1 − the cosine of their words and pairs of words. */
  | 'diversity'

const METRICS = ['accuracy', 'pass@k', 'majority@k', 'distinct', 'diversity'] as const

/**
 * Measures what a model gets right when it answers test problems several times each, and how much its attempts
 * differ, by set: 'pass@k/3-digits'. An attempt is right when its score is 1.
 */
export function taskAttempts<
  const Name extends string,
  Problem extends Json,
  Dials extends string,
  const SetName extends string,
>(
  options: TaskAttemptsOptions<Name, Problem, Dials, SetName>,
): Evaluation<Name, `${AttemptMetric}/${SetName}`> {
  const { task, model, sets, problems: count = 64, attempts = 16, temperature = 1, seed } = options
  const { answer, maxNewTokens = task.maxWords + 1 } = options
  const names = Object.keys(sets) as SetName[]
  const drawn = names.map((name) =>
    evaluationSet(task, { difficulty: sets[name], count, seed, atMost: true }),
  )

  /** What comes of the attempts at one problem. */
  function found(problem: Problem, texts: readonly string[]): Record<AttemptMetric, number> {
    const right = texts.map((text) => task.verify(problem, text).score === 1)
    const correct = right.filter(Boolean).length
    return {
      accuracy: correct / attempts,
      'pass@k': passAt(attempts, attempts, correct),
      'majority@k': right[texts.indexOf(voteOn(task, problem, texts, answer).text!)] ? 1 : 0,
      distinct: new Set(texts).size / attempts,
      diversity: meanDistance(texts),
    }
  }

  return {
    models: [model],
    metrics: names.flatMap((name) => METRICS.map((metric) => `${metric}/${name}` as const)),
    async evaluate({ models, seed: own }) {
      const texts = await attemptsAt(task, models[model], drawn.flat(), {
        attempts,
        temperature,
        maxNewTokens,
        seed: own,
      })
      const all = drawn.map((problems) => problems.map((problem) => found(problem, texts.shift()!)))
      const metrics = names.flatMap((name, i) =>
        METRICS.map((metric) => {
          const sum = all[i]!.reduce((total, each) => total + each[metric], 0)
          return [`${metric}/${name}`, sum / all[i]!.length] as const
        }),
      )
      return Object.fromEntries(metrics) as Record<`${AttemptMetric}/${SetName}`, number>
    },
  }
}

/** Lets a model answer each problem several times, all together, and returns what it writes by problem. */
async function attemptsAt<Problem extends Json>(
  task: Task<Problem, never>,
  model: Model,
  problems: readonly Problem[],
  {
    attempts,
    temperature,
    maxNewTokens,
    seed,
  }: Required<
    Pick<
      TaskAttemptsOptions<string, Problem, never, never>,
      'attempts' | 'temperature' | 'maxNewTokens' | 'seed'
    >
  >,
): Promise<string[][]> {
  const prompts = problems.flatMap((problem) => Array<string>(attempts).fill(task.prompt(problem)))
  const texts = await answersTo(model, prompts, {
    maxNewTokens,
    temperature,
    random: (i) => stream(seed, 'problem', Math.floor(i / attempts), 'attempt', i % attempts),
  })
  return problems.map((_, i) => texts.slice(i * attempts, (i + 1) * attempts))
}

/** The mean of 1 − similarity over all pairs; 0 for one text. */
function meanDistance(texts: readonly string[]): number {
  const n = texts.length
  if (n < 2) return 0
  const all = similarities(texts)
    .flat()
    .reduce((sum, each) => sum + each, 0)
  return 1 - (all - n) / (n * (n - 1))
}
