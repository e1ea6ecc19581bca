import { z } from 'zod'
import { average, stream, sum, type Random } from '../../core/index.ts'
import { count, requireCount, requireOption, requireShare } from '../check.ts'
import type { BoxCurriculum, Interval } from '../curriculum.ts'
import { anywhere, boxCurriculum, clamp, type BoxOptions, type Point, type Trial } from './box-curriculum.ts'
import { normal } from './gaussians.ts'

export interface RiacOptions extends BoxOptions {
  /** A region that holds more trials is split: 4 … Default 200. */
  readonly capacity?: number
  /** How many cuts are tried, drawn at random: 1 … Default 50. */
  readonly cuts?: number
  /** The fewest trials of a part: 1 … Default a twentieth of the capacity. */
  readonly fewest?: number
  /** The shortest side of a part, as a share of the whole side: (0, 1]. Default 1/15. */
  readonly shortest?: number
  /** Whether the gap in progress between parts counts times their numbers of trials. Default true. */
  readonly weighted?: boolean
  /** The share of draws that is for all points alike: [0, 1]. Default 0.2. */
  readonly uniform?: number
  /** The share of draws near the worst trial of a region: [0, 1 − uniform]. Default 0.1. */
  readonly worst?: number
  /** The deviation of those from it, as a share of each side: > 0. Default 0.1. */
  readonly noise?: number
  /**
   * Which regions points are drawn from: 'all' (default), those that have been split with them, as of R-IAC and the
   * code of Portelas et al.; or the 'leaves' alone, their `sampling_in_leaves_only`.
   */
  readonly regions?: 'all' | 'leaves'
  /** Names the stream that cuts are drawn from. Default 0. */
  readonly seed?: number
}

/** A part of the unit box, and its newest trials: each a point, then its reward. */
type Region = {
  readonly sides: readonly Interval[]
  readonly trials: readonly (readonly number[])[]
  /** Present where it has been split: its parts are regions of their own. */
  readonly isParent?: true
}

/** A draw near a trial keeps so far, as a share of each side, from the edges of the region. */
const EDGE = 1e-5

/**
 * Splits the box where progress differs, and draws regions in proportion to their progress.
 *
 * A region's progress is |mean reward of its newer trials − mean reward of its older ones|, half by half, over
 * the last `capacity`. One that holds more is cut in two where the parts differ most, and is from then on a region
 * beside its parts, which goes on learning; where no cut fits, it forgets a quarter of its capacity. Seven tenths of all
 * draws are any point of a region in proportion to progress, two tenths any point of all, one tenth in such a region near
 * its worst trial; where there is no progress all regions are alike.
 *
 * Source: Baranes and Oudeyer, "R-IAC: Robust intrinsically motivated exploration and active learning" (2009), with the
 * constants of Portelas et al., "Teacher algorithms for curriculum learning of Deep RL in continuously
 * parameterized environments" (2019), and its code. Different from that: sides of the box are scaled to a length of 1,
 * `noise` among them; a cut with too few trials in a part counts as one that was tried; `weighted` multiplies by the
 * numbers of trials, as is meant there, where the code multiplies by 2 · 2, the lengths of a pair.
 *
 * @throws UserError for options out of range.
 */
