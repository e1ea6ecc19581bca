import type { Json, Random } from '../core/index.ts'
import { assertDeclared } from './declaration.ts'
import type { Simulator } from './simulator.ts'

/** Who acts in a state: a player's index, chance, or nobody because the game is over. */
export type Actor = number | 'chance' | 'nobody'

/** What a player may answer: a listed action, or a text where answers are open. */
export type Answer = number | string

/** What a game is, declared by its author and checked by the conformance suite. */
export interface Facets {
  readonly players: number
  readonly utility: 'zero-sum' | 'constant-sum' | 'general-sum' | 'identical'
  readonly information: 'perfect' | 'imperfect'
  /** 'sampled': some states belong to chance. */
  readonly chance: 'deterministic' | 'sampled'
  /** 'simultaneous': players move one after another in the states, hidden from each other until all have. */
  readonly dynamics: 'sequential' | 'simultaneous'
  /** Bounds on any player's return, both reached or not. */
  readonly utilityRange: readonly [min: number, max: number]
  /** The longest game in player moves (chance not counted). */
  readonly maxMoves: number
  /** How many distinct actions are listed: they are 0 … actions − 1. */
  readonly actions: number
  /**
   * 'open': there are more answers than `legal` lists (an offer, a sentence), and `read` finds them. Whoever
   * chooses among legal actions, such as `uniform` or a constrained model, gives listed ones only.
   * Default 'listed'.
   */
  readonly answers?: 'listed' | 'open'
}

/** One outcome of a chance state. */
export interface ChanceOutcome {
  readonly action: number
  /** In (0, 1]; the outcomes of one state sum to 1. */
  readonly probability: number
}

/**
 * A game: rules for chance and n players over plain, immutable states.
 *
 * Every method is pure. A state is JSON; the same actions from `initial()` give the same state.
 * Passing an action that is not legal to `apply` throws an Error.
 */
export interface Game<State extends Json = Json> {
  /** Kebab-case, as on the command line: 'kuhn-poker', 'goofspiel:cards=5'. */
  readonly name: string
  readonly title: string
  readonly facets: Facets
  /** Every word that `observation` and `label` can use; their texts are words separated by single spaces. */
  readonly vocabulary: readonly string[]
  /** The rules in prose, for a reader or a language model with a vocabulary of its own. */
  readonly rules: string
  initial(): State
  actor(state: State): Actor
  /** The outcomes of a chance state, sorted by action; empty elsewhere. */
  chance(state: State): readonly ChanceOutcome[]
  /** The listed actions of the player to move, sorted and unique; empty for chance and at the end. */
  legal(state: State): readonly number[]
  /**
   * Reads what the player to move has written, in lower case, with single spaces and no brackets around
   * it: a legal action or, where answers are open, a text in its only form, which reads as itself; null
   * for what is not possible here. It reads every label. Default: by label.
   */
  read?(state: State, text: string): Answer | null
  apply(state: State, action: Answer): State
  /** One return a player, in the game's own units; defined only at the end. */
  returns(state: State): readonly number[]
  /**
   * The text the player to move writes for a legal action: words of the vocabulary, distinct in a state. An
   * answer that is a text is its own label.
   */
  label(state: State, action: Answer): string
  /** All that a player knows and that still matters, in words of the vocabulary; a function of its information state. */
  observation(state: State, player: number): string
  /**
   * A key for what a player knows: states that it cannot tell apart share it, others do not, and no two
   * players share one. Imperfect information: with perfect recall (it fixes the player's own past
   * moves and what it knew at each). Perfect information: it fixes the state.
   */
  informationState(state: State, player: number): string
  /** Opens a game to be played in place, at its start; the conformance suite holds it to the rules above. */
  simulate?: () => Simulator<State>
  /**
   * Draws one of the states that the player to move cannot tell from this one, in which it is to move: by
   * chance's own probabilities, and as if the others had made their hidden moves uniformly. Search needs
   * it; without it such states are looked for.
   */
  resample?(state: State, random: Random): State
}

/** A game as its author writes it: what can be derived may be left out. */
export type GameDefinition<State extends Json> = Omit<
  Game<State>,
  'title' | 'chance' | 'informationState' | 'apply' | 'label'
> & {
  apply(state: State, action: number): State
  /** Applies an answer that `read` has given as a text; there exactly where answers are open. */
  applyText?(state: State, text: string): State
  label(state: State, action: number): string
  /**
   * Whether an action is one of `legal` or an outcome of `chance`, which `apply` asks first. Default: looks it
   * up there; worth writing where the lists are long.
   */
  readonly permits?: (state: State, action: number) => boolean
  /** Default: the name. */
  readonly title?: string
  /** Default: no chance. */
  chance?(state: State): readonly ChanceOutcome[]
  /** Default: the observation. */
  informationState?(state: State, player: number): string
}

/**
 * Makes a game of its definition, whose methods are called with what they are defined for only: an answer
 * that is possible, a player of the game, a state in which it is over. All else throws an Error.
 *
 * @throws UserError where the definition lacks a part or has one of a wrong kind.
 * @example games/tic-tac-toe.ts
 */
export function defineGame<State extends Json>(definition: GameDefinition<State>): Game<State> {
  assertDeclared(definition)
  const { facets, name } = definition
  const {
    permits = (state, action) =>
      game.legal(state).includes(action) || game.chance(state).some((outcome) => outcome.action === action),
  } = definition
  const seen = (view: (state: State, player: number) => string) => (state: State, player: number) => {
    if (player >= 0 && player < facets.players && Number.isInteger(player)) return view(state, player)
    throw new Error(`${name} has the players 0 to ${facets.players - 1}, and no player ${String(player)}`)
  }
  const game: Game<State> = {
    title: name,
    chance: () => [],
    ...definition,
    ...(definition.read && {
      read: (state: State, text: string) =>
        typeof game.actor(state) === 'number' ? definition.read!(state, text) : null,
    }),
    observation: seen((state, player) => definition.observation(state, player)),
    informationState: seen((state, player) =>
      definition.informationState === undefined
        ? definition.observation(state, player)
        : definition.informationState(state, player),
    ),
    label: (state, action) => (typeof action === 'string' ? action : definition.label(state, action)),
    apply(state, action) {
      if (typeof action === 'string') {
        if (definition.applyText !== undefined && game.read?.(state, action) === action)
          return definition.applyText(state, action)
      } else if (typeof action === 'number' && permits(state, action)) return definition.apply(state, action)
      throw new Error(
        `${name}: ${typeof action === 'string' ? JSON.stringify(action) : String(action)} is not possible here`,
      )
    },
    returns(state) {
      if (game.actor(state) === 'nobody') return definition.returns(state)
      throw new Error(`${name}: there are no returns before the end`)
    },
  }
  if (game.simulate !== undefined) definitions.set(game.simulate, game)
  return game
}

/** By simulator: the game that it was written for. */
const definitions = new WeakMap<object, object>()

/** What a simulator must agree with. */
const RULES = ['initial', 'actor', 'chance', 'legal', 'apply', 'returns', 'informationState'] as const

/** Tells whether a game's simulator plays by its rules: none of them was replaced in a copy of the game. */
export function isAsDefined<State extends Json>(game: Game<State>): boolean {
  const origin = game.simulate && (definitions.get(game.simulate) as Game<State> | undefined)
  return origin !== undefined && RULES.every((rule) => origin[rule] === game[rule])
}
