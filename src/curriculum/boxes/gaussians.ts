import { stream, sum, type Random } from '../../core/index.ts'
import { normalised } from '../statistics.ts'
import { cholesky, logDeterminant, squaredDistance, type Matrix } from './cholesky.ts'

/** One component of a mixture. */
export interface Gaussian {
  readonly weight: number
  readonly mean: readonly number[]
  readonly covariance: Matrix
}

export interface FitOptions {
  /** The numbers of components that are tried: least and most. */
  readonly components: readonly [least: number, most: number]
  /** Names the stream that first means are drawn from. */
  readonly seed: string | number
}

/** Added to every variance, so that points that coincide have one. */
const REGULARISATION = 1e-6
/** Expectation–maximisation ends after so many rounds, or once a round gains less than this in mean ln-likelihood. */
const ROUNDS = 100
const TOLERANCE = 1e-3

/**
 * Fits mixtures of Gaussians with full covariances by expectation–maximisation, one a number of components, and
 * returns the one of the least Akaike information criterion. The same points and seed give the same mixture.
 *
 * points: one at least; whatever coincides among them, all numbers of the mixture are finite.
 */
export function fitGaussians(points: Matrix, { components: [least, most], seed }: FitOptions): Gaussian[] {
  const dimensions = points[0]!.length
  const sizes = Array.from({ length: most - least + 1 }, (_, i) => least + i).filter(
    (size) => size <= points.length,
  )
  const fits = (sizes.length === 0 ? [1] : sizes).map((size) => {
    const { mixture, logLikelihood } = maximise(points, size, stream('gaussians', seed, size))
    const parameters = mixture.length * (1 + dimensions + (dimensions * (dimensions + 1)) / 2) - 1
    return { mixture, criterion: 2 * parameters - 2 * logLikelihood * points.length }
  })
  return fits.reduce((best, fit) => (fit.criterion < best.criterion ? fit : best)).mixture
}

/** Draws from a Gaussian, its first dimensions alone: as many as `lower`, the root of their covariance, has. */
export function drawGaussian(mean: readonly number[], lower: Matrix, random: Random): number[] {
  const noise = lower.map(() => normal(random))
  return lower.map((row, i) => mean[i]! + sum(row.map((weight, k) => weight * noise[k]!)))
}

/** Draws from the standard normal distribution (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
}

function maximise(points: Matrix, size: number, random: Random) {
  let mixture = mixtureOf(points, nearest(points, firstMeans(points, size, random)))
  let { responsibilities, mean } = expect(points, mixture)
  for (let round = 0, gain = Infinity; round < ROUNDS && gain >= TOLERANCE; round++) {
    mixture = mixtureOf(points, responsibilities)
    const next = expect(points, mixture)
    gain = next.mean - mean
    ;({ responsibilities, mean } = next)
  }
  return { mixture, logLikelihood: mean }
}

/** Draws means among the points, each farther from those before it the likelier (k-means++). */
function firstMeans(points: Matrix, size: number, random: Random): Matrix {
  const means = [points[random.int(points.length)]!]
  const distances = points.map(() => Infinity)
  while (means.length < size) {
    for (const [i, point] of points.entries())
      distances[i] = Math.min(distances[i]!, squaredGap(point, means.at(-1)!))
    means.push(points[random.categorical(normalised(distances))]!)
  }
  return means
}

/** Gives each point wholly to the nearest mean. */
function nearest(points: Matrix, means: Matrix): number[][] {
  return points.map((point) => {
    const gaps = means.map((mean) => squaredGap(point, mean))
    const least = gaps.indexOf(Math.min(...gaps))
    return means.map((_, i) => (i === least ? 1 : 0))
  })
}

/** Returns how far each component answers for each point, and the mean ln-likelihood. */
function expect(points: Matrix, mixture: readonly Gaussian[]) {
  const parts = mixture.map(({ weight, mean, covariance }) => {
    const lower = cholesky(covariance)
    const constant = mean.length * Math.log(2 * Math.PI) + logDeterminant(lower)
    return { mean, lower, offset: Math.log(weight) - constant / 2 }
  })
  const gap = points[0]!.map(() => 0)
  let total = 0
  const responsibilities = points.map((point) => {
    const logs = parts.map(({ mean, lower, offset }) => {
      for (let i = 0; i < gap.length; i++) gap[i] = point[i]! - mean[i]!
      return offset - squaredDistance(lower, gap) / 2
    })
    const most = Math.max(...logs)
    const likelihoods = logs.map((log) => Math.exp(log - most))
    const likelihood = sum(likelihoods)
    total += most + Math.log(likelihood)
    return likelihoods.map((each) => each / likelihood)
  })
  return { responsibilities, mean: total / points.length }
}

/** Returns the likeliest mixture where components answer for points so far; one that answers for none is left out. */
function mixtureOf(points: Matrix, responsibilities: Matrix): Gaussian[] {
  return responsibilities[0]!.flatMap((_, component) => {
    const shares = responsibilities.map((row) => row[component]!)
    const total = sum(shares)
    return total < 1e-9 ? [] : [gaussianOf(points, shares, total)]
  })
}

function gaussianOf(points: Matrix, shares: readonly number[], total: number): Gaussian {
  const mean = points[0]!.map((_, i) => sum(points.map((point, n) => shares[n]! * point[i]!)) / total)
  const covariance = mean.map((_, i) => mean.map((_, j) => (i === j ? REGULARISATION : 0)))
  for (const [n, point] of points.entries()) {
    const share = shares[n]! / total
    if (share === 0) continue
    for (let i = 0; i < mean.length; i++)
      for (let j = 0; j <= i; j++)
        covariance[i]![j]! += share * (point[i]! - mean[i]!) * (point[j]! - mean[j]!)
  }
  for (let i = 0; i < mean.length; i++) for (let j = 0; j < i; j++) covariance[j]![i] = covariance[i]![j]!
  return { weight: total / points.length, mean, covariance }
}

function squaredGap(a: readonly number[], b: readonly number[]): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += (a[i]! - b[i]!) ** 2
  return total
}
