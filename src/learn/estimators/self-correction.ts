import { UserError, type Json } from '../../core/index.ts'
import { creditOf, ownTurns, promptKey } from '../episodes.ts'
import type { AdvantageEstimator } from '../estimator.ts'
import type { Episode, RoleEpisode, Turn } from '../experience.ts'
import type { TurnGrouping } from '../group.ts'
import { secondAttemptReward } from '../rewards/index.ts'

/**
 * Compares attempts at a problem that come after equal ones: first attempts with each other, second ones with those
 * whose first attempts earned the same. What has been earned before then cancels out and is no noise.
 */
export const byAttempt: TurnGrouping = {
  turns(_, role, turn) {
    const before = role.turns.slice(0, role.turns.indexOf(turn)).map((each) => creditOf(role, each))
    return `${promptKey(role.turns[0]!)}: ${before.join(' ')}`
  },
}

export interface SelfCorrectionOptions {
  /** Steps of the first stage, from step 0 on. */
  readonly held: number
  /** β₂/β₁: how much more the pull to the reference counts for the attempts that the first stage holds. Default 10. */
  readonly pull?: number
  /** α: what a later attempt gains by being better than the one before. Default 10. */
  readonly bonus?: number
}

/**
 * Teaches to correct oneself in two stages: in the first, first attempts are held at the reference while later ones
 * learn from their rewards; in the second all learn, and later attempts from the shaped reward r₂ + α(r₂ − r₁).
 *
 * estimator: makes advantages of rewards, as `rloo({ grouping: byAttempt })` does. Turns are attempts, in their order,
 * each with a reward of its own. For an objective that pulls: `withKl(reinforce(), { coefficient: β₁ })`. Source:
 * Kumar et al. 2024, "Training Language Models to Self-Correct via Reinforcement Learning" (SCoRe).
 *
 * @throws UserError for a first stage of less than 0 steps and a pull below 0.
 */
export function selfCorrection<State extends Json>(
  estimator: AdvantageEstimator<State>,
  { held, pull = 10, bonus = 10 }: SelfCorrectionOptions,
): AdvantageEstimator<State> {
  if (!(Number.isInteger(held) && held >= 0))
    throw new UserError(`selfCorrection: held is ${held}; it must be a whole number from 0 on.`)
  if (!(pull >= 0)) throw new UserError(`selfCorrection: pull is ${pull}; it must be 0 or more.`)
  return {
    name: `${estimator.name}, self-correction`,
    initial: () => estimator.initial(),
    estimate(episodes, state, context) {
      const isHeld = context.step < held
      const origin = new Map<Turn, { readonly turn: Turn; readonly isFirst: boolean }>()
      const shaped = (role: RoleEpisode): RoleEpisode => {
        const rewards = role.turns.map((turn) => creditOf(role, turn))
        const turns = role.turns.map((turn, i) => {
          const [before, reward] = [rewards[i - 1], rewards[i]!]
          const earned = before === undefined || isHeld ? reward : secondAttemptReward(before, reward, bonus)
          const copy = { ...turn, reward: earned }
          origin.set(copy, { turn, isFirst: i === 0 })
          return copy
        })
        return { ...role, turns }
      }
      const { turns, ...rest } = estimator.estimate(
        episodes.map((episode): Episode => ({ ...episode, roles: episode.roles.map(shaped) })),
        state,
        context,
      )
      return {
        ...rest,
        turns: turns.map((each) => {
          const { turn, isFirst } = origin.get(each.turn)!
          return isFirst && isHeld ? { ...each, turn, advantage: 0, pull } : { ...each, turn }
        }),
      }
    },
  }
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
