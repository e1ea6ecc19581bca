import type { Report } from './rules.ts'

/** The most processor time that a text of 100,000 characters may take, in microseconds. */
const PATIENCE = 1_000_000

/** Measures how long texts take, in processor time, so that a busy machine is no fault. */
export interface Stopwatch {
  /** Does something with a text, and reports it where that takes too long. */
  time<T>(text: string, work: () => T): T
  /** Gives texts to try until one has taken too long: none after that. */
  tries(texts: readonly string[]): Iterable<string>
}

/** @param long whether long texts are tried at all */
export function makeStopwatch(long: boolean, report: Report): Stopwatch {
  let goesOn = long
  return {
    time(text, work) {
      const begin = process.threadCpuUsage()
      const value = work()
      const { user, system } = process.threadCpuUsage(begin)
      if (user + system > PATIENCE) {
        goesOn = false
        const seconds = ((user + system) / 1e6).toFixed(1)
        report('time', `${text.length} characters, ${JSON.stringify(text.slice(0, 20))} …, take ${seconds} s`)
      }
      return value
    },
    *tries(texts) {
      for (const text of texts) if (goesOn) yield text
    },
  }
}
