import { z } from 'zod'
import { sum, type Random } from '../../core/index.ts'
import { requireCount, requireShare } from '../check.ts'
import { anywhere, type BoxOptions, type Point } from './box-curriculum.ts'
import { cholesky } from './cholesky.ts'
import { drawGaussian, type Gaussian } from './gaussians.ts'

export interface GaussianTeacherOptions extends BoxOptions {
  /** A mixture is fitted after so many outcomes, to the last of them: 2 … Default 250. */
  readonly fitEvery?: number
  /** The numbers of components that are tried: least and most, 1 … Default [2, 10]. */
  readonly components?: readonly [least: number, most: number]
  /** The share of draws that is for all points alike, once there is a mixture: [0, 1]. Default 0.2. */
  readonly uniform?: number
  /** Names the stream that fits draw their first means from. Default 0. */
  readonly seed?: number
}

/** The options with their defaults. @throws UserError for options out of range. */
export function gaussianOptions(name: string, options: GaussianTeacherOptions) {
  const { box, fitEvery = 250, components = [2, 10] as const, uniform = 0.2, seed = 0 } = options
  requireCount(name, 'fitEvery', fitEvery, 2)
  requireCount(name, 'components[0]', components[0])
  requireCount(name, 'components[1]', components[1], components[0])
  requireShare(name, 'uniform', uniform)
  return { dimensions: Object.keys(box).length, fitEvery, components, uniform, seed }
}

/** A region that a fit found. */
export type Region = {
  /** How much there is to learn: regions are drawn in proportion. ≥ 0 */
  readonly interest: number
  readonly mean: Point
  /** The root of its covariance: lower triangular. */
  readonly lower: readonly (readonly number[])[]
}

export const regions = (dimensions: number): z.ZodType<readonly Region[]> => {
  const point = z.array(z.number()).length(dimensions)
  return z.array(
    z.strictObject({ interest: z.number().min(0), mean: point, lower: z.array(point).length(dimensions) }),
  )
}

/** Makes a region of the first dimensions of a Gaussian. */
export function regionOf({ mean, covariance }: Gaussian, dimensions: number, interest: number): Region {
  const lower = cholesky(covariance.slice(0, dimensions).map((row) => row.slice(0, dimensions)))
  return { interest, mean: mean.slice(0, dimensions), lower }
}

/** Draws a region by interest and a point of it; any point where no region is of interest. */
export function drawRegion(
  regions: readonly Region[],
  { dimensions, uniform }: { readonly dimensions: number; readonly uniform: number },
  random: Random,
): Point {
  const interests = regions.map(({ interest }) => interest)
  if (sum(interests) === 0 || random.uniform() < uniform) return anywhere(dimensions, random)
  const { mean, lower } = regions[random.categorical(interests)]!
  return drawGaussian(mean, lower, random)
}
