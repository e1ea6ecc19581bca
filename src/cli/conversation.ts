import type { Terminal } from './terminal.ts'
import { wrap } from './wrap.ts'

/** How to talk with whoever sits at the terminal. */
export interface Conversation {
  readonly tell: (text: string) => void
  /** Asks for a line; null when none will come. */
  readonly ask: () => Promise<string | null>
}

/** The widest that prose is read well. */
const WIDTH = 100

/**
 * Opens a conversation. Standard input is read from the first question on.
 */
export function openConversation(
  terminal: Terminal,
  {
    to,
    signal,
    before,
  }: {
    /** Where coevo's part of it is written. */
    readonly to: 'out' | 'err'
    /** Ends it: whoever is being asked will not answer. */
    readonly signal?: AbortSignal
    /** Is called before anything is written. */
    readonly before?: () => void
  },
): { readonly conversation: Conversation; readonly close: () => Promise<void> } {
  const say = (text: string) => {
    before?.()
    if (to === 'out') terminal.out(text)
    else terminal.err(text)
  }
  let lines: AsyncIterator<string, undefined> | null = null
  const stopped =
    signal === undefined
      ? null
      : new Promise<null>((resolve) => {
          if (signal.aborted) resolve(null)
          signal.addEventListener('abort', () => resolve(null), { once: true })
        })
  return {
    conversation: {
      tell: (text) => say(`${wrap(text, Math.min(terminal.page().columns, WIDTH))}\n`),
      async ask() {
        if (signal?.aborted === true) return null
        lines ??= terminal.lines()
        say('> ')
        const next = lines.next().then(({ done, value }) => (done === true ? null : value))
        return stopped === null ? next : Promise.race([next, stopped])
      },
    },
    close: async () => void (await lines?.return?.()),
  }
}
