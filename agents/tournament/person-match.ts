import { oneLine, UserError, type Json } from 'coevo/core'
import type { Game } from 'coevo/game'
import { Resignation, type Conversation, type Entrant } from './entrant.ts'
import { openHall } from '../match/hall.ts'
import { openEntrant } from './open-entrant.ts'
import { outcome, personPolicy } from '../policy/person.ts'

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
  /** 'forfeited': another player failed, or found no possible move. */
  readonly end: 'finished' | 'resigned' | 'forfeited'
  /** By seat. */
  readonly returns: readonly number[]
}

/** How often an agent that may write anything is asked again. */
const TRIES = 3

/**
 * Plays one match between a person and an agent, through referee, players and bus. What the person writes is read as
 * any player's answer is, and asked for again where it is not possible; 'quit' resigns, as does the end of the input.
 *
 * @throws UserError for a seat that the game has not, and for an agent that is none, does not answer or cannot play
 * the game.
 */
export async function playPerson(match: PersonMatch): Promise<PersonResult> {
  const { game, against, seat } = match
  const { players } = game.facets
  if (seat >= players)
    throw new UserError(`${game.name} has the seats 0 to ${players - 1}, and no seat ${seat}.`)
  if (against === 'human')
    throw new UserError("Two people at one terminal see each other's cards: name an agent.")
  const entrant = await openEntrant(against)
  try {
    return await playAgainst(entrant, match)
  } finally {
    entrant.close?.()
  }
}

async function playAgainst(entrant: Entrant, match: PersonMatch): Promise<PersonResult> {
  const { game, against, seat, seed, conversation } = match
  await entrant.check?.()
  const agent = entrant.seat(game, { constrain: entrant.live !== true && entrant.rule === undefined })
  const { tell } = conversation
  tell(`${game.title}: you have seat ${seat}, against ${against}. 'quit' resigns.\n\n${game.rules}`)
  const seats = Array.from({ length: game.facets.players }, (_, other) =>
    other === seat ? personPolicy(game, conversation) : agent,
  )
  let last: Json = null
  let failure: unknown = null
  // The match's messages do not carry how a game ends.
  const watched: Game = {
    ...game,
    returns(state) {
      last = state
      return game.returns(state)
    },
  }
  const hall = openHall({
    game: watched,
    rule: { kind: 'retry', times: TRIES },
    forgive: (failed) => void (failure = failed.seat === seat ? new Resignation() : failed.error),
  })
  const [episode] = await hall.play({ seats, seed, sessions: [0], concurrency: 1 })
  const returns = episode!.roles.map((role) => role.return)
  if (failure instanceof Resignation) {
    tell(`\nYou resign. Your return is ${returns[seat]}.`)
    return { end: 'resigned', returns }
  }
  const finished = episode!.end === 'finished'
  if (finished) tell(`\n${seats.map((_, player) => game.observation(last, player)).join('\n')}`)
  else tell(`\n${against} ${why(failure)}.`)
  tell(outcome(returns, seat))
  return { end: finished ? 'finished' : 'forfeited', returns }
}

function why(failure: unknown): string {
  if (failure === null) return 'finds no possible move'
  return `fails (${oneLine(failure instanceof Error ? failure.message : 'without a reason')})`
}
