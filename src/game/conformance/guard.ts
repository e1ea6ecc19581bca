/* oxlint-disable no-restricted-properties -- catches others' use of these */

/**
 * Runs work while every use of the global generator and the clock is noticed.
 *
 * @param notice called with the name of what was used
 */
export function guardGlobals<T>(notice: (name: string) => void, work: () => T): T {
  const random = Math.random
  const now = Date.now
  Math.random = () => {
    notice('Math.random')
    return random()
  }
  Date.now = () => {
    notice('Date.now')
    return now()
  }
  try {
    return work()
  } finally {
    Math.random = random
    Date.now = now
  }
}
