import { ANSWER_LIMIT, type Game } from 'coevo/game'
import type { ChatMessage, ChatModel, ChatSettings } from 'coevo/model'
import type { OpenAccount } from './account.ts'
import type { Ask, Refused } from '../match.ts'
import type { Policy } from './policy.ts'

/** How a model on a server is asked for a move. */
export interface ChatPolicyOptions extends Omit<ChatSettings, 'random'> {
  readonly name: string
  readonly model: ChatModel
  /** What it is told before the rules of the game. */
  readonly system?: string | undefined
  /** Counts its answers and their tokens. */
  readonly account: OpenAccount
}

/** How many of the possible answers are listed, at most. */
const LISTED = 256

/**
 * Lets a model on a server decide: it reads the rules, the observation and the labels of the legal moves, and
 * writes what it likes; the referee reads the move out of that. Where a move was refused it reads that, too, and
 * why. Of a long answer only the end is kept, as much as is read.
 */
export function chatPolicy(game: Game, options: ChatPolicyOptions): Policy {
  const { name, model, system, account, ...settings } = options
  return {
    name,
    model: null,
    async decide(ask, random) {
      const question = questionOf(game, ask, system)
      const { text, cut, usage } = await model.answer(question, { ...settings, random: random() })
      account.add(usage)
      return { text: text.slice(-ANSWER_LIMIT).toWellFormed(), trace: null, ...(cut && { cut }) }
    },
  }
}

/** Puts a turn into words. system: what is said before the rules. */
export function questionOf(
  { title, rules, facets }: Game,
  { observation, legal, refused }: Pick<Ask, 'observation' | 'legal' | 'refused'>,
  system?: string,
): ChatMessage[] {
  const shown = legal.slice(0, LISTED).join(', ') + (legal.length > LISTED ? ', …' : '')
  const moves = `${facets.answers === 'open' ? 'Some of the moves that you may make' : 'Your possible moves'}: ${shown}`
  const instructions = `You play ${title}.\n\n${rules}\n\nThink as long as you need, and end with your move in \\boxed{}, such as \\boxed{${legal[0]}}.`
  const question = `This is what you know:\n${observation}\n\n${moves}\n\nWhat is your move?`
  const opening = system === undefined ? instructions : `${system}\n\n${instructions}`
  const asked: ChatMessage[] = [
    { role: 'system', content: opening },
    { role: 'user', content: question },
  ]
  if (refused === undefined) return asked
  const reason = `${REASONS[refused.reason]} ${moves}\n\nWhat is your move?`
  // Templates want turns that alternate, and none that is empty.
  if (refused.text.trim() === '') return [asked[0]!, { role: 'user', content: `${question}\n\n${reason}` }]
  return [...asked, { role: 'assistant', content: refused.text }, { role: 'user', content: reason }]
}

/** Tells a model why its answer was no move. */
const REASONS: Readonly<Record<Refused['reason'], string>> = {
  illegal: 'That move is not possible here.',
  unreadable: 'No move could be read in that: end with your move in \\boxed{}.',
  'cut off': 'Your answer was cut off before its end: think less, and end with your move in \\boxed{}.',
  empty: 'Your answer was empty: end with your move in \\boxed{}.',
}
