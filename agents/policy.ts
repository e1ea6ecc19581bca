import type { Random } from 'coevo/core'
import type { Turn } from 'coevo/learn'
import type { Ask } from './match.ts'

/** What a policy answers: the text of a move, and how it came about where a model wrote it. */
export interface Decision {
  readonly text: string
  readonly trace: Omit<Turn, 'ply'> | null
}

/** How a player decides. A policy keeps nothing between decisions, so that many sessions share it. */
export interface Policy {
  readonly name: string
  /** The name of the model that decides; null for a scripted or exact policy, which is not trained. */
  readonly model: string | null
  /** Answers a turn. `random` opens the decision's own stream. */
  decide(ask: Ask, random: () => Random): Decision | Promise<Decision>
}

/** Chooses every legal action with the same probability. */
export const uniform: Policy = {
  name: 'uniform',
  model: null,
  decide: ({ legal }, random) => ({ text: legal[random().int(legal.length)]!, trace: null }),
}

/** Chooses the first legal action. */
export const first: Policy = {
  name: 'first',
  model: null,
  decide: ({ legal }) => ({ text: legal[0]!, trace: null }),
}
