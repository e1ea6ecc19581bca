import { z } from 'zod'
import { UserError, type Json } from '../core/index.ts'
import type { Outcome } from './curriculum.ts'

/** @throws UserError naming an option of a curriculum that is out of range. */
export function requireOption(
  curriculum: string,
  option: string,
  value: number | string,
  isGood: boolean,
  must: string,
): void {
  if (!isGood) throw new UserError(`${curriculum}: ${option} is ${value}; it must be ${must}.`)
}

/** Whole and from `least` on. */
export function requireCount(curriculum: string, option: string, value: number, least = 1): void {
  requireOption(
    curriculum,
    option,
    value,
    Number.isSafeInteger(value) && value >= least,
    `a whole number from ${least} on`,
  )
}

/** In [0, 1]. */
export function requireShare(curriculum: string, option: string, value: number): void {
  requireOption(curriculum, option, value, value >= 0 && value <= 1, 'from 0 to 1')
}

/** Above 0 and finite. */
export function requirePositive(curriculum: string, option: string, value: number): void {
  requireOption(curriculum, option, value, value > 0 && value < Infinity, 'above 0')
}

/** @throws UserError unless names can head rows of metrics: some, all different, not empty, without '/'. */
export function requireNames(curriculum: string, what: string, names: readonly string[]): void {
  if (names.length === 0) throw new UserError(`${curriculum}: there are no ${what}s; name one at least.`)
  for (const [i, name] of names.entries()) {
    if (name === '' || name.includes('/'))
      throw new UserError(
        `${curriculum}: the ${what} '${name}' cannot be called that; give it a name without '/'.`,
      )
    if (names.indexOf(name) < i)
      throw new UserError(`${curriculum}: two ${what}s are called '${name}'; give each a name of its own.`)
  }
}

/**
 * Refuses outcomes that cannot be, before anything is learned from any of them.
 *
 * @throws UserError naming the curriculum.
 */
export function checkOutcomes<Choice extends Json>(
  curriculum: string,
  outcomes: readonly Outcome<Choice>[],
  isChoice: (choice: Choice) => boolean,
): void {
  for (const { choice, returns, score } of outcomes) {
    const of = `${curriculum}: an outcome of ${JSON.stringify(choice)}`
    if (!isChoice(choice))
      throw new UserError(`${of} is of no choice of this curriculum; give back what next() chose.`)
    if (returns.length === 0)
      throw new UserError(`${of} has no returns; give the return of one attempt at least.`)
    const wrong = returns.find((each) => !(each >= 0 && each <= 1))
    if (wrong !== undefined)
      throw new UserError(`${of} has the return ${wrong}; returns go from 0 to 1, so scale them to that.`)
    if (score !== undefined && !(score >= 0 && score < Infinity))
      throw new UserError(`${of} has the score ${score}; it must be a finite number that is not negative.`)
  }
}

/** @throws UserError for what is no state of this curriculum, as it was built now. */
export function readState<State>(curriculum: string, schema: z.ZodType<State>, state: Json): State {
  const result = schema.safeParse(state)
  if (result.success) return result.data
  throw noState(curriculum)
}

export function noState(curriculum: string): UserError {
  return new UserError(
    `${curriculum}: the checkpoint holds no state of this curriculum; start the run again, or go on with the options that it began with.`,
  )
}

/** A list of so many numbers. */
export const numbers = (length: number): z.ZodType<readonly number[]> => z.array(z.number()).length(length)

/** A number of steps or outcomes. */
export const count: z.ZodType<number> = z.int().min(0)
