/** The longest that a timer of the platform can wait: beyond it Node.js fires at once. */
export const LONGEST_DELAY = 2 ** 31 - 1

/** True for milliseconds that a timer can wait. */
export function isDelay(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= LONGEST_DELAY
}

/** Says what a delay must be, to go after what it is. */
export const DELAY_RULE = `give milliseconds from 0 to ${LONGEST_DELAY}`
