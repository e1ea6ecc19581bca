import { average, sum } from '../core/index.ts'

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
