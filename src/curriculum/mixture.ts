import { canonicalJson, sum, UserError, type Json } from '../core/index.ts'
import { armMetrics } from './arms/arm-curriculum.ts'
import { checkOutcomes, noState, requireOption } from './check.ts'
import type { ArmCurriculum, BoxCurriculum, Curriculum } from './curriculum.ts'
import { normalised } from './statistics.ts'

/** A curriculum, and how often it chooses in proportion to others. */
export interface Part<C> {
  readonly curriculum: C
  /** Above 0. Default 1. */
  readonly weight?: number
}

const NAME = 'mixture'

/**
 * Lets curricula over the same arms take turns at random; all learn from all that is done.
 *
 * @example mixedArms([{ curriculum: sec({ arms }), weight: 9 }, { curriculum: uniformArms({ arms }) }])
 * @throws UserError where there is none, a weight is out of range, or their arms differ.
 */
export function mixedArms(parts: readonly Part<ArmCurriculum>[]): ArmCurriculum {
  const { curricula, weights, ...mixed } = mix<number, ArmCurriculum>(parts, ({ arms }) => [...arms])
  const { arms } = curricula[0]!
  const probabilities = () => {
    const each = curricula.map((curriculum) => curriculum.probabilities())
    return arms.map((_, arm) => sum(each.map((own, part) => weights[part]! * own[arm]!)))
  }
  return { ...mixed, arms, probabilities, metrics: () => armMetrics(arms, probabilities()) }
}

/**
 * Lets curricula over the same box take turns at random; all learn from all that is done.
 *
 * @throws UserError where there is none, a weight is out of range, or their boxes differ.
 */
export function mixedBoxes(parts: readonly Part<BoxCurriculum>[]): BoxCurriculum {
  const {
    curricula,
    weights: _,
    ...mixed
  } = mix<readonly number[], BoxCurriculum>(parts, ({ dimensions, box }) => [[...dimensions], [...box]])
  const [{ dimensions, box }] = curricula as [BoxCurriculum]
  // What was worked on is the same for all of them; what each goes by beside would be told under the same names.
  const isShared = (metric: string) =>
    dimensions.some((dimension) => metric.startsWith(`curriculum/${dimension}/`))
  const metrics = () =>
    Object.fromEntries(Object.entries(curricula[0]!.metrics()).filter(([metric]) => isShared(metric)))
  return { ...mixed, dimensions, box, metrics }
}

function mix<Choice extends Json, C extends Curriculum<Choice>>(
  parts: readonly Part<C>[],
  scopeOf: (curriculum: C) => Json,
) {
  const curricula = parts.map(({ curriculum }) => curriculum)
  const [first] = curricula
  if (first === undefined) throw new UserError(`${NAME}: there are no curricula; give one at least.`)
  for (const { weight = 1 } of parts)
    requireOption(NAME, 'weight', weight, weight > 0 && weight < Infinity, 'above 0')
  const scope = canonicalJson(scopeOf(first))
  const other = curricula.find((curriculum) => canonicalJson(scopeOf(curriculum)) !== scope)
  if (other !== undefined)
    throw new UserError(
      `${NAME}: '${first.name}' and '${other.name}' choose among different things; give them the same.`,
    )
  const weights = normalised(parts.map(({ weight = 1 }) => weight))
  const mixed: Omit<Curriculum<Choice>, 'metrics'> = {
    name: NAME,
    next: (random) => curricula[random.categorical(weights)]!.next(random),
    update(outcomes) {
      // Whether choices are sound the first one says, before any has learned.
      checkOutcomes(NAME, outcomes, () => true)
      for (const curriculum of curricula) curriculum.update(outcomes)
    },
    state: () => curricula.map((curriculum) => curriculum.state()),
    restore(state) {
      if (!Array.isArray(state) || state.length !== curricula.length) throw noState(NAME)
      for (const [i, curriculum] of curricula.entries()) curriculum.restore((state as Json[])[i]!)
    },
  }
  return { ...mixed, curricula, weights }
}
