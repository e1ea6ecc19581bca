import { cholesky, type Cholesky } from './cholesky.ts'

/** How matches ended, by index: of a game, of the agent in its first seat and of the one in its second. */
export interface IndexedTally {
  readonly game: number
  readonly first: number
  readonly second: number
  /** Matches that the first seat won, that nobody won, and that the second seat won. */
  readonly wins: number
  readonly draws: number
  readonly losses: number
}

/** The log-posterior at one place, with its slope and its curvature turned round. */
export interface Expansion {
  readonly value: number
  readonly gradient: Float64Array
  /** [size, size] by rows, the lower triangle: the observed information, the prior's included. */
  readonly information: Float64Array
}

/** The probabilities of one match: won by the first seat, drawn, won by the second. */
export type Outcomes = readonly [win: number, draw: number, loss: number]

/**
 * The standard deviation of the prior on every parameter, in natural logarithms of odds: 800 Elo. It is
 * there to keep perfect scores finite, and weighs less than a single match between near equals.
 */
const PRIOR = 2 * Math.LN10

/**
 * The model of Bradley and Terry with draws and a seat advantage (Davidson and Beaver, Biometrics 33, 1977).
 *
 * A match of strengths θ₁ and θ₂ at a game with seat advantage η and draw parameter δ has
 *
 *     win : draw : loss  =  exp(x/2) : exp(δ) : exp(−x/2),   x = θ₁ − θ₂ + η
 *
 * which is an exponential family, so that the log-likelihood is concave and has one maximum.
 *
 * Parameters: the strengths of all agents, then the advantages of all games, then their draw parameters.
 */
export class DavidsonModel {
  readonly size: number
  readonly agents: number
  readonly games: number
  readonly tallies: readonly IndexedTally[]

  constructor(agents: number, games: number, tallies: readonly IndexedTally[]) {
    this.size = agents + 2 * games
    this.agents = agents
    this.games = games
    this.tallies = tallies
  }

  /** Returns the outcomes' probabilities in a match under these parameters. */
  outcomes(
    parameters: Float64Array,
    { game, first, second }: Pick<IndexedTally, 'game' | 'first' | 'second'>,
  ): Outcomes {
    const x = parameters[first]! - parameters[second]! + parameters[this.agents + game]!
    const draw = parameters[this.agents + this.games + game]!
    const total = logSumExp(x, draw)
    return [Math.exp(x / 2 - total), Math.exp(draw - total), Math.exp(-x / 2 - total)]
  }

  /** Returns the log-posterior up to a constant, and its first two derivatives. */
  expand(parameters: Float64Array): Expansion {
    const { size, agents, games } = this
    const gradient = new Float64Array(size)
    const information = new Float64Array(size * size)
    let value = 0
    for (let i = 0; i < size; i++) {
      value -= (parameters[i]! / PRIOR) ** 2 / 2
      gradient[i] = -parameters[i]! / PRIOR ** 2
      information[i * size + i] = 1 / PRIOR ** 2
    }
    for (const tally of this.tallies) {
      const { game, first, second, wins, draws, losses } = tally
      const matches = wins + draws + losses
      const outcomes = this.outcomes(parameters, tally)
      const [win, draw, loss] = outcomes
      for (const [i, count] of [wins, draws, losses].entries())
        if (count > 0) value += count * Math.log(outcomes[i]!)
      // With respect to x, whose statistic is half of win minus loss, and to δ, whose statistic is the draw.
      const tilt = (win - loss) / 2
      const slope = (wins - losses) / 2 - matches * tilt
      const curve = matches * ((win + loss) / 4 - tilt ** 2)
      const cross = -matches * tilt * draw
      const advantage = agents + game
      const drawn = advantage + games
      const along = [
        [first, 1],
        [second, -1],
        [advantage, 1],
      ] as const
      for (const [i, a] of along) {
        gradient[i]! += a * slope
        for (const [j, b] of along) if (j <= i) information[i * size + j]! += a * b * curve
        information[drawn * size + i]! += a * cross
      }
      gradient[drawn]! += draws - matches * draw
      information[drawn * size + drawn]! += matches * draw * (1 - draw)
    }
    return { value, gradient, information }
  }

  /** Finds the maximum by Newton's method, steps that overshoot shortened. */
  fit(): { readonly parameters: Float64Array; readonly information: Cholesky } {
    const { size } = this
    let parameters = new Float64Array(size)
    let polished = 0
    for (let here = this.expand(parameters); ;) {
      const information = cholesky(here.information, size)
      const step = information.solve(here.gradient)
      const gain = step.reduce((sum, each, i) => sum + each * here.gradient[i]!, 0)
      // So near to the maximum every whole step doubles the digits, though the value no longer shows it.
      const near = gain < 1e-6
      if (near && polished++ === 3) return { parameters, information }
      const move = (scale: number) => parameters.map((value, i) => value + scale * step[i]!)
      let next = move(1)
      let there = this.expand(next)
      const least = near ? -Infinity : here.value
      for (let scale = 0.5; there.value < least; scale /= 2) {
        next = move(scale)
        there = this.expand(next)
      }
      parameters = next
      here = there
    }
  }
}

/** ln(exp(x/2) + exp(−x/2) + exp(δ)), without overflow. */
function logSumExp(x: number, draw: number): number {
  const top = Math.max(Math.abs(x) / 2, draw)
  return top + Math.log(Math.exp(x / 2 - top) + Math.exp(-x / 2 - top) + Math.exp(draw - top))
}
