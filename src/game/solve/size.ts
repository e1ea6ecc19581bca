import { stream, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import { drawOutcome, simulatorOf } from '../simulate.ts'
import { CHANCE, END, type Simulator } from '../simulator.ts'

/** Games that are played before it is asked how many get so far. */
const FEW = 100

/** Actions after which games are compared. */
const DEPTHS = [8, 16, 32]

/**
 * Tells at once of most games that are far too large that they have more states than a limit; false says
 * nothing.
 *
 * Among 4√limit random games none two of which stand alike after some number of actions, chance has hit
 * upon more states than the limit, as birthdays do: with only so many states, all at that depth and
 * equally likely, the odds against are e⁻⁸, and everywhere else they are worse.
 */
export function isSurelyLarger<State extends Json>(game: Game<State>, limit: number): boolean {
  const samples = Math.ceil(4 * Math.sqrt(limit))
  const simulator = simulatorOf(game)
  return DEPTHS.some((depth) => allDiffer(simulator, depth, samples))
}

/** Tells whether so many random games all stand differently after some actions; most must get that far. */
function allDiffer(simulator: Simulator, depth: number, samples: number): boolean {
  const random = stream('solve', 'size', depth)
  const seen = new Set<string>()
  for (let game = 0; game < 2 * samples && seen.size < samples; game++) {
    // Where half of all games must get so far, it does not take all of them to see that hardly any does.
    if (game >= FEW && seen.size < game / 4) return false
    simulator.reset()
    for (let step = 0; step < depth && simulator.actor !== END; step++) {
      const i = simulator.actor === CHANCE ? drawOutcome(simulator, random) : random.int(simulator.count)
      simulator.apply(simulator.action(i))
    }
    if (simulator.actor === END) continue
    const state = JSON.stringify(simulator.state())
    if (seen.has(state)) return false
    seen.add(state)
  }
  return seen.size === samples
}
