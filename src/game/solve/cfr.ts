import { lookUp, type Json } from '../../core/index.ts'
import type { Game } from '../game.ts'
import type { GamePolicy } from '../policy.ts'
import { tablePolicy } from '../tabular.ts'
import { enumerate, type GameTree } from './enumerate.ts'
import { addRegrets, normalise, setsByPlayer } from './regret.ts'
import { makeSolver, type Solver } from './solver.ts'

/** What an iteration does with what earlier ones have left. */
interface Discount {
  /** After iteration t a regret above zero is multiplied by t^a / (t^a + 1): kept if a = ∞. */
  readonly above: number
  /** The same for one below zero: dropped if −∞. */
  readonly below: number
  /** The strategy of iteration t weighs t^a in the average. */
  readonly average: number
}

/**
 * Counterfactual regret minimisation and its descendants, told apart by how they discount; all are cases
 * of Brown and Sandholm, "Solving imperfect-information games via discounted regret minimization" (2019).
 */
const VARIANTS = {
  /** Zinkevich et al., "Regret minimization in games with incomplete information" (2007). */
  cfr: { above: Infinity, below: Infinity, average: 0 },
  /** Tammelin, "Solving large imperfect information games using CFR+" (2014). */
  'cfr+': { above: Infinity, below: -Infinity, average: 1 },
  /** Brown and Sandholm (2019), section 3: regrets and strategies of iteration t weigh t. */
  'linear-cfr': { above: 1, below: 1, average: 1 },
  /** Brown and Sandholm (2019), section 4, with the parameters that they recommend. */
  dcfr: { above: 1.5, below: 0, average: 2 },
} satisfies Record<string, Discount>

export type CfrVariant = keyof typeof VARIANTS

export interface CfrOptions {
  /** How earlier iterations are discounted. Default 'cfr+'. */
  readonly variant?: CfrVariant
  /** Whether players update in turn, each against the others' newest strategy, or all at once. Default 'alternating'. */
  readonly updates?: 'alternating' | 'simultaneous'
}

/**
 * Starts counterfactual regret minimisation over a whole game.
 *
 * Its average strategy converges to equilibrium in two-player zero-sum games.
 *
 * @throws UserError when the game has too many states to enumerate.
 */
export function startCfr<State extends Json>(game: Game<State>, options: CfrOptions = {}): Solver {
  return cfr(enumerate(game), options)
}

/** Starts the same over a tree. */
export function cfr(tree: GameTree, { variant = 'cfr+', updates = 'alternating' }: CfrOptions = {}): Solver {
  const discount: Discount = lookUp('variant', variant, VARIANTS)
  const sets = setsByPlayer(tree)
  const everybody = [...sets.keys()]
  const groups = updates === 'alternating' ? everybody.map((player) => [player]) : [everybody]
  const regrets = new Float64Array(tree.slots)
  const sums = new Float64Array(tree.slots)
  const strategy = new Float64Array(tree.slots)
  for (const player of everybody) matchRegrets(tree, sets[player]!, regrets, strategy)
  return makeSolver(tree, sums, (t) => {
    const weight = t ** discount.average
    const above = factor(t, discount.above)
    const below = factor(t, discount.below)
    for (const players of groups) {
      for (const player of players) addRegrets(tree, strategy, player, regrets, sums, weight)
      for (const player of players) {
        discountRegrets(tree, sets[player]!, regrets, above, below)
        matchRegrets(tree, sets[player]!, regrets, strategy)
      }
    }
  })
}

/** Solves a game by CFR and returns the average strategy as a policy. */
export function solveByCfr<State extends Json>(
  game: Game<State>,
  iterations: number,
  options: CfrOptions = {},
): GamePolicy {
  const solver = startCfr(game, options)
  solver.run(iterations)
  return tablePolicy(`${options.variant ?? 'cfr+'}:${iterations}`, solver.average())
}

/** Returns t^a / (t^a + 1), at its limit where a is infinite. */
function factor(t: number, a: number): number {
  if (Math.abs(a) === Infinity) return a > 0 ? 1 : 0
  return t ** a / (t ** a + 1)
}

function discountRegrets(
  { firstSlot }: GameTree,
  sets: Int32Array,
  regrets: Float64Array,
  above: number,
  below: number,
): void {
  if (above === 1 && below === 1) return
  for (let i = 0; i < sets.length; i++) {
    const end = firstSlot[sets[i]! + 1]!
    for (let slot = firstSlot[sets[i]!]!; slot < end; slot++)
      regrets[slot]! *= regrets[slot]! > 0 ? above : below
  }
}

function matchRegrets(tree: GameTree, sets: Int32Array, regrets: Float64Array, strategy: Float64Array): void {
  for (let i = 0; i < sets.length; i++) normalise(tree, sets[i]!, regrets, strategy)
}
