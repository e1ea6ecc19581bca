import { canonicalJson, type Json } from 'coevo/core'
import { END, simulatorOf, type Game, type Simulator } from 'coevo/game'

/** Counts the ways to play a number of actions: what chess programmers call perft. */
export function countLines<State extends Json>(game: Game<State>, depth: number, from?: State): number {
  return countFrom(simulatorOf(game), from ?? game.initial(), depth)
}

function countFrom<State extends Json>(simulator: Simulator<State>, state: State, depth: number): number {
  simulator.load(state)
  if (depth === 0) return 1
  if (depth === 1 || simulator.actor === END) return simulator.count
  const actions = Array.from({ length: simulator.count }, (_, i) => simulator.action(i))
  return actions.reduce((sum, action) => {
    simulator.load(state)
    simulator.apply(action)
    return sum + countFrom(simulator, simulator.state(), depth - 1)
  }, 0)
}

/** Counts the different states after 0, 1, … depth actions. */
export function countStates<State extends Json>(game: Game<State>, depth: number): number[] {
  const counts = [1]
  for (let states = [game.initial()]; counts.length <= depth; counts.push(states.length)) {
    const next = states.flatMap((state) => game.legal(state).map((action) => game.apply(state, action)))
    states = [...new Map(next.map((state) => [canonicalJson(state), state])).values()]
  }
  return counts
}
