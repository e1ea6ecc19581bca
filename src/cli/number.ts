import { InvalidArgumentError } from 'commander'

/** Returns a reader of whole numbers in a range, both ends included. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

/** Reads the seed of a run. */
export const seedNumber = wholeNumber(0, 2 ** 32 - 1)
