import { z } from 'zod'
import { count, requireCount } from '../check.ts'
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

export interface AlpGmmOptions extends GaussianTeacherOptions {
  /** How many of the newest trials an older reward is looked for among: 5 … Default 5000. */
  readonly memory?: number
}

/** Progress is measured once so many trials are remembered. */
const FEWEST = 5

/**
 * Draws points where rewards change most: absolute learning progress, described by a mixture of Gaussians.
 *
 * The progress of a trial is |r − r'|, where r' was the reward at the nearest point before. Every 250 trials
 * mixtures are fitted to the last (point, progress), the one of the least AIC is kept, and a Gaussian is drawn
 * in proportion to its mean progress; a fifth of all draws, and those before the first fit, go anywhere.
 *
 * Source: Portelas et al., "Teacher algorithms for curriculum learning of Deep RL in continuously parameterized
 * environments" (2019). Sides of the box are scaled to a length of 1; the memory, there unbounded, is not here.
 *
 * @throws UserError for options out of range.
 */
export function alpGmm(options: AlpGmmOptions): BoxCurriculum {
  const { box, memory = 5000 } = options
  const name = 'alp-gmm'
  const { dimensions, fitEvery, components, uniform, seed } = gaussianOptions(name, options)
  requireCount(name, 'memory', memory, FEWEST)
  /** A trial as numbers: its point, then its reward. */
  const row = z.array(z.number()).length(dimensions + 1)
  const schema = z.strictObject({
    trials: count,
    /** Points and rewards. */
    remembered: z.array(row).max(memory),
    /** Points and their progress, since the last fit. */
    recent: z.array(row).max(fitEvery),
    regions: regions(dimensions),
  })
  type State = {
    readonly trials: number
    readonly remembered: readonly (readonly number[])[]
    readonly recent: readonly (readonly number[])[]
    readonly regions: readonly Region[]
  }
  const learnOne = (state: State, { point, reward }: Trial): State => {
    const { remembered } = state
    const progress = remembered.length < FEWEST ? 0 : Math.abs(reward - nearestReward(remembered, point))
    const recent = [...state.recent, [...point, progress]]
    const trials = state.trials + 1
    const next = {
      trials,
      remembered: [...remembered, [...point, reward]].slice(-memory),
      recent,
      regions: state.regions,
    }
    if (recent.length < fitEvery) return next
    const mixture = fitGaussians(recent, { components, seed: `${seed} ${trials}` })
    return {
      ...next,
      recent: [],
      regions: mixture.map((gaussian) =>
        regionOf(gaussian, dimensions, Math.max(0, gaussian.mean[dimensions]!)),
      ),
    }
  }
  return boxCurriculum<State>({
    name,
    box,
    schema,
    initial: { trials: 0, remembered: [], recent: [], regions: [] },
    draw: ({ regions }, random) => drawRegion(regions, { dimensions, uniform }, random),
    learn: (state, trials) => trials.reduce(learnOne, state),
    metrics: ({ regions }) => ({
      'curriculum/regions/number': regions.length,
      'curriculum/regions/progress': Math.max(0, ...regions.map(({ interest }) => interest)),
    }),
  })
}

/** Returns the reward of the trial nearest to a point, of several the newest. */
function nearestReward(trials: readonly (readonly number[])[], point: readonly number[]): number {
  let least = Infinity
  let reward = 0
  for (const trial of trials) {
    let gap = 0
    for (let i = 0; i < point.length; i++) gap += (trial[i]! - point[i]!) ** 2
    if (gap <= least) {
      least = gap
      reward = trial[point.length]!
    }
  }
  return reward
}
