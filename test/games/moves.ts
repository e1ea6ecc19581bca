import type { Json } from 'coevo/core'
import type { Game } from 'coevo/game'

/** Reads a game written as the labels of its moves; it must have no chance. */
export function actionsOf<State extends Json>(game: Game<State>, labels: readonly string[]): number[] {
  let state = game.initial()
  return labels.map((label) => {
    const action = game.legal(state).find((candidate) => game.label(state, candidate) === label)
    if (action === undefined) throw new Error(`'${label}' is not legal in ${JSON.stringify(state)}`)
    state = game.apply(state, action)
    return action
  })
}
