import { ask, isText, type Json, type ValueKind } from '../../core/index.ts'
import type { Actor, ChanceOutcome, Game } from '../game.ts'

/** Everything that a game says about one state. */
export interface View {
  readonly actor: Actor
  readonly chance: readonly ChanceOutcome[]
  readonly legal: readonly number[]
  /** In the order of `legal`. */
  readonly labels: readonly string[]
  /** By player. */
  readonly observations: readonly string[]
  /** By player. */
  readonly informationStates: readonly string[]
  /** Empty before the end. */
  readonly returns: readonly number[]
}

/** Asks a game everything about a state. @throws MethodFault naming the method that fails. */
export function view<State extends Json>(game: Game<State>, state: State): View {
  const { facets } = game
  const actor = ask('actor', () => game.actor(state), isActor)
  const legal = ask('legal', () => game.legal(state), isNumbers)
  const players = Array.from({ length: facets.players }, (_, player) => player)
  const ofPlayers = (method: 'observation' | 'informationState') =>
    players.map((player) => ask(`${method} of player ${player}`, () => game[method](state, player), isText))
  return {
    actor,
    chance: ask('chance', () => game.chance(state), isOutcomes),
    legal,
    labels: legal.map((action) => ask(`label of ${action}`, () => game.label(state, action), isText)),
    observations: ofPlayers('observation'),
    informationStates: ofPlayers('informationState'),
    returns: actor === 'nobody' ? ask('returns', () => game.returns(state), isNumbers) : [],
  }
}

const isActor: ValueKind<Actor> = [
  "a player, 'chance' or 'nobody'",
  (a) => ['number', 'string'].includes(typeof a),
]
const isNumbers: ValueKind<readonly number[]> = [
  'a list of numbers',
  (list) => Array.isArray(list) && list.every((item) => typeof item === 'number'),
]
const isOutcomes: ValueKind<readonly ChanceOutcome[]> = [
  'a list of { action, probability }',
  (list) =>
    Array.isArray(list) &&
    list.every(
      (outcome: Partial<ChanceOutcome> | null) =>
        typeof outcome?.action === 'number' && typeof outcome.probability === 'number',
    ),
]
