import { stream, type Json } from 'coevo/core'
import { majorityVote, passAt, similarities } from 'coevo/learn'
import type { Model } from 'coevo/model'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'
import { answersTo } from './answers.ts'

export interface TaskAttemptsOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  readonly model: Name
  readonly difficulty: PartialDifficulty<Dials>
  /** Fewer where there are no more. Default 64. */
  readonly problems?: number
  /** k: answers to each problem. Default 16. */
  readonly attempts?: number
  /** Default 1. */
  readonly temperature?: number
  /** Finds what attempts vote for in what is written. Default: what stands after the last 'answer', or all. */
  readonly answer?: (text: string) => string
  /** Names the problems: the same seed, the same problems. */
  readonly seed: number
}

/** What comes of several attempts at each of many problems; means over the problems. */
export type AttemptMetric =
  /** The share of attempts that are right. */
  | 'accuracy'
  /** Whether any of k attempts is right. */
  | 'pass@k'
  /** Whether the most frequent of k answers is right. */
  | 'majority@k'
  /** The share of attempts that are written as no earlier one is. */
  | 'distinct'
  /** The mean distance between two attempts: 1 − the cosine of their words and pairs of words. */
  | 'diversity'

/** What stands after the last 'answer' of a text, or all of it. */
export function afterAnswer(text: string): string {
  return text.split('answer').at(-1)!.trim()
}

/**
 * Measures what a model gets right when it answers test problems several times each, and how much its attempts
 * differ. An attempt is right when its score is 1.
 */
export function taskAttempts<const Name extends string, Problem extends Json, Dials extends string>(
  options: TaskAttemptsOptions<Name, Problem, Dials>,
): Evaluation<Name, AttemptMetric> {
  const { task, model, difficulty, problems: count = 64, attempts = 16, temperature = 1, seed } = options
  const { answer = afterAnswer } = options
  const problems = evaluationSet(task, { difficulty, count, seed, atMost: true })
  return {
    models: [model],
    metrics: ['accuracy', 'pass@k', 'majority@k', 'distinct', 'diversity'],
    async evaluate({ models, seed: own }) {
      const texts = await attemptsAt(task, models[model], problems, { attempts, temperature, seed: own })
      const found = texts.map((written, i) => {
        const right = written.map((text) => task.verify(problems[i]!, text).score === 1)
        const correct = right.filter(Boolean).length
        const answers = written.map(answer)
        const winner = answers.indexOf(majorityVote(answers).winner!)
        return {
          accuracy: correct / attempts,
          'pass@k': passAt(attempts, attempts, correct),
          'majority@k': right[winner] ? 1 : 0,
          distinct: new Set(written).size / attempts,
          diversity: meanDistance(written),
        }
      })
      const mean = (name: AttemptMetric) => found.reduce((sum, each) => sum + each[name], 0) / found.length
      return {
        accuracy: mean('accuracy'),
        'pass@k': mean('pass@k'),
        'majority@k': mean('majority@k'),
        distinct: mean('distinct'),
        diversity: mean('diversity'),
      }
    },
  }
}

/** Lets a model answer each problem several times, all together, and returns what it writes by problem. */
async function attemptsAt<Problem extends Json>(
  task: Task<Problem, never>,
  model: Model,
  problems: readonly Problem[],
  { attempts, temperature, seed }: { attempts: number; temperature: number; seed: number },
): Promise<string[][]> {
  const prompts = problems.flatMap((problem) => Array<string>(attempts).fill(task.prompt(problem)))
  const texts = await answersTo(model, prompts, {
    maxNewTokens: task.maxWords + 1,
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
