import { z } from 'zod'
import { count } from '../check.ts'
import type { BoxCurriculum } from '../curriculum.ts'
import { boxCurriculum, type Trial } from './box-curriculum.ts'
import {
  drawRegion,
  gaussianOptions,
  regionOf,
  regions,
  type GaussianTeacherOptions,
  type Region,
} from './gaussian-teacher.ts'
import { fitGaussians } from './gaussians.ts'

/**
 * Draws points where rewards rise: mixtures are fitted to the last 250 (point, time, reward), time going from 0
 * to 1 over them, and a Gaussian is drawn in proportion to its covariance of time and reward, if above 0. A
 * fifth of all draws, and those before the first fit, go anywhere.
 *
 * Source: Moulin-Frier, Nguyen and Oudeyer, "Self-organization of early vocal development in infants and
 * machines" (2014), as in Portelas et al., "Teacher algorithms for curriculum learning of Deep RL in continuously
 * parameterized environments" (2019).
 *
 * @throws UserError for options out of range.
 */
export function covarGmm(options: GaussianTeacherOptions): BoxCurriculum {
  const name = 'covar-gmm'
  const { dimensions, fitEvery, components, uniform, seed } = gaussianOptions(name, options)
  type State = {
    readonly fits: number
    /** Points, times and rewards since the last fit. */
    readonly recent: readonly (readonly number[])[]
    readonly regions: readonly Region[]
  }
  const learnOne = ({ fits, recent: before, regions }: State, { point, reward }: Trial): State => {
    const recent = [...before, [...point, before.length / fitEvery, reward]]
    if (recent.length < fitEvery) return { fits, recent, regions }
    const mixture = fitGaussians(recent, { components, seed: `${seed} ${fits}` })
    return {
      fits: fits + 1,
      recent: [],
      regions: mixture.map((gaussian) =>
        regionOf(gaussian, dimensions, Math.max(0, gaussian.covariance[dimensions]![dimensions + 1]!)),
      ),
    }
  }
  return boxCurriculum<State>({
    name,
    box: options.box,
    schema: z.strictObject({
      fits: count,
      recent: z.array(z.array(z.number()).length(dimensions + 2)).max(fitEvery),
      regions: regions(dimensions),
    }),
    initial: { fits: 0, recent: [], regions: [] },
    draw: ({ regions }, random) => drawRegion(regions, { dimensions, uniform }, random),
    learn: (state, trials) => trials.reduce(learnOne, state),
    metrics: ({ regions }) => ({
      'curriculum/regions/number': regions.length,
      'curriculum/regions/covariance': Math.max(0, ...regions.map(({ interest }) => interest)),
    }),
  })
}
