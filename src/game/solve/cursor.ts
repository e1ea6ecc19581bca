import type { Json } from '../../core/index.ts'
import { isAsDefined, type Game } from '../game.ts'
import { replay } from '../playout.ts'
import { CHANCE, END, type Simulator } from '../simulator.ts'

/** What may be asked of a state. */
export type Standing = Pick<Simulator, 'actor' | 'count' | 'action' | 'probability' | 'returnOf'>

/** Walks through a game depth first: it stands at a state, and knows the way there from the start. */
export interface Cursor<State extends Json = Json> {
  /**
   * Goes back to the state so many actions from the start on the way, and on by its i-th possible action,
   * which it returns.
   */
  follow(depth: number, i: number): number
  /** Returns what no other state shares. */
  key(): number | string
  /** Looks at the state, before anything follows it for the first time. It holds until the cursor goes on. */
  look(): Standing
  /** Returns what the states share that the player to move cannot tell apart, and no others. */
  informationKey(): number | string
  /** Returns the state so many actions from the start on the way, where the cursor keeps it. */
  kept(depth: number): State | undefined
  /** Returns the state to which actions lead, when the walk is over. */
  replay(actions: readonly number[]): State
}

/** Opens a game at its start: by its simulator, where that knows keys and the rules are still those it follows. */
export function openCursor<State extends Json>(game: Game<State>): Cursor<State> {
  const simulator = isAsDefined(game) ? game.simulate?.() : undefined
  return simulator?.key === undefined || simulator.informationKey === undefined
    ? walkByRules(game)
    : walkInPlace(simulator as Keyed<State>)
}

type Keyed<State extends Json> = Simulator<State> & Required<Pick<Simulator, 'key' | 'informationKey'>>

/** Goes back by playing the way there again, which costs a simulator less than to keep states. */
function walkInPlace<State extends Json>(simulator: Keyed<State>): Cursor<State> {
  const way: number[] = []
  let reached = 0
  const play = (actions: readonly number[], depth: number) => {
    simulator.reset()
    for (let i = 0; i < depth; i++) simulator.apply(actions[i]!)
  }
  return {
    follow(depth, i) {
      if (reached !== depth) play(way, depth)
      const action = simulator.action(i)
      way[depth] = action
      reached = depth + 1
      simulator.apply(action)
      return action
    },
    key: () => simulator.key(),
    look: () => simulator,
    informationKey: () => simulator.informationKey(),
    kept: () => undefined,
    replay(actions) {
      play(actions, actions.length)
      return simulator.state()
    },
  }
}

/** Keeps the states on the way, and what is possible in them. */
function walkByRules<State extends Json>(game: Game<State>): Cursor<State> {
  const way: State[] = [game.initial()]
  const possible: (readonly number[])[] = []
  let reached = 0
  return {
    follow(depth, i) {
      const action = possible[depth]![i]!
      way[depth + 1] = game.apply(way[depth]!, action)
      reached = depth + 1
      return action
    },
    key: () => JSON.stringify(way[reached]),
    look() {
      const state = way[reached]!
      const actor = game.actor(state)
      const outcomes = actor === 'chance' ? game.chance(state) : []
      const returns = actor === 'nobody' ? game.returns(state) : []
      const actions = actor === 'chance' ? outcomes.map(({ action }) => action) : game.legal(state)
      possible[reached] = actions
      return {
        actor: actor === 'chance' ? CHANCE : actor === 'nobody' ? END : actor,
        count: actor === 'nobody' ? 0 : actions.length,
        action: (i) => actions[i]!,
        probability: (i) => outcomes[i]!.probability,
        returnOf: (player) => returns[player]!,
      }
    },
    informationKey: () => game.informationState(way[reached]!, game.actor(way[reached]!) as number),
    kept: (depth) => way[depth],
    replay: (actions) => replay(game, actions),
  }
}
