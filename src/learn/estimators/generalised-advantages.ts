import { UserError } from '../../core/index.ts'

export interface GeneralisedAdvantageOptions {
  /** Discounts later rewards, in [0, 1]. Default 1. */
  readonly gamma?: number
  /** In [0, 1]: 0 trusts the values, 1 the rewards. Default 0.95. */
  readonly lambda?: number
  /** The value of where the last step led: 0 (default) at an end, V where an episode was cut short. */
  readonly bootstrap?: number
}

/**
 * Returns generalised advantages A_t = Σ_k (γλ)^k δ_{t+k} with δ_t = r_t + γV_{t+1} − V_t.
 *
 * rewards, values: one each a step, in order; V_t is what the value function said before step t. A_t + V_t is what
 * it should have said. λ = 0 gives the error of one step, λ = 1 the discounted return less the value. Source:
 * Schulman et al. 2016, "High-Dimensional Continuous Control Using Generalized Advantage Estimation".
 *
 * @throws RangeError when there are not as many values as rewards.
 */
export function generalisedAdvantages(
  rewards: readonly number[],
  values: readonly number[],
  options: GeneralisedAdvantageOptions = {},
): number[] {
  const { gamma = 1, lambda = 0.95, bootstrap = 0 } = options
  for (const [name, value] of Object.entries({ gamma, lambda }))
    if (!(value >= 0 && value <= 1))
      throw new UserError(`generalisedAdvantages: ${name} is ${value}; it must be in [0, 1].`)
  if (rewards.length !== values.length)
    throw new RangeError(`${rewards.length} rewards and ${values.length} values are not of the same steps`)
  const advantages = Array<number>(rewards.length).fill(0)
  let later = 0
  let next = bootstrap
  for (let t = rewards.length - 1; t >= 0; t--) {
    const value = values[t]!
    later = rewards[t]! + gamma * next - value + gamma * lambda * later
    advantages[t] = later
    next = value
  }
  return advantages
}
