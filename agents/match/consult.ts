import type { Json, Random } from 'coevo/core'
import { drawChance, parseAction, type Actor, type Answer, type Game } from 'coevo/game'
import { GameFault } from './game-fault.ts'

/** Where a play stands, and how it came there. */
export interface Position {
  readonly state: Json
  /** Every action so far, those of chance included: what `replay` takes. */
  readonly actions: readonly Answer[]
  /** How many of them were chance's. */
  readonly draws: number
}

/**
 * A game's rules, each answer of theirs held to the contract before anything is made of it.
 *
 * @throws GameFault where one breaks it: that names the game, the part and the actions that led there.
 */
export interface Rulebook {
  open(): Position
  actor(at: Position): Actor
  draw(at: Position, random: Random): Position
  /** What a player is to know who is to move. */
  offer(
    at: Position,
    seat: number,
  ): { readonly observation: string; readonly informationState: string; readonly legal: string[] }
  read(at: Position, text: string): Answer | null
  apply(at: Position, action: Answer): Position
  returns(at: Position): readonly number[]
}

/** No play draws from chance more often. */
const DRAWS = 10_000
const TOLERANCE = 1e-9

/** Opens the rules of a game for a referee. */
export function consult(game: Game): Rulebook {
  const { players, utility, utilityRange, maxMoves } = game.facets
  const words = new Set(game.vocabulary)
  /** Labels whose words were looked up already. */
  const known = new Set<string>()
  const fault = (part: string, what: string, { actions }: Pick<Position, 'actions'>, cause?: unknown) =>
    new GameFault(game, part, what, actions, cause)

  function call<T>(part: string, at: Pick<Position, 'actions'>, method: () => T): T {
    try {
      return method()
    } catch (error) {
      throw fault(part, `threw '${error instanceof Error ? error.message : String(error)}'`, at, error)
    }
  }

  function text(part: string, value: unknown, at: Position): string {
    if (typeof value === 'string') return value
    throw fault(part, `gave ${show(value)} where it must give a text`, at)
  }

  function labelsOf(at: Position, legal: readonly number[]): string[] {
    const labels = legal.map((action) =>
      text(
        `label of ${action}`,
        call(`label of ${action}`, at, () => game.label(at.state, action)),
        at,
      ),
    )
    const twice = repeated(labels.map((label) => label.toLowerCase()))
    if (twice !== undefined) throw fault('label', `gave two legal actions the text '${twice}'`, at)
    for (const label of labels) {
      if (known.has(label)) continue
      const odd = label.split(' ').find((word) => !words.has(word))
      if (odd !== undefined) throw fault('label', `gave '${label}', and the vocabulary lacks '${odd}'`, at)
      known.add(label)
    }
    return labels
  }

  function moved(at: Position, action: Answer, draws: number): Position {
    const { state, actions } = at
    const next = call('apply', { actions: [...actions, action] }, () => game.apply(state, action))
    const after = { state: next, actions: [...actions, action], draws }
    if (next === undefined) throw fault('apply', 'gave no state', after)
    return after
  }

  return {
    open() {
      const at = { actions: [] }
      const state = call('initial', at, () => game.initial())
      if (state === undefined) throw fault('initial', 'gave no state', at)
      return { state, actions: [], draws: 0 }
    },
    actor(at) {
      const { actions, draws } = at
      const actor = call('actor', at, () => game.actor(at.state))
      if (actor === 'nobody') return actor
      if (actor === 'chance') {
        if (draws >= DRAWS) throw fault('chance', `has drawn ${draws} times and would go on`, at)
        return actor
      }
      if (!(Number.isInteger(actor) && actor >= 0 && actor < players))
        throw fault('actor', `gave ${show(actor)} in a game for ${players}`, at)
      if (actions.length - draws >= maxMoves)
        throw fault('maxMoves', `is ${maxMoves}, and player ${actor} is still to move`, at)
      return actor
    },
    draw(at, random) {
      const outcomes = call('chance', at, () => game.chance(at.state))
      if (!Array.isArray(outcomes) || outcomes.length === 0)
        throw fault('chance', `gave ${show(outcomes)} where it is to draw`, at)
      const odds = outcomes.map(({ probability }) => probability as number)
      const total = odds.reduce((sum, each) => sum + each, 0)
      if (!odds.every((each) => each > 0 && each <= 1) || Math.abs(total - 1) > TOLERANCE)
        throw fault('chance', `gave probabilities (${odds.join(', ')}) that sum to ${total}`, at)
      return moved(at, drawChance(game, at.state, random), at.draws + 1)
    },
    offer(at, seat) {
      const legal = call('legal', at, () => game.legal(at.state))
      if (!Array.isArray(legal) || (legal.length === 0 && game.facets.answers !== 'open'))
        throw fault('legal', `gave ${show(legal)} where player ${seat} is to move`, at)
      const view = (part: 'observation' | 'informationState') =>
        text(
          part,
          call(part, at, () => game[part](at.state, seat)),
          at,
        )
      return {
        observation: view('observation'),
        informationState: view('informationState'),
        legal: labelsOf(at, legal),
      }
    },
    read: (at, said) => call('read', at, () => parseAction(game, at.state, said)),
    apply: (at, action) => moved(at, action, at.draws),
    returns(at) {
      const returns = call('returns', at, () => game.returns(at.state))
      if (!Array.isArray(returns) || returns.length !== players)
        throw fault('returns', `gave ${show(returns)} for ${players} players`, at)
      const odd = returns.find((each) => !Number.isFinite(each))
      if (odd !== undefined) throw fault('returns', `gave ${show(odd)}`, at)
      const [least, most] = utilityRange
      const gave = `gave ${returns.join(' and ')}`
      if (returns.some((each) => !(each >= least - TOLERANCE && each <= most + TOLERANCE)))
        throw fault('returns', `${gave}, outside the utilityRange of ${least} to ${most},`, at)
      const total = returns.reduce((sum, each) => sum + each, 0)
      if (utility === 'zero-sum' && Math.abs(total) > TOLERANCE)
        throw fault('returns', `${gave}, which sum to ${total} in a zero-sum game,`, at)
      if (utility === 'identical' && returns.some((each) => each !== returns[0]))
        throw fault('returns', `${gave} where utility is identical,`, at)
      return returns as readonly number[]
    },
  }
}

function repeated(texts: readonly string[]): string | undefined {
  return new Set(texts).size === texts.length ? undefined : texts.find((text, i) => texts.indexOf(text) < i)
}

/** Shows what a game gave, whatever it is. */
function show(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `[${value.map(show).join(', ')}]`
  return 'an object'
}
