import { average } from '../../core/index.ts'
import { z } from 'zod'
import { requireCount, requireOption, requireShare } from '../check.ts'
import type { BoxCurriculum } from '../curriculum.ts'
import { boxCurriculum, type BoxOptions } from './box-curriculum.ts'

export interface OracleWindowOptions extends BoxOptions {
  /** How much of each side the window covers: (0, 1]. Default 1/6. */
  readonly width?: number
  /** How much of each side it moves at once: (0, 1]. Default 1/30. */
  readonly stride?: number
  /** It moves once the mean of its returns is above this: [0, 1]. Default 0.76, which is 230 on a scale from −150 to 350. */
  readonly threshold?: number
  /** Over how many returns since the last move that mean is taken: 1 … Default 50. */
  readonly window?: number
}

/**
 * A window that slides from the easy end of every side, its beginning, to the hard one, as fast as it is
 * mastered: what somebody would do who knows what is hard. Inside of it all points are alike.
 *
 * Source: Portelas et al., "Teacher algorithms for curriculum learning of Deep RL in continuously parameterized
 * environments" (2019), the Oracle; how far it moves is from its code for one environment.
 *
 * @throws UserError for options out of range.
 */
export function oracleWindow(options: OracleWindowOptions): BoxCurriculum {
  const { box, width = 1 / 6, stride = 1 / 30, threshold = 0.76, window = 50 } = options
  const name = 'oracle-window'
  requireOption(name, 'width', width, width > 0 && width <= 1, 'above 0 and at most 1')
  requireOption(name, 'stride', stride, stride > 0 && stride <= 1, 'above 0 and at most 1')
  requireShare(name, 'threshold', threshold)
  requireCount(name, 'window', window)
  const dimensions = Object.keys(box)
  return boxCurriculum({
    name,
    box,
    schema: z.strictObject({ start: z.number().min(0).max(1), rewards: z.array(z.number()).max(window) }),
    initial: { start: 0, rewards: [] },
    draw: ({ start }, random) => dimensions.map(() => start + width * random.uniform()),
    learn: (state, trials) =>
      trials.reduce(({ start, rewards }, { reward }) => {
        const newest = [...rewards, reward].slice(-window)
        const isMastered = newest.length === window && average(newest) > threshold
        return isMastered
          ? { start: Math.min(1 - width, start + stride), rewards: [] }
          : { start, rewards: newest }
      }, state),
    metrics: ({ start }) => ({ 'curriculum/window/start': start }),
  })
}
