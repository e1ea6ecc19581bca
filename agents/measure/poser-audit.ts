import { stream, type Json, type Random } from 'coevo/core'
import type { Evaluation } from 'coevo/scenario'
import { evaluationSet, type PartialDifficulty, type Task } from 'coevo/task'
import { shareOf } from './share.ts'
import { verdictsOn } from './verdicts.ts'

export interface PoserAuditOptions<Name extends string, Problem extends Json, Dials extends string> {
  readonly task: Task<Problem, Dials>
  readonly verifier: Name
  /** Where the dials stand, one set of problems after the other. */
  readonly sets: readonly PartialDifficulty<Dials>[]
  /** Of each set; fewer where there are no more. Default 64. */
  readonly problems?: number
  /** Writes what the poser takes for the answer. */
  readonly reference: (problem: Problem, random: Random) => string
  /** M: of the verifier on each reference answer; odd. Default 5. */
  readonly checks?: number
  /** Of a check; default: what a solution and a verdict may need. */
  readonly maxNewTokens?: number
  /** Names the problems and their references: the same seed, the same set. */
  readonly seed: number
}

const METRICS = ['audit/flawed', 'audit/flagged', 'audit/precision', 'audit/recall'] as const

/**
 * Lets a verifier audit a set of test problems with the answers that their poser takes for right: an answer that most
 * checks find wrong is flagged.
 *
 * 'flawed' and 'flagged' are shares of the set; 'precision' that of the flags that are right, 1 where there are none;
 * 'recall' that of flawed answers that are flagged. Source: Shi and Jin 2025, "Heimdall: test-time scaling on the
 * generative verification" (knowledge discovery).
 */
export function poserAudit<const Name extends string, Problem extends Json, Dials extends string>(
  options: PoserAuditOptions<Name, Problem, Dials>,
): Evaluation<Name, (typeof METRICS)[number]> {
  const { task, verifier, sets, problems: count = 64, reference, checks = 5, seed } = options
  const { maxNewTokens = task.maxWords + 2 } = options
  const set = sets
    .flatMap((difficulty) => evaluationSet(task, { difficulty, count, seed, atMost: true }))
    .map((problem, i) => {
      const answer = reference(problem, stream(seed, 'reference', i))
      return { question: task.prompt(problem), answer, flawed: task.verify(problem, answer).score < 1 }
    })
  return {
    models: [verifier],
    metrics: METRICS,
    async evaluate({ models, seed: own }) {
      const verdicts = await verdictsOn(models[verifier], set, { checks, maxNewTokens, name: [own, 'audit'] })
      const audited = set.map(({ flawed }, i) => ({ flawed, flagged: 2 * shareOf(verdicts[i]!) < 1 }))
      const flags = audited.filter(({ flagged }) => flagged)
      return {
        'audit/flawed': shareOf(audited.map(({ flawed }) => flawed)),
        'audit/flagged': flags.length / audited.length,
        'audit/precision': flags.length === 0 ? 1 : shareOf(flags.map(({ flawed }) => flawed)),
        'audit/recall': shareOf(audited.filter(({ flawed }) => flawed).map(({ flagged }) => flagged)),
      }
    },
  }
}
