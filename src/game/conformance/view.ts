import { inspect } from 'node:util'
import type { Json } from '../../core/index.ts'
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

/** A method that fails, or gives what cannot be what it should give. */
export class MethodFault extends Error {}

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

type Kind<T> = readonly [what: string, is: (value: T) => boolean]

const isActor: Kind<Actor> = [
  "a player, 'chance' or 'nobody'",
  (a) => ['number', 'string'].includes(typeof a),
]
const isText: Kind<string> = ['a text', (text) => typeof text === 'string']
const isNumbers: Kind<readonly number[]> = [
  'a list of numbers',
  (list) => Array.isArray(list) && list.every((item) => typeof item === 'number'),
]
const isOutcomes: Kind<readonly ChanceOutcome[]> = [
  'a list of { action, probability }',
  (list) =>
    Array.isArray(list) &&
    list.every(
      (outcome: Partial<ChanceOutcome> | null) =>
        typeof outcome?.action === 'number' && typeof outcome.probability === 'number',
    ),
]

/** Calls a method, whatever it does. */
export function ask<T>(method: string, call: () => T, [what, is]: Kind<T> = ['anything', () => true]): T {
  let value: T
  try {
    value = call()
  } catch (error) {
    throw new MethodFault(`${method} throws: ${messageOf(error)}`, { cause: error })
  }
  if (is(value)) return value
  throw new MethodFault(`${method} gives ${describe(value)}, not ${what}`)
}

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Shows any value in a line. */
const describe = (value: unknown) => inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 80)
