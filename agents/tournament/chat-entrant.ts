import { stream, UserError } from 'coevo/core'
import { chatModel, type ChatModel } from 'coevo/model'
import { z } from 'zod'
import { openAccount } from '../policy/account.ts'
import { chatPolicy } from '../policy/chat-policy.ts'
import type { Entrant } from './entrant.ts'
import { matchProtocol } from '../match.ts'

/** How many tokens a model on a server may write for a move, its thoughts included, and how it samples. */
const DEFAULTS = { maxTokens: 2048, temperature: 1 }

/** What can be set of a model on a server. What is set is meant: a server that does not take it refuses. */
export const chatSettings = z.object({
  temperature: z.number().min(0).max(5).optional(),
  max_tokens: z.int().min(1).max(1_000_000).optional(),
  system: z.string().min(1).optional(),
})

/** 'MODEL@http://HOST:PORT/v1' */
const PLACE = /^(.+?)@(https?:\/\/.+)$/

/** How a model on a server is asked. */
export interface ChatEntrantOptions extends z.output<typeof chatSettings> {
  /** Milliseconds for a move. */
  readonly decision?: number | undefined
}

/**
 * Opens 'openai:MODEL@URL', with the key that the environment has in OPENAI_API_KEY.
 *
 * @throws UserError for another argument.
 */
export function openChat(name: string, argument: string, options: ChatEntrantOptions = {}): Entrant {
  const { decision = matchProtocol.timeouts.decision } = options
  const [, model, url] = PLACE.exec(argument) ?? []
  if (model === undefined || url === undefined)
    throw new UserError(`'${name}' needs a model and an address: write openai:MODEL@http://HOST:PORT/v1.`)
  // Its own failure comes before the player's patience ends, because it says more.
  const timeout = 0.9 * decision
  return chatEntrant(name, chatModel({ model, url, timeout, key: process.env['OPENAI_API_KEY'] }), options)
}

/** Lets a model on a server take part, which can play every game that has rules in prose. */
export function chatEntrant(name: string, model: ChatModel, options: ChatEntrantOptions = {}): Entrant {
  const { temperature, max_tokens: maxTokens, system } = options
  const settings = {
    temperature: temperature ?? DEFAULTS.temperature,
    maxTokens: maxTokens ?? DEFAULTS.maxTokens,
    firm: temperature !== undefined || maxTokens !== undefined,
  }
  const account = openAccount()
  let checked: Promise<void> | null = null
  const check = async () => {
    const content = "Answer with the word 'ready'."
    const random = stream('check', name)
    const { usage } = await model.answer([{ role: 'user', content }], { ...settings, random })
    account.add(usage)
  }
  return {
    name,
    live: true,
    check: () => (checked ??= check()),
    account: account.total,
    seat(game, { constrain }) {
      if (constrain)
        throw new UserError(
          'nobody can constrain it to legal moves: say what becomes of others, with --rule retry:2 or --rule forfeit.',
        )
      return chatPolicy(game, { name, model, system, account, ...settings })
    },
  }
}
