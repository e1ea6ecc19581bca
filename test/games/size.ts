import { enumerate, type Game } from 'coevo/game'
import type { Json } from 'coevo/core'

/** Counts the distinct states of a game by who acts there, and its information sets. */
export function sizeOf<State extends Json>(game: Game<State>) {
  const tree = enumerate(game)
  const count = (test: (actor: number) => boolean) => tree.actor.filter(test).length
  return {
    chance: count((actor) => actor === -1),
    decision: count((actor) => actor >= 0),
    terminal: count((actor) => actor === -2),
    informationSets: tree.informationSets.length,
  }
}
