import { metaSolverNamed, type MetaSolver, type MetaSolverName } from './meta-solvers.ts'
import { profilesOf, strategyValues, type MetaStrategy, type NormalForm } from './normal-form.ts'

/** What PSRO needs to know of a game and of whatever plays it. */
export interface PsroWorld<Policy> {
  /** By player: the policies to begin with, one at least. */
  readonly initial: readonly (readonly Policy[])[]
  /** Returns what each player gets, exactly or as a mean over games, when each plays one policy. */
  payoffs(profile: readonly Policy[]): readonly number[] | Promise<readonly number[]>
  /**
   * Returns a player's response to the others, who draw from their policies by a meta-strategy, and what it
   * gets, where that is known.
   */
  respond(
    player: number,
    populations: Populations<Policy>,
    meta: MetaStrategy,
  ): PsroResponse<Policy> | Promise<PsroResponse<Policy>>
  /** True for policies that play alike. Default: the same object. */
  same?(a: Policy, b: Policy): boolean
}

/** By player: its policies, the oldest first. */
export type Populations<Policy> = readonly (readonly Policy[])[]

export interface PsroResponse<Policy> {
  readonly policy: Policy
  readonly value?: number
}

/** Where PSRO stands. */
export interface PsroIteration<Policy> {
  /** 1, 2, … */
  readonly iteration: number
  readonly populations: Populations<Policy>
  /** The game among these policies. */
  readonly game: NormalForm
  readonly meta: MetaStrategy
  /** By player: what it expects when all follow the meta-strategy. */
  readonly values: readonly number[]
  /**
   * The sum over players of what their responses gain: with exact best responses NashConv of the
   * meta-strategy. Null where a response's value is not known.
   */
  readonly nashConv: number | null
  /** By player: the response, whether it was known already or not. */
  readonly responses: readonly Policy[]
  /** True when no player had a new response; never where it counts how often a response is given. */
  readonly converged: boolean
}

/**
 * Grows a population of policies for each player: weighs those there are by a meta-strategy, adds each
 * player's response to what the others make of it, and so on until no response is new.
 *
 * Source: Lanctot et al., "A unified game-theoretic approach to multiagent reinforcement learning" (2017):
 * policy-space response oracles. With the Nash meta-solver and best responses it is the double oracle
 * algorithm of McMahan, Gordon and Blum (2003), and ends in an equilibrium.
 *
 * @example for await (const { nashConv } of psro(exactWorld(kuhnPoker))) console.log(nashConv)
 */
export async function* psro<Policy>(
  world: PsroWorld<Policy>,
  { metaSolver = 'nash' }: { readonly metaSolver?: MetaSolverName | MetaSolver } = {},
): AsyncGenerator<PsroIteration<Policy>, void, undefined> {
  const solver = typeof metaSolver === 'string' ? metaSolverNamed(metaSolver) : metaSolver
  const same = (a: Policy, b: Policy) => world.same?.(a, b) ?? a === b
  const known = new Map<string, readonly number[]>()
  let populations: Populations<Policy> = world.initial
  let given = populations.map((policies) => policies.map(() => 1))
  for (let iteration = 1; ; iteration++) {
    const game = await normalForm(world, populations, known)
    const meta = await solver.solve(game, given)
    const values = strategyValues(game, meta).map((own, player) =>
      own.reduce((sum, value, i) => sum + value * meta[player]![i]!, 0),
    )
    const responses: PsroResponse<Policy>[] = []
    for (const player of populations.keys()) responses.push(await world.respond(player, populations, meta))
    const places = responses.map(({ policy }, player) => {
      const place = populations[player]!.findIndex((old) => same(old, policy))
      return place < 0 ? populations[player]!.length : place
    })
    const isNew = places.map((place, player) => place === populations[player]!.length)
    const converged = !isNew.includes(true) && solver.counts !== true
    const gains = responses.map(({ value }, player) => (value === undefined ? null : value - values[player]!))
    yield {
      iteration,
      populations,
      game,
      meta,
      values,
      nashConv: gains.reduce<number | null>(
        (sum, gain) => (sum === null || gain === null ? null : sum + gain),
        0,
      ),
      responses: responses.map(({ policy }) => policy),
      converged,
    }
    if (converged) return
    given = given.map((times, player) => {
      const place = places[player]!
      return isNew[player] ? [...times, 1] : times.with(place, times[place]! + 1)
    })
    populations = populations.map((policies, player) =>
      isNew[player] ? [...policies, responses[player]!.policy] : policies,
    )
  }
}

/** Asks for the payoffs that are not known yet. */
async function normalForm<Policy>(
  world: PsroWorld<Policy>,
  populations: Populations<Policy>,
  known: Map<string, readonly number[]>,
): Promise<NormalForm> {
  const counts = populations.map(({ length }) => length)
  const payoffs: (readonly number[])[] = []
  for (const profile of profilesOf(counts)) {
    const name = profile.join()
    let returns = known.get(name)
    if (returns === undefined) {
      returns = await world.payoffs(profile.map((strategy, player) => populations[player]![strategy]!))
      known.set(name, returns)
    }
    payoffs.push(returns)
  }
  return { counts, payoffs }
}
