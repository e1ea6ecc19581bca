import { average } from '../../core/index.ts'

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/**
 * Draws a series as one character a value, or a mean of neighbours where it is longer than `width`.
 *
 * The lowest level is the least value, the highest the greatest. On the logarithmic scale equal heights
 * are equal factors, so that a fall from 0.1 to 0.05 shows beside one from 0.9 to 0.1; a series with a
 * value that is not positive is drawn on the linear one.
 */
export function sparkline(
  values: readonly number[],
  width: number,
  scale: 'linear' | 'logarithmic' = 'linear',
): string {
  const logarithmic = scale === 'logarithmic' && values.every((value) => value > 0)
  const heights = shrink(values, width).map((value) => (logarithmic ? Math.log(value) : value))
  const least = Math.min(...heights)
  const range = Math.max(...heights) - least
  const level = (height: number) =>
    range > 0 ? Math.round(((height - least) / range) * (LEVELS.length - 1)) : 0
  return heights.map((height) => LEVELS[level(height)]).join('')
}

/** Averages neighbours until at most `width` values are left; the last one stays the newest. */
function shrink(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values]
  return Array.from({ length: width }, (_, i) => {
    const bin = values.slice(
      Math.floor((i * values.length) / width),
      Math.floor(((i + 1) * values.length) / width),
    )
    return average(bin)
  })
}
