/** How a search by simulation works. */
export interface SearchOptions {
  /** How many games are played to their end: 1 or more. */
  readonly simulations: number
  /** How much rarely tried moves are favoured, with returns scaled to 0 … 1. Default √2. */
  readonly exploration?: number
}

/** What a search found of the legal actions of a state, in their order. */
export interface SearchResult {
  /** The action to play. */
  readonly action: number
  readonly actions: readonly number[]
  /** How often each was tried; fewer than asked for in all where the search could prove its answer. */
  readonly visits: readonly number[]
  /** What each returned to the player to move, on average; NaN for one that was never tried. */
  readonly values: readonly number[]
}

export const EXPLORATION = Math.SQRT2

/** Returns how the returns of a game are scaled to 0 … 1. */
export function scaleOf([min, max]: readonly [number, number]): {
  readonly min: number
  readonly scale: number
} {
  return { min, scale: max > min ? 1 / (max - min) : 0 }
}

/** Shuffles numbers in place. */
export function shuffle(values: Int32Array, random: { int(n: number): number }): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.int(i + 1)
    const value = values[i]!
    values[i] = values[j]!
    values[j] = value
  }
}
