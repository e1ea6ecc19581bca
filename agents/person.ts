import { UserError, type Json } from 'coevo/core'
import type { Game } from 'coevo/game'
import { openEntrant } from './entrant.ts'
import { openHall } from './hall.ts'
import { forfeitReturns } from './illegal-rule.ts'
import type { Policy } from './policy.ts'

/** How to talk with a person. */
export interface Conversation {
  tell(text: string): void
  /** Asks for a line; null when none will come. */
  ask(): Promise<string | null>
}

/** A match that a person plays. */
export interface PersonMatch {
  readonly game: Game
  /** Who plays all other seats: an agent's name. */
  readonly against: string
  /** The person's seat, from 0. */
  readonly seat: number
  readonly seed: number
  readonly conversation: Conversation
}

/** How it ended. */
export interface PersonResult {
  readonly end: 'finished' | 'resigned'
  /** By seat. */
  readonly returns: readonly number[]
  /** By seat, what is known at the end; empty when the person resigned. */
  readonly observations: readonly string[]
}

/** How many of the possible answers are listed, at most. */
const SHOWN = 64

class Resignation extends Error {}

/**
 * Plays one match between a person and an agent, through referee, players and bus. What the person writes is read as
 * any player's answer is, and asked for again where it is not possible; 'quit' resigns, as does the end of the input.
 *
 * @throws UserError for a seat that the game has not, and for an agent that is none or cannot play the game.
 */
export async function playPerson(match: PersonMatch): Promise<PersonResult> {
  const { game, against, seat, seed, conversation } = match
  const { players } = game.facets
  if (seat >= players)
    throw new UserError(`${game.name} has the seats 0 to ${players - 1}, and no seat ${seat}.`)
  const agent = (await openEntrant(against)).seat(game, { constrain: true })
  const seats = Array.from({ length: players }, (_, other) =>
    other === seat ? person(game, conversation) : agent,
  )
  let last: Json = null
  // The match's messages do not carry how a game ends.
  const watched: Game = {
    ...game,
    returns(state) {
      last = state
      return game.returns(state)
    },
  }
  const hall = openHall({ game: watched, rule: { kind: 'retry', times: Number.POSITIVE_INFINITY } })
  try {
    const [episode] = await hall.play({ seats, seed, sessions: [0], concurrency: 1 })
    return {
      end: 'finished',
      returns: episode!.roles.map((role) => role.return),
      observations: seats.map((_, player) => game.observation(last, player)),
    }
  } catch (error) {
    if (!(error instanceof Resignation)) throw error
    return { end: 'resigned', returns: forfeitReturns(players, seat, 1), observations: [] }
  }
}

/** Decides as a person says, for one match. */
function person(game: Game, conversation: Conversation): Policy {
  let asked: string | null = null
  return {
    name: 'person',
    model: null,
    async decide({ observation, informationState, legal }) {
      // Nobody knows the same at two turns, unless the first answer was rejected.
      if (informationState === asked) conversation.tell('That is not possible here.')
      else conversation.tell(`\n${observation}`)
      asked = informationState
      const shown = legal.slice(0, SHOWN)
      if (game.facets.answers === 'open' || legal.length > SHOWN) shown.push('…')
      conversation.tell(`You may answer: ${shown.join(', ')}`)
      const line = await conversation.ask()
      if (line === null || line.trim().toLowerCase() === 'quit') throw new Resignation()
      return { text: line, trace: null }
    },
  }
}
