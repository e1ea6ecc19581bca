import type { Game } from 'coevo/game'
import { nashConv, winRate } from 'coevo/scenario'
import { match } from '../match-session.ts'

/**
 * Measures how well a model plays a two-player game: its exact NashConv, and its win rate and mean return
 * against `uniform` and against an exact equilibrium, the same number of games from both seats.
 *
 * games: against each opponent; even.
 */
export function matchStrength<const Name extends string>({
  game,
  model,
  games = 512,
}: {
  readonly game: Game
  readonly model: Name
  readonly games?: number
}) {
  const against = <const Opponent extends string>(opponent: Opponent) =>
    winRate({
      model,
      against: opponent,
      seats: [match({ game, seats: [{ model }, opponent] }), match({ game, seats: [opponent, { model }] })],
      games,
    })
  return [nashConv({ game, model }), against('uniform'), against('equilibrium')] as const
}
