import { lookUp } from '../../../core/index.ts'
import { requirePositive, requireShare } from '../../check.ts'
import { mixedWithUniform, normalised, softmax } from '../../statistics.ts'
import type { ArmOptions } from '../arm-curriculum.ts'

export interface TsclOptions extends ArmOptions {
  /** Whether an arm that is being forgotten is worth as much as one that is being learned. Default 'absolute'. */
  readonly slopes?: 'absolute' | 'signed'
  /** The arm of the steepest slope, or arms by exp(slope / temperature). Default 'greedy'. */
  readonly policy?: 'greedy' | 'boltzmann'
  /** Of 'greedy': the share of draws that is for all arms alike, in [0, 1]. Default 0.1. */
  readonly epsilon?: number
  /** Of 'boltzmann': > 0. Default 0.0004, published for addition; 0.001 for addition in two dimensions. */
  readonly temperature?: number
}

/**
 * Returns what turns slopes into probabilities.
 *
 * @throws UserError for options out of range.
 */
export function policyOf(name: string, options: TsclOptions): (slopes: readonly number[]) => number[] {
  const { policy = 'greedy', epsilon = 0.1, temperature = 0.0004 } = options
  lookUp(`policy of ${name}`, policy, { greedy: true, boltzmann: true })
  requireShare(name, 'epsilon', epsilon)
  requirePositive(name, 'temperature', temperature)
  const size = sizeOf(options)
  return (slopes) => {
    const sizes = slopes.map(size)
    if (policy === 'boltzmann') return softmax(sizes, temperature)
    const most = Math.max(...sizes)
    return mixedWithUniform(normalised(sizes.map((each) => (each === most ? 1 : 0))), epsilon)
  }
}

/** Returns what a slope counts for. */
export function sizeOf({ slopes = 'absolute' }: Pick<TsclOptions, 'slopes'>): (slope: number) => number {
  return lookUp('way to take slopes', slopes, { absolute: Math.abs, signed: (slope: number) => slope })
}

/** Names values by arm as they are recorded. */
export function slopeMetrics(arms: readonly string[], slopes: readonly number[]): Record<string, number> {
  return Object.fromEntries(arms.map((arm, i) => [`curriculum/slope/${arm}`, slopes[i]!]))
}