export function riac(options: RiacOptions): BoxCurriculum {
  const name = 'riac'
  const { box, capacity = 200, cuts = 50, shortest = 1 / 15, seed = 0 } = options
  const { weighted = true, uniform = 0.2, worst = 0.1, noise = 0.1, regions: drawn = 'all' } = options
  requireCount(name, 'capacity', capacity, 4)
  const { fewest = Math.max(1, Math.floor(capacity / 20)) } = options
  requireCount(name, 'cuts', cuts)
  requireCount(name, 'fewest', fewest)
  requireOption(name, 'shortest', shortest, shortest > 0 && shortest <= 1, 'above 0 and at most 1')
  requireShare(name, 'uniform', uniform)
  requireOption(name, 'worst', worst, worst >= 0 && worst <= 1 - uniform, 'from 0 to 1 − uniform')
  requireOption(name, 'noise', noise, noise > 0 && noise < Infinity, 'above 0')
  requireOption(name, 'regions', drawn, drawn === 'all' || drawn === 'leaves', "'all' or 'leaves'")
  const dimensions = Object.keys(box).length

  const split = (region: Region, random: Random): readonly Region[] => {
    let best: { readonly parts: readonly Region[]; readonly gap: number } | null = null
    for (let i = 0; i < cuts; i++) {
      const parts = cut(region, random.int(dimensions), random.uniform())
      const isSound = parts.every(
        ({ sides, trials }) => trials.length >= fewest && sides.every(([min, max]) => max - min >= shortest),
      )
      if (!isSound) continue
      const [left, right] = parts
      const weight = weighted ? left.trials.length * right.trials.length : 1
      const gap = weight * Math.abs(progressOf(left) - progressOf(right))
      if (best === null || gap > best.gap) best = { parts, gap }
    }
    if (best === null) return [{ ...region, trials: region.trials.slice(Math.floor(capacity / 4)) }]
    const parent: Region = { ...region, trials: region.trials.slice(-capacity), isParent: true }
    return drawn === 'all' ? [parent, ...best.parts] : best.parts
  }
  type State = { readonly splits: number; readonly regions: readonly Region[] }
  const learnOne = ({ splits, regions: before }: State, { point, reward }: Trial): State => {
    const regions = before.map((region): Region => {
      if (!contains(region, point)) return region
      const trials = [...region.trials, [...point, reward]]
      return { ...region, trials: region.isParent === true ? trials.slice(-capacity) : trials }
    })
    const full = regions.findIndex(({ trials }) => trials.length > capacity)
    if (full === -1) return { splits, regions }
    const parts = split(regions[full]!, stream('riac', seed, splits))
    return { splits: splits + 1, regions: regions.toSpliced(full, 1, ...parts) }
  }
  const number = z.number()
  const side = z.tuple([number, number])
  return boxCurriculum<State>({
    name,
    box,
    schema: z.strictObject({
      splits: count,
      regions: z
        .array(
          z.strictObject({
            sides: z.array(side).length(dimensions),
            trials: z.array(z.array(number).length(dimensions + 1)).max(capacity),
            isParent: z.literal(true).exactOptional(),
          }),
        )
        .min(1),
    }),
    initial: {
      splits: 0,
      regions: [{ sides: Array.from({ length: dimensions }, () => [0, 1] as const), trials: [] }],
    },
    draw({ regions }, random) {
      const progress = regions.map(progressOf)
      const kind = random.categorical([uniform, worst, 1 - uniform - worst])
      if (kind === 0) return anywhere(dimensions, random)
      const chosen = sum(progress) === 0 ? random.int(regions.length) : random.categorical(progress)
      const { sides, trials } = regions[chosen]!
      if (kind === 2 || trials.length === 0)
        return sides.map(([min, max]) => min + random.uniform() * (max - min))
      const least = Math.min(...trials.map((trial) => trial[dimensions]!))
      const point = trials.find((trial) => trial[dimensions] === least)!
      return sides.map(([min, max], i) => {
        const edge = EDGE * (max - min)
        return clamp(point[i]! + noise * normal(random), min + edge, max - edge)
      })
    },
    learn: (state, trials) => trials.reduce(learnOne, state),
    metrics: ({ regions }) => ({
      'curriculum/regions/number': regions.length,
      'curriculum/regions/progress': Math.max(...regions.map(progressOf)),
    }),
  })
}

function progressOf({ trials }: Region): number {
  // Of an odd number the older half is one longer.
  const half = Math.floor(trials.length / 2)
  if (trials.length <= 2) return 0
  const rewards = trials.map((trial) => trial.at(-1)!)
  return Math.abs(average(rewards.slice(-half)) - average(rewards.slice(0, -half)))
}

/** Parts a region at a share of one of its sides. */
function cut({ sides, trials }: Region, dimension: number, share: number): [Region, Region] {
  const [min, max] = sides[dimension]!
  const at = min + share * (max - min)
  const isLeft = (trial: readonly number[]) => trial[dimension]! < at
  return [
    { sides: sides.with(dimension, [min, at]), trials: trials.filter(isLeft) },
    { sides: sides.with(dimension, [at, max]), trials: trials.filter((trial) => !isLeft(trial)) },
  ]
}

/** Whether a point is a region's own: its lower sides are, its upper ones only at the edge of the box. */
function contains({ sides }: Region, point: Point): boolean {
  return sides.every(
    ([min, max], i) => point[i]! >= min && (point[i]! < max || (max === 1 && point[i]! <= 1)),
  )
}
