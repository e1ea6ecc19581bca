import type { Json } from '../../core/index.ts'
import type { AnyEstimator, ValueContext } from '../estimator.ts'
import type { Episode, Turn } from '../experience.ts'

/**
 * Leaves turns out of the loss that were cut off before their end, whose rewards say little of what was written.
 *
 * The estimator inside sees them all: what a cut-off answer earned stays part of its group's baseline. Pairs with such
 * a turn are left out. Reports 'cutOff', the share of turns or pairs that were. Sources: Yu et al. 2025, "DAPO" (overlong
 * filtering); TRL's `mask_truncated_completions`.
 *
 * @example finished(grpo())
 */
export function finished<E extends AnyEstimator>(estimator: E): E {
  const name = `${estimator.name}, finished`
  const report = (all: number, kept: number) => ({ cutOff: all === 0 ? 0 : 1 - kept / all })
  const isWhole = ({ cutOff }: Turn) => cutOff !== true
  return {
    ...estimator,
    name,
    estimate(episodes: readonly Episode[], state: Json, context: ValueContext) {
      const found = estimator.estimate(episodes, state, context)
      if ('pairs' in found) {
        const pairs = found.pairs.filter(({ winner, loser }) => isWhole(winner) && isWhole(loser))
        return {
          ...found,
          pairs,
          metrics: { ...found.metrics, ...report(found.pairs.length, pairs.length) },
        }
      }
      const turns = found.turns.filter(({ turn }) => isWhole(turn))
      return { ...found, turns, metrics: { ...found.metrics, ...report(found.turns.length, turns.length) } }
    },
  }
}
