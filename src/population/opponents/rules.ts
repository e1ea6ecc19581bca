import { lookUp, UserError } from '../../core/index.ts'
import { alphaRankSymmetric } from '../meta/alpha-rank.ts'
import { nashAverage } from '../meta/nash-averaging.ts'
import { memberPayoffs, winRate, type Pool } from './pool.ts'

/** How often each opponent is drawn, in proportion: numbers that are not negative. */
export interface Weights {
  /** The learner itself, as it is now. */
  readonly self: number
  /** By member of the pool. */
  readonly members: readonly number[]
}

/** Says how often each opponent is drawn; a pure function. Where no weight is above 0 the learner meets itself. */
export interface OpponentRule {
  readonly name: string
  weigh(pool: Pool): Weights
}

/** The learner against itself as it is now: plain self-play. */
export const latest: OpponentRule = {
  name: 'latest',
  weigh: ({ members }) => ({ self: 1, members: members.map(() => 0) }),
}

/** The members that are fixed, all alike: trained agents, exact ones, ones that only move at random. */
export const fixed: OpponentRule = {
  name: 'fixed',
  weigh: ({ members }) => ({ self: 0, members: members.map((member) => (member.fixed ? 1 : 0)) }),
}

/**
 * All members alike.
 *
 * includeCurrent: whether the learner as it is now counts as one of them. Default false.
 *
 * Source: Heinrich, Lanctot and Silver, "Fictitious self-play in extensive-form games" (2015), as sampled
 * from a pool of checkpoints.
 */
export function fictitious({ includeCurrent = false } = {}): OpponentRule {
  return {
    name: 'fictitious',
    weigh: ({ members }) => ({ self: includeCurrent ? 1 : 0, members: members.map(() => 1) }),
  }
}

/** How prioritised draws depend on p, the learner's share of the points against a member. */
const PRIORITIES = {
  /** Those that are hard to beat: (1 − p)^k. */
  hard: (p: number, exponent: number) => (1 - p) ** exponent,
  /** Those of the learner's own strength: p·(1 − p). */
  variance: (p: number) => p * (1 - p),
  /** Those that are hard, but evenly: 1 − p. */
  linear: (p: number) => 1 - p,
  /** The same, but all that are at least even alike: min(½, 1 − p). */
  'linear-capped': (p: number) => Math.min(0.5, 1 - p),
} as const

export type Priority = keyof typeof PRIORITIES

export interface PrioritisedOptions {
  /** Default 'hard'. */
  readonly weighting?: Priority
  /** k of 'hard': above 0. Default 2. */
  readonly exponent?: number
  /** How many draws of all go to the learner as it is now: [0, 1]. Default 0; published: 0.35 to 0.5. */
  readonly selfPlay?: number
}

/**
 * Members by how the learner does against them: prioritised fictitious self-play. All alike when the
 * learner beats everybody.
 *
 * Source: Vinyals et al., "Grandmaster level in StarCraft II using multi-agent reinforcement learning"
 * (2019), and its pseudocode, whose weighting functions these are.
 *
 * @throws UserError for options out of range.
 */
export function prioritised(options: PrioritisedOptions = {}): OpponentRule {
  const { weighting = 'hard', exponent = 2, selfPlay = 0 } = options
  const priority: (p: number, exponent: number) => number = lookUp('weighting', weighting, PRIORITIES)
  if (!(exponent > 0 && exponent < Infinity))
    throw new UserError(`prioritised: exponent is ${exponent}; it must be above 0.`)
  if (!(selfPlay >= 0 && selfPlay <= 1))
    throw new UserError(`prioritised: selfPlay is ${selfPlay}; it must be from 0 to 1.`)
  return {
    name: `prioritised-${weighting}`,
    weigh({ members, learner }) {
      const weights = members.map(({ id }) => priority(winRate(learner, id), exponent))
      return share(weights.some((weight) => weight > 0) ? weights : members.map(() => 1), selfPlay)
    },
  }
}

/** Meta-strategies of a symmetric zero-sum game between members. */
const META = {
  nash: (payoffs: readonly (readonly number[])[]) => nashAverage(payoffs).row,
  'alpha-rank': (payoffs: readonly (readonly number[])[]) => alphaRankSymmetric(payoffs),
} as const

/**
 * Members by a meta-strategy of the game between them, so that the learner becomes a response to it: PSRO
 * with a learned oracle. What members get against each other is what they got when they were tried, or else
 * what the learner scored when they were frozen.
 *
 * Source: Lanctot et al., "A unified game-theoretic approach to multiagent reinforcement learning" (2017).
 *
 * @throws UserError for a meta-strategy that is none.
 */
export function metaStrategy(meta: keyof typeof META = 'nash'): OpponentRule {
  const solve: (payoffs: readonly (readonly number[])[]) => readonly number[] = lookUp(
    'meta-strategy',
    meta,
    META,
  )
  return {
    name: `meta-${meta}`,
    weigh: (pool) => ({ self: 0, members: pool.members.length === 0 ? [] : solve(memberPayoffs(pool)) }),
  }
}

/** Gives the learner itself a share of all draws, and the members the rest in proportion. */
function share(members: readonly number[], self: number): Weights {
  const total = members.reduce((sum, weight) => sum + weight, 0)
  return total === 0
    ? { self: 1, members }
    : { self, members: members.map((weight) => ((1 - self) * weight) / total) }
}
