import { messageOf, titled, UserError, waitedFor } from '../core/index.ts'
import { FAULT, MISTAKE, oneLine } from './failure.ts'

/** What a process that ends before its work has to say. */
export interface LastWords {
  /** The work has ended, or the process is to end without it. */
  done(): void
}

/**
 * Sees to it that a process does not end without a word: when nothing is left to wait for but a promise that never
 * settles, when a user's part calls process.exit, and when an error is thrown where nobody can catch it.
 *
 * @param tell takes one sentence; the process may be about to end, so it must not wait for anything
 */
export function leaveLastWords(tell: (sentence: string) => void): LastWords {
  let open = true
  const say = (sentence: string, code: number) => {
    if (!open) return
    open = false
    tell(sentence)
    process.exitCode = code
  }
  const blame = () => (waitedFor().length > 0 ? MISTAKE : FAULT)
  const place = () => waitedFor().at(-1) ?? 'coevo'
  process.on('beforeExit', () =>
    say(`${titled(place())} never comes to an end: a promise that it waits for is never settled.`, blame()),
  )
  process.on('exit', () =>
    say(`${titled(place())} ended the process (process.exit): have it throw an error, or return.`, blame()),
  )
  const uncaught = (how: string) => (error: unknown) => {
    const sentence = `${how} in ${place()}: ${oneLine(messageOf(error))}`
    say(sentence.replace(/[^.]$/, '$&.'), error instanceof UserError ? MISTAKE : blame())
    process.exit()
  }
  process.on('unhandledRejection', uncaught('A promise was rejected and nobody handled it'))
  process.on('uncaughtException', uncaught('An error was thrown where nobody can catch it'))
  return {
    done() {
      open = false
    },
  }
}
