import { stream, UserError } from 'coevo/core'
import { chatModel, type ChatModel } from 'coevo/model'
import { chatPolicy } from '../policy/chat-policy.ts'
import type { Entrant } from './entrant.ts'
import { matchProtocol } from '../match.ts'

/** How many tokens a model on a server may write for a move, its thoughts included. */
const TOKENS = 2048

/** 'MODEL@http://HOST:PORT/v1' */
const PLACE = /^(.+?)@(https?:\/\/.+)$/

/**
 * Opens 'openai:MODEL@URL', with the key that the environment has in OPENAI_API_KEY.
 *
 * @param decision milliseconds for a move.
 * @throws UserError for another argument.
 */
export function openChat(
  name: string,
  argument: string,
  decision: number = matchProtocol.timeouts.decision,
): Entrant {
  const [, model, url] = PLACE.exec(argument) ?? []
  if (model === undefined || url === undefined)
    throw new UserError(`'${name}' needs a model and an address: write openai:MODEL@http://HOST:PORT/v1.`)
  // Its own failure comes before the player's patience ends, because it says more.
  const timeout = 0.9 * decision
  return chatEntrant(name, chatModel({ model, url, timeout, key: process.env['OPENAI_API_KEY'] }))
}

/** Lets a model on a server take part, which can play every game that has rules in prose. */
export function chatEntrant(name: string, model: ChatModel): Entrant {
  const settings = { maxTokens: TOKENS, temperature: 1 }
  let checked: Promise<void> | null = null
  const check = async () => {
    const content = "Answer with the word 'ready'."
    await model.answer([{ role: 'user', content }], { ...settings, random: stream('check', name) })
  }
  return {
    name,
    live: true,
    check: () => (checked ??= check()),
    seat(game, { constrain }) {
      if (constrain)
        throw new UserError(
          'nobody can constrain it to legal moves: say what becomes of others, with --rule retry:2 or --rule forfeit.',
        )
      return chatPolicy(game, { name, model, ...settings })
    },
  }
}
