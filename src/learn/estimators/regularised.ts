import { average, lookUp, sum } from '../../core/index.ts'
import { leaveOneOutBaseline, meanBaseline } from '../baseline.ts'
import { groupBy, ownTurns, promptKey, type OwnTurn } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import type { Turn } from '../experience.ts'
import { checkSchedule, scheduleAt, type Schedule } from '../schedule.ts'

export interface RegularisedOptions {
  /** The strength of the regularisation α ≥ 0, by learner step. */
  readonly alpha: Schedule
  /** Whether a turn's own log-ratio is in its return, or left to a loss that has the exact KL term. Default 'loss'. */
  readonly ownTerm?: 'loss' | 'return'
  /** What is subtracted among turns that answered the same prompt (one information state). Default 'leave-one-out'. */
  readonly baseline?: 'leave-one-out' | 'mean' | 'none'
  /** What counts equally in the loss: each turn (default), or each prompt seen, so that rare states learn as fast as common ones. */
  readonly equal?: 'prompts' | 'turns'
}

/**
 * Regularises returns on both sides, so that self-play converges instead of circling.
 *
 * With L(turn) = ln π(turn) − ln magnet(turn), the magnet uniform over the allowed tokens, a turn of
 * role i in a game of n roles gets
 * R_i − α·Σ own later L + α/(n−1)·Σ others' later L, less (with `ownTerm: 'return'`) its own α·L,
 * and then the baseline of its prompt. The sums keep a constant-sum game constant-sum. A prompt seen
 * once has no baseline of its own and takes the mean of its role's other turns in the batch.
 *
 * π is the behaviour policy as recorded; turns of roles without tokens contribute nothing. Sources:
 * Perolat et al. 2021, "From Poincaré Recurrence to Convergence in Imperfect Information Games"
 * (the transformed reward); Sokota et al. 2023, "A Unified Approach to Reinforcement Learning, Quantal
 * Response Equilibria, and Two-Player Zero-Sum Games" (the uniform magnet).
 */
export function regularised(options: RegularisedOptions): AdvantageEstimator<null> {
  const { alpha, ownTerm = 'loss', baseline = 'leave-one-out', equal = 'turns' } = options
  checkSchedule(alpha, 'regularised: alpha', 'not negative')
  lookUp('own term of regularised', ownTerm, { loss: true, return: true })
  lookUp('baseline of regularised', baseline, { 'leave-one-out': true, mean: true, none: true })
  lookUp('way for regularised to count equally', equal, { prompts: true, turns: true })
  return {
    name: 'regularised',
    initial: () => null,
    estimate(episodes, state, { model, vocabularySize, ...progress }) {
      const strength = scheduleAt(alpha, progress)
      const own = ownTurns(episodes, model)
      const ratio = (turn: Turn) => magnetLogRatio(turn, vocabularySize)
      const returns = own.map((item) => regularisedReturn(item, strength, ownTerm, ratio))
      const advantages = subtractBaseline(own, returns, baseline)
      const visits = new Map(
        groupBy(own, ({ turn }) => promptKey(turn)).map((group) => [promptKey(group[0]!.turn), group.length]),
      )
      const weight = (turn: Turn) => (equal === 'turns' ? 1 : 1 / visits.get(promptKey(turn))!)
      return {
        turns: own.map(({ turn }, i) => ({ turn, advantage: advantages[i]!, weight: weight(turn) })),
        state,
        metrics: { alpha: strength, 'magnet/log-ratio': average(own.map(({ turn }) => ratio(turn))) },
      }
    },
  }
}

/** Returns ln π(turn) − ln magnet(turn) with the magnet uniform over the allowed tokens, in nats. */
export function magnetLogRatio(turn: Turn, vocabularySize: number): number {
  return sum(turn.logprobs.map((logprob, i) => logprob + Math.log(turn.allowed[i]?.length ?? vocabularySize)))
}

function regularisedReturn(
  { episode, role, turn }: OwnTurn,
  alpha: number,
  ownTerm: 'loss' | 'return',
  ratio: (turn: Turn) => number,
): number {
  const others = episode.roles.length - 1
  let total = role.return - (ownTerm === 'return' ? alpha * ratio(turn) : 0)
  for (const each of episode.roles) {
    const later = sum(each.turns.filter(({ ply }) => ply > turn.ply).map(ratio))
    total += each === role ? -alpha * later : (alpha / others) * later
  }
  return total
}

function subtractBaseline(
  own: readonly OwnTurn[],
  returns: readonly number[],
  baseline: NonNullable<RegularisedOptions['baseline']>,
): readonly number[] {
  if (baseline === 'none') return returns
  const inGroup = baseline === 'mean' ? meanBaseline : leaveOneOutBaseline
  const advantages = returns.slice()
  const assign = (group: readonly number[], keep: (i: number) => boolean) => {
    const values = inGroup(group.map((i) => returns[i]!))
    for (const [k, i] of group.entries()) if (keep(i)) advantages[i] = values[k]!
  }
  const indices = own.map((_, i) => i)
  const prompts = groupBy(indices, (i) => promptKey(own[i]!.turn))
  const single = new Set(prompts.filter((group) => group.length === 1).flat())
  for (const group of prompts) assign(group, (i) => !single.has(i))
  for (const group of groupBy(indices, (i) => JSON.stringify([own[i]!.episode.game, own[i]!.role.role])))
    if (group.some((i) => single.has(i))) assign(group, (i) => single.has(i))
  return advantages
}
