import type { Json, Random } from '../core/index.ts'
import type { Game } from './game.ts'
import { CHANCE, END, type Simulator } from './simulator.ts'

/** Opens a game to be played in place: by its own simulator, or through its pure rules where it has none. */
export function simulatorOf<State extends Json>(game: Game<State>): Simulator<State> {
  return game.simulate?.() ?? simulateByRules(game)
}

/** Opens a game to be played in place through its pure rules. */
export function simulateByRules<State extends Json>(game: Game<State>): Simulator<State> {
  return new RulesSimulator(game)
}

/**
 * Plays on to the end with uniform moves, drawing chance and moves from one stream.
 *
 * @returns how many actions that took, those of chance included.
 */
export function rollOut(simulator: Simulator, random: Random): number {
  let steps = 0
  for (; simulator.actor !== END; steps++) {
    const { actor, count } = simulator
    const i = actor === CHANCE ? drawOutcome(simulator, random) : random.int(count)
    simulator.apply(simulator.action(i))
  }
  return steps
}

/** Draws the index of an outcome of a chance state. */
export function drawOutcome(simulator: Simulator, random: Random): number {
  const last = simulator.count - 1
  let rest = random.uniform()
  for (let i = 0; i < last; i++) {
    rest -= simulator.probability(i)
    if (rest < 0) return i
  }
  return last
}

/** Plays in place by a game's pure rules. */
class RulesSimulator<State extends Json> implements Simulator<State> {
  actor = END
  count = 0
  readonly #game: Game<State>
  #state!: State
  #actions: readonly number[] = []
  #probabilities: readonly number[] = []

  constructor(game: Game<State>) {
    this.#game = game
    this.reset()
  }

  reset(): void {
    this.load(this.#game.initial())
  }

  load(state: State): void {
    const actor = this.#game.actor(state)
    this.#state = state
    this.actor = actor === 'chance' ? CHANCE : actor === 'nobody' ? END : actor
    const outcomes = this.#game.chance(state)
    this.#actions = actor === 'chance' ? outcomes.map(({ action }) => action) : this.#game.legal(state)
    this.#probabilities = outcomes.map(({ probability }) => probability)
    this.count = this.#actions.length
  }

  state(): State {
    return this.#state
  }

  action(i: number): number {
    return this.#actions[i]!
  }

  probability(i: number): number {
    return this.#probabilities[i]!
  }

  apply(action: number): void {
    this.load(this.#game.apply(this.#state, action))
  }

  returnOf(player: number): number {
    return this.#game.returns(this.#state)[player]!
  }
}
