/** Turns the rewards of one group into advantages, one each, in their order. */
export type GroupBaseline = (rewards: readonly number[]) => number[]

/** Subtracts the group's mean. A group of one gets 0. */
export const meanBaseline: GroupBaseline = (rewards) => {
  const mean = average(rewards)
  return rewards.map((reward) => reward - mean)
}

/** Subtracts from each the mean of the others, which is unbiased. A group of one gets 0. */
export const leaveOneOutBaseline: GroupBaseline = (rewards) => {
  const others = rewards.length - 1
  if (others < 1) return rewards.map(() => 0)
  const total = sum(rewards)
  return rewards.map((reward) => reward - (total - reward) / others)
}

export function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** Returns the mean, 0 for no values. */
export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length
}
