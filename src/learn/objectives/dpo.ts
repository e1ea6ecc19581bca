import { UserError } from '../../core/index.ts'
import { add, div, logSigmoid, mul, neg } from '../../tensor/index.ts'
import { defineObjective } from '../objective.ts'
import { checkSchedule, type Schedule } from '../schedule.ts'
import { pairMean, preferenceMetrics, rewardGap } from './pairs.ts'

export interface DpoOptions {
  /** β > 0: how closely the reference is kept to. Default 0.1. */
  readonly beta?: Schedule
  /** Adds so much of the winner's −ln π per token: SPaR 0.1, iterative RPO 1. Default 0. */
  readonly sftCoefficient?: Schedule
  /** The share of pairs that are taken to be the wrong way round, in [0, ½). Default 0. */
  readonly labelSmoothing?: number
}

/**
 * loss = −mean over pairs of [(1 − ε) ln σ(βΔ) + ε ln σ(−βΔ)], with Δ = ln π/π_ref of the winner less that of the
 * loser: direct preference optimisation.
 *
 * Reports the implicit reward ln π/π_ref: `margin` is the mean of βΔ, `accuracy` the share of pairs with Δ > 0, and
 * `winnerLogRatio` and `loserLogRatio` are its two means: both often fall, which `sftCoefficient` counters. Sources:
 * Rafailov et al. 2023; Mitchell 2023 (conservative DPO: `labelSmoothing`); Pang et al. 2024, "Iterative Reasoning
 * Preference Optimization" (`sftCoefficient`).
 */
export function dpo(options: DpoOptions = {}) {
  const { beta = 0.1, sftCoefficient = 0, labelSmoothing = 0 } = options
  if (!(labelSmoothing >= 0 && labelSmoothing < 0.5))
    throw new UserError(`dpo: labelSmoothing is ${labelSmoothing}; it must be in [0, 0.5).`)
  checkSchedule(beta, 'dpo: beta', 'positive')
  checkSchedule(sftCoefficient, 'dpo: sftCoefficient', 'not negative')
  return defineObjective({
    name: 'dpo',
    unit: 'pair',
    inputs: [
      'winnerLogp',
      'loserLogp',
      'winnerReferenceLogp',
      'loserReferenceLogp',
      'winnerLength',
      'weight',
      'pairWeight',
    ],
    scalars: { beta, sftCoefficient },
    build(batch, scalars) {
      const margin = mul(scalars.beta, rewardGap(batch))
      const right = mul(1 - labelSmoothing, logSigmoid(margin))
      const wrong = mul(labelSmoothing, logSigmoid(neg(margin)))
      const imitation = mul(scalars.sftCoefficient, div(batch.winnerLogp, batch.winnerLength))
      return {
        loss: neg(pairMean(add(add(right, wrong), imitation), batch)),
        metrics: { margin: pairMean(margin, batch), ...preferenceMetrics(batch) },
      }
    },
  })
}

/**
 * DPO between single steps of a solution: the very same loss, with the published β of 0.4.
 *
 * What is different is what the pairs are: turns that are steps, whose prompt holds the question and the correct
 * steps so far. `preferences` finds them where a session plays a step as a turn, or where the first wrong step and
 * its correction are given as turns after that prompt. Source: Lai et al. 2024, "Step-DPO".
 */
export function stepDpo({ beta = 0.4, ...options }: DpoOptions = {}) {
  return { ...dpo({ beta, ...options }), name: 'step-dpo' }
}
