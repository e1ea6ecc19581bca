import type { Game } from 'coevo/game'
import { UserError } from 'coevo/core'
import { z } from 'zod'
import { openAccount } from '../../policy/account.ts'
import { matchProtocol, type Ask } from '../../match.ts'
import { Unavailable, type Entrant } from '../entrant.ts'
import { startLines, type LineAnswer, type LineProcess } from './line-process.ts'
import { wordsOf } from './words.ts'

/** Of the lines that are exchanged: raised when a question means something else than before. */
export const PROTOCOL_VERSION = 1

/** What can be set of a command. */
export const commandSettings = z.object({
  /** Questions that it may be asked before it has answered. */
  parallel: z.int().min(1).max(1024).optional(),
})

/** A command that fails so often, and meanwhile never answers, is asked no more. */
const PATIENCE = 3

/**
 * Opens 'cmd:COMMAND': a process that is asked for every move with a line of JSON, and answers with one. It is started
 * again where it ends; what it was asked is lost by that.
 *
 * @param settings decision: milliseconds for a move, from when the process is asked
 * @throws UserError for a command that is none.
 */
export function openCommand(
  name: string,
  command: string,
  settings: z.output<typeof commandSettings> & { readonly decision?: number | undefined } = {},
): Entrant {
  const { decision = matchProtocol.timeouts.decision, parallel = 1 } = settings
  const argv = wordsOf(command)
  const account = openAccount()
  let running: LineProcess | null = null
  let failures = 0
  let last = 0

  async function ask(question: object): Promise<LineAnswer> {
    if (running?.alive !== true) running = startLines(name, argv, decision)
    try {
      const answer = await running.ask({ version: PROTOCOL_VERSION, id: ++last, ...question } as {
        id: number
      })
      failures = 0
      return answer
    } catch (error) {
      failures++
      throw error
    }
  }

  const inTurn = taking(parallel)
  return {
    name,
    account: account.total,
    close() {
      running?.stop()
      running = null
      failures = 0
    },
    seat: (game) => ({
      name,
      model: null,
      decide: (asked, random) =>
        inTurn(async () => {
          if (failures >= PATIENCE)
            throw new Unavailable(
              `'${name}' failed ${failures} times on end: mend it, and go on with --resume.`,
            )
          const { move, error, usage } = await ask(questionOf(game, asked, random().int(2 ** 31)))
          account.add(usage ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens } : null)
          if (move === undefined)
            throw new UserError(`'${name}' has no move: ${error ?? 'it says no reason'}.`)
          return { text: String(move), trace: null }
        }),
    }),
  }
}

/** What a command is told. seed: the same whenever the match is played again. */
function questionOf(
  { name, title, rules, facets }: Game,
  { observation, informationState, legal, refused }: Ask,
  seed: number,
): object {
  const open = facets.answers === 'open'
  return {
    game: name,
    title,
    rules,
    observation,
    informationState,
    legal,
    open,
    refused: refused ?? null,
    seed,
  }
}

/** Returns what lets so many at once do their work, and others in their turn. */
function taking(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places
  const queue: (() => void)[] = []
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
