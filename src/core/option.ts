import { z } from 'zod'

/** Bounds of a number: at least, or more than; at most. */
interface Bounds {
  readonly from?: number
  readonly over?: number
  readonly to?: number
}

/** Far more than any run needs, and little enough to be counted. */
const MANY = 1_000_000

function partOfOne(value: number, what: string) {
  return z.number().gt(0).max(1).default(value).describe(what)
}

/**
 * Options of the usual kinds, as fields of a zod object: each has a default, and says what it is.
 *
 * @example z.object({ steps: option.count(60, 'training steps'), warm: option.share(0.5, 'right before training') })
 */
export const option = {
  /** How many: a whole number, of 1 … 1,000,000 if nothing else is said. */
  count: (value: number, what: string, { from = 1, to = MANY }: Omit<Bounds, 'over'> = {}) =>
    z.int().min(from).max(to).default(value).describe(what),

  /** A part of a whole: above 0, at most 1. */
  share: partOfOne,

  /** A learning rate: above 0, at most 1. */
  rate: partOfOne,

  /** A finite number within bounds. */
  number(value: number, what: string, { from, over, to }: Bounds = {}) {
    let schema = z.number()
    if (from !== undefined) schema = schema.min(from)
    if (over !== undefined) schema = schema.gt(over)
    if (to !== undefined) schema = schema.max(to)
    return schema.default(value).describe(what)
  },

  /** One of several words; the first is the default. */
  choice<const Words extends readonly [string, ...string[]]>(words: Words, what: string) {
    return z.enum(words).default(words[0]).describe(what)
  },

  /** One of the keys of an object; the first is the default. */
  keyOf<Key extends string>(all: Readonly<Record<Key, unknown>>, what: string) {
    const keys = Object.keys(all) as Key[]
    return z.enum(keys).default(keys[0]!).describe(what)
  },

  /** Yes or no. */
  flag: (value: boolean, what: string) => z.boolean().default(value).describe(what),
}
