const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/**
 * Draws a series as one character a value, or a mean of neighbours where it is longer than `width`.
 *
 * The lowest level is the least value, or zero when `fromZero` and all values are positive.
 */
export function sparkline(values: readonly number[], width: number, fromZero = false): string {
  const bins = shrink(values, width)
  const least = Math.min(...bins, ...(fromZero ? [0] : []))
  const range = Math.max(...bins) - least
  const level = (value: number) =>
    range > 0 ? Math.round(((value - least) / range) * (LEVELS.length - 1)) : 0
  return bins.map((value) => LEVELS[level(value)]).join('')
}

/** Averages neighbours until at most `width` values are left; the last one stays the newest. */
function shrink(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values]
  return Array.from({ length: width }, (_, i) => {
    const bin = values.slice(
      Math.floor((i * values.length) / width),
      Math.floor(((i + 1) * values.length) / width),
    )
    return bin.reduce((sum, value) => sum + value, 0) / bin.length
  })
}
