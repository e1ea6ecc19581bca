import { UserError } from '../core/index.ts'

/**
 * A number that changes with the learner's step, as plain data. A bare number is constant.
 *
 * Where `steps` is left out, it is what remains of the run.
 */
export type Schedule =
  | number
  /** A straight line from `from` at step 0 to `to` at step `steps`, then constant. */
  | { readonly kind: 'linear'; readonly from: number; readonly to: number; readonly steps?: number }
  /** Half a cosine from `from` at step 0 to `to` at step `steps`, then constant. */
  | { readonly kind: 'cosine'; readonly from: number; readonly to: number; readonly steps?: number }
  /** from·(to/from)^(step/steps) until `steps`, then constant. `from` and `to` are > 0. */
  | { readonly kind: 'geometric'; readonly from: number; readonly to: number; readonly steps?: number }
  /** from / (1 + c·step), which is `to` at step `steps` and goes on falling. `from` and `to` are > 0. */
  | { readonly kind: 'inverse'; readonly from: number; readonly to: number; readonly steps?: number }
  /** Rises in `steps` equal parts to the start of `to`, whose step 0 is the first at full size. */
  | { readonly kind: 'warm-up'; readonly steps: number; readonly to: Schedule }

/** Where a run is: step 0, 1, … of `steps`. */
export interface Progress {
  readonly step: number
  readonly steps: number
}

/** Returns the value of a schedule at a step of a run. */
export function scheduleAt(schedule: Schedule, { step, steps: run }: Progress): number {
  if (typeof schedule === 'number') return schedule
  if (schedule.kind === 'warm-up') {
    const rise = schedule.steps
    if (step < rise - 1) return (scheduleAt(schedule.to, { step: 0, steps: run }) * (step + 1)) / rise
    return scheduleAt(schedule.to, { step: step - rise + 1, steps: run - rise + 1 })
  }
  const { from, to, steps = Math.max(1, run - 1) } = schedule
  if (schedule.kind === 'inverse') return from / (1 + ((from / to - 1) * step) / steps)
  const done = Math.min(1, step / steps)
  if (schedule.kind === 'geometric') return from * (to / from) ** done
  const share = schedule.kind === 'linear' ? done : (1 - Math.cos(Math.PI * done)) / 2
  return from + (to - from) * share
}

/** What the values of a schedule must be, besides finite. */
export type ScheduleRange = 'any' | 'not negative' | 'positive'

const kinds = ['linear', 'cosine', 'geometric', 'inverse', 'warm-up']
const bounds = {
  any: { holds: () => true, words: '' },
  'not negative': { holds: (value: number) => value >= 0, words: ' of at least 0' },
  positive: { holds: (value: number) => value > 0, words: ' greater than 0' },
}

/** Throws a UserError that names the place when a schedule can give anything but finite numbers in the range. */
export function checkSchedule(schedule: Schedule, place: string, range: ScheduleRange = 'any'): void {
  const require = (good: boolean, what: string) => {
    if (!good) throw new UserError(`${place}: ${what}.`)
  }
  const { holds, words } = bounds[range]
  const good = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && holds(value)
  if (typeof schedule === 'number')
    return require(good(schedule), `${schedule} is not a finite number${words}`)
  const { kind } = (schedule ?? {}) as { kind?: unknown }
  require(kinds.includes(kind as string), `a schedule is a number, or an object of the kind ${kinds
    .map((each) => `'${each}'`)
    .join(', ')}; its kind is ${String(kind)}`)
  if (schedule.kind === 'warm-up') {
    require(Number.isInteger(schedule.steps) &&
      schedule.steps >= 1, `a warm-up needs a whole number of steps ≥ 1, not ${schedule.steps}`)
    return checkSchedule(schedule.to, place, range)
  }
  const { from, to, steps } = schedule
  require(good(from), `'from' is ${from}; it must be a finite number${words}`)
  require(good(to), `'to' is ${to}; it must be a finite number${words}`)
  require(steps === undefined || steps > 0, `'steps' is ${steps}; it must be greater than 0`)
  if (schedule.kind === 'geometric' || schedule.kind === 'inverse')
    require(from > 0 && to > 0, `'from' and 'to' of the kind '${schedule.kind}' must be greater than 0`)
  // It would rise faster and faster, and pass through infinity.
  if (schedule.kind === 'inverse')
    require(from >= to, `the kind 'inverse' falls, but 'from' is ${from} and 'to' ${to}`)
}
