import { ANSWER_LIMIT, type Game } from 'coevo/game'
import type { ChatMessage, ChatModel, ChatSettings } from 'coevo/model'
import type { Ask } from '../match.ts'
import type { Policy } from './policy.ts'

/** How a model on a server is asked for a move. */
export interface ChatPolicyOptions extends Omit<ChatSettings, 'random'> {
  readonly name: string
  readonly model: ChatModel
}

/** How many of the possible answers are listed, at most. */
const LISTED = 256

/**
 * Lets a model on a server decide: it reads the rules, the observation and the labels of the legal moves, and
 * writes what it likes; the referee reads the move out of that. Of a long answer only the end is kept, as much
 * as is read.
 */
export function chatPolicy(game: Game, { name, model, ...settings }: ChatPolicyOptions): Policy {
  return {
    name,
    model: null,
    async decide(ask, random) {
      const text = await model.answer(questionOf(game, ask), { ...settings, random: random() })
      return { text: text.slice(-ANSWER_LIMIT).toWellFormed(), trace: null }
    },
  }
}

/** Puts a turn into words. */
export function questionOf(
  { title, rules, facets }: Game,
  { observation, legal }: Pick<Ask, 'observation' | 'legal'>,
): ChatMessage[] {
  const isOpen = facets.answers === 'open'
  const shown = legal.slice(0, LISTED).join(', ') + (legal.length > LISTED ? ', …' : '')
  return [
    {
      role: 'system',
      content: `You play ${title}.\n\n${rules}\n\nThink as long as you need, and end with your move in \\boxed{}, such as \\boxed{${legal[0]}}.`,
    },
    {
      role: 'user',
      content: `This is what you know:\n${observation}\n\n${isOpen ? 'Some of the moves that you may make' : 'Your possible moves'}: ${shown}\n\nWhat is your move?`,
    },
  ]
}
