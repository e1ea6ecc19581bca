import { UserError, type Json } from '../../core/index.ts'
import { creditOf, ownTurns, promptKey } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import type { Episode, RoleEpisode, Turn } from '../experience.ts'
import type { TurnGrouping } from '../group.ts'
import { secondAttemptReward } from '../rewards/index.ts'

/** An attempt whose reward is what it is credited with, and what it had earned by itself. */
interface CreditedAttempt extends Turn {
  readonly earned: number
}

/**
 * Compares attempts at a problem that come after equal ones: first attempts with each other, second ones with those
 * whose first attempts earned the same. What has been earned before then cancels out and is no noise.
 */
export const byAttempt: TurnGrouping = {
  turns(_, role, turn) {
    const before = role.turns
      .slice(0, role.turns.indexOf(turn))
      .map((each) => (isCredited(each) ? each.earned : creditOf(role, each)))
    return `${promptKey(role.turns[0]!)}: ${before.join(' ')}`
  },
}

function isCredited(turn: Turn): turn is CreditedAttempt {
  return 'earned' in turn
}

export interface SelfCorrectionOptions {
  /** Steps of the first stage, from step 0 on. */
  readonly held: number
  /** β₂/β₁: how much more the pull to the reference counts for the attempts that the first stage holds. Default 10. */
  readonly pull?: number
  /** α: what a later attempt gains by being better than the one before. Default 10. */
  readonly bonus?: number
  /**
   * γ in [0, 1]: how much of what comes after it an attempt is credited with. 1, the default, gives the gradient of
   * the objective as it is written; 0 weighs each attempt by its own reward alone.
   */
  readonly discount?: number
}

/**
 * Teaches to correct oneself in two stages: in the first, first attempts are held at the reference while later ones
 * are rewarded; in the second all are, and later ones by the shaped reward r₂ + α(r₂ − r₁).
 *
 * estimator: makes advantages of what an attempt is credited with, as `rloo({ grouping: byAttempt })` does: its own
 * reward and γ, γ², … times those after it. With γ = 1 a first attempt is credited with r₂ in the first stage, where
 * r₁ is no part of the objective, and then with (1 − α)r₁ + (1 + α)r₂: being right at once pays where
 * P(second right | first right) − P(second right | first wrong) exceeds (α − 1)/(α + 1), for α = 10 above 0.82. With
 * γ = 0 the bonus cannot reach the first attempt, and as −α·r₁ is known when the second is made, all that is left of α
 * there is a weight of 1 + α. Turns are attempts, in their order, each with a reward of its own. For an objective that
 * pulls: `withKl(reinforce(), { coefficient: β₁ })`. Sources: Kumar et al. 2024, "Training Language Models to
 * Self-Correct via Reinforcement Learning" (SCoRe, its objectives (3) to (5)); γ = 0: the same, appendix, as the
 * replication github.com/BY571/SCoRe reads it.
 *
 * @throws UserError for a first stage of less than 0 steps, a pull below 0, a bonus that is no number and a discount
 * outside [0, 1].
 */
export function selfCorrection<State extends Json>(
  estimator: AdvantageEstimator<State>,
  { held, pull = 10, bonus = 10, discount = 1 }: SelfCorrectionOptions,
): AdvantageEstimator<State> {
  if (!(Number.isInteger(held) && held >= 0))
    throw new UserError(`selfCorrection: held is ${held}; it must be a whole number from 0 on.`)
  if (!(pull >= 0 && pull < Infinity))
    throw new UserError(`selfCorrection: pull is ${pull}; it must be 0 or more.`)
  if (!Number.isFinite(bonus)) throw new UserError(`selfCorrection: bonus is ${bonus}; it must be a number.`)
  if (!(discount >= 0 && discount <= 1))
    throw new UserError(`selfCorrection: discount is ${discount}; it must be in [0, 1].`)
  return {
    name: `${estimator.name}, self-correction`,
    initial: () => estimator.initial(),
    estimate(episodes, state, context) {
      const isHeld = context.step < held
      const origin = new Map<Turn, { readonly turn: Turn; readonly isFirst: boolean }>()
      const credited = (role: RoleEpisode): RoleEpisode => {
        const earned = role.turns.map((turn) => creditOf(role, turn))
        const credits = toGo(isHeld ? secondOnly(earned) : shaped(earned, bonus), discount)
        const turns = role.turns.map((turn, i): CreditedAttempt => {
          const copy = { ...turn, reward: credits[i]!, earned: earned[i]! }
          origin.set(copy, { turn, isFirst: i === 0 })
          return copy
        })
        return { ...role, turns }
      }
      const { turns, ...rest } = estimator.estimate(
        episodes.map((episode): Episode => ({ ...episode, roles: episode.roles.map(credited) })),
        state,
        context,
      )
      return {
        ...rest,
        turns: turns.map((each) => {
          const { turn, isFirst } = origin.get(each.turn)!
          if (!isFirst || !isHeld) return { ...each, turn }
          // Without a future nothing that the first stage maximises is its doing.
          return { ...each, turn, pull, advantage: discount === 0 ? 0 : each.advantage }
        }),
      }
    },
  }
}

/** What the first stage maximises: what later attempts earn. */
function secondOnly(earned: readonly number[]): number[] {
  return earned.map((reward, i) => (i === 0 ? 0 : reward))
}

/** What the second stage maximises: all that is earned, and what later attempts change. */
function shaped(earned: readonly number[], bonus: number): number[] {
  return earned.map((reward, i) => (i === 0 ? reward : secondAttemptReward(earned[i - 1]!, reward, bonus)))
}

/** Adds to each reward what comes after it, discounted. */
function toGo(rewards: readonly number[], discount: number): number[] {
  const credits = [...rewards]
  for (let i = credits.length - 2; i >= 0; i--) credits[i]! += discount * credits[i + 1]!
  return credits
}

export interface CorrectionsOptions {
  /** Whether right attempts that were right before are imitated too. Default false. */
  readonly kept?: boolean
}

/**
 * Imitates one's own corrections: later attempts that are right after one that is not, with `sft`.
 *
 * Right is a reward of 1. Sources: Zelikman et al. 2022, "STaR: Bootstrapping Reasoning With Reasoning", over two
 * attempts, as Kumar et al. 2024 compare with; `kept` is their D⁺.
 */
export function corrections({ kept = false }: CorrectionsOptions = {}): AdvantageEstimator<null> {
  return {
    name: 'corrections',
    initial: () => null,
    estimate(episodes, state, { model }) {
      const turns = ownTurns(episodes, model).filter(({ role, turn }) => {
        const before = role.turns[role.turns.indexOf(turn) - 1]
        return before !== undefined && creditOf(role, turn) === 1 && (kept || creditOf(role, before) < 1)
      })
      return {
        turns: turns.map(({ turn }) => ({ turn, advantage: 1, weight: 1 })),
        state,
        metrics: { corrections: turns.length },
      }
    },
  }
}
