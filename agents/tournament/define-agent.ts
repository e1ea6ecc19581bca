import type { Random } from 'coevo/core'
import type { Game } from 'coevo/game'
import type { Ask } from '../match.ts'
import type { View } from '../match/view.ts'
import type { Entrant } from './entrant.ts'

/** What an agent knows beside what it is asked. */
export interface Around {
  readonly game: Game
  /** Opens the answer's own stream: what is drawn there is the same whenever the match is played again. */
  readonly random: () => Random
  /** For agents that search: shows no more than the player may know. */
  readonly view: View
}

/** An agent of one's own. */
export interface AgentDefinition extends Pick<Entrant, 'live' | 'rule' | 'close'> {
  readonly name: string
  /** Answers a turn: one of `legal`, or any text that names a move. */
  readonly answer: (ask: Ask, around: Around) => string | Promise<string>
}

/**
 * Makes an agent that takes part in tournaments of what it answers.
 *
 * @example export default defineAgent({ name: 'first', answer: ({ legal }) => legal[0]! })
 */
export function defineAgent({ name, answer, ...rest }: AgentDefinition): Entrant {
  return {
    ...rest,
    name,
    seat: (game) => ({
      name,
      model: null,
      decide(ask, random, view) {
        const said = answer(ask, { game, random, view })
        const decision = (text: string) => ({ text, trace: null })
        return said instanceof Promise ? said.then(decision) : decision(said)
      },
    }),
  }
}
