import { UserError } from 'coevo/core'
import type { Game, GamePolicy } from 'coevo/game'
import { createBatcher, type Model } from 'coevo/model'
import type { SessionKind } from 'coevo/scenario'
import { fromGamePolicy } from './policy/game-policy.ts'
import { openHall, type HallOptions } from './match/hall.ts'
import { parseIllegalRule } from './match/illegal-rule.ts'
import { modelPolicy } from './policy/model-policy.ts'
import { namedPolicy } from './policy/named-policy.ts'
import type { Policy } from './policy/policy.ts'

/** Who sits in a seat: a model of the scenario's, a policy by name, or a policy over the game's states. */
export type Seat<Name extends string = string> = { readonly model: Name } | string | GamePolicy

export interface MatchOptions<Name extends string> {
  readonly game: Game
  /** One a player, in the order of play. */
  readonly seats: readonly Seat<Name>[]
  /** 'constrain' (the default), 'forfeit', 'retry:N' or 'spiral'. */
  readonly rule?: string
  /** Of the models: 0 is greedy, 1 (the default) samples their own distribution. */
  readonly temperature?: number
  /** Of the models, for each move; default 32. */
  readonly maxNewTokens?: number
  /** Real time, for seats that may never answer; virtual if left out. */
  readonly clock?: HallOptions['clock']
}

/**
 * Describes matches of a game as a kind of session.
 *
 * @example match({ game: kuhnPoker, seats: [{ model: 'policy' }, 'equilibrium'] })
 * @throws UserError for a wrong number of seats, an unknown policy or an unknown rule.
 */
export function match<const Name extends string = never>(options: MatchOptions<Name>): SessionKind<Name> {
  const { game, temperature = 1, maxNewTokens = 32 } = options
  const { players } = game.facets
  if (options.seats.length !== players)
    throw new UserError(
      `${game.name} has ${players} players, not ${options.seats.length}: fill a seat for each.`,
    )
  const rule = parseIllegalRule(options.rule ?? 'constrain')
  const constrain = rule.kind === 'constrain'
  const seats = options.seats.map((seat): Policy | { readonly model: Name } =>
    typeof seat === 'string' ? namedPolicy(game, seat) : 'model' in seat ? seat : fromGamePolicy(game, seat),
  )
  const names = new Set(seats.flatMap((seat) => ('decide' in seat ? [] : [seat.model])))
  const hall = openHall({ game, rule, ...(options.clock && { clock: options.clock }) })
  const policyOf = (name: Name, model: Model) =>
    modelPolicy({ name, batcher: createBatcher(model), constrain, temperature, maxNewTokens })
  return {
    name: game.name,
    roles: seats.map((_, seat) => `player-${seat}`),
    models: [...names],
    games: [game],
    play({ models, ...round }) {
      const policies = new Map([...names].map((name) => [name, policyOf(name, models[name])]))
      return hall.play({
        ...round,
        seats: seats.map((seat) => ('decide' in seat ? seat : policies.get(seat.model)!)),
      })
    },
  }
}
