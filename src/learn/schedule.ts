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

/** Throws a UserError that names the place when a schedule can give anything but finite numbers. */
export function checkSchedule(schedule: Schedule, place: string): void {
  const require = (good: boolean, what: string) => {
    if (!good) throw new UserError(`${place}: ${what}.`)
  }
  if (typeof schedule === 'number')
    return require(Number.isFinite(schedule), `${schedule} is not a finite number`)
  if (schedule.kind === 'warm-up') {
    require(schedule.steps >= 1, `a warm-up needs steps ≥ 1, not ${schedule.steps}`)
    return checkSchedule(schedule.to, place)
  }
  require(Number.isFinite(schedule.from), `'from' is ${schedule.from}; it must be a finite number`)
  require(Number.isFinite(schedule.to), `'to' is ${schedule.to}; it must be a finite number`)
  require(schedule.steps === undefined ||
    schedule.steps > 0, `'steps' is ${schedule.steps}; it must be greater than 0`)
  if (schedule.kind === 'geometric' || schedule.kind === 'inverse')
    require(schedule.from > 0 &&
      schedule.to > 0, `'from' and 'to' of the kind '${schedule.kind}' must be greater than 0`)
}
