import { canonicalJson, messageOf, type Json } from '../../core/index.ts'
import type { Answer, Game } from '../game.ts'
import { replay } from '../playout.ts'
import { checkAnswers } from './check-answers.ts'
import { checkKnowledge } from './check-knowledge.ts'
import { checkResample } from './check-resample.ts'
import { checkView } from './check-view.ts'
import { applyTwice, canonicalText, checkIllegal, freeze, inspect } from './probe.ts'
import type { Report } from './rules.ts'
import { view } from './view.ts'

/** A state on the way, with the canonical text of each player's own past. */
export interface Stop<State> {
  readonly state: State
  readonly actions: readonly Answer[]
  readonly pasts: readonly string[]
  readonly moves: number
  /** The states that led here, as canonical texts, the last one first. */
  readonly trail: Trail | null
}

interface Trail {
  readonly text: string
  readonly before: Trail | null
}

/** Which answers a walk follows from a state: all that are listed, or one of them and of others that were read. */
export type Choose = 'listed' | ((possible: readonly Answer[]) => Answer)

/** Checks the states of a walk. */
export interface Visitor<State> {
  /** Checks one state and returns the ones chosen after it. */
  visit(stop: Stop<State>, choose: Choose): Stop<State>[]
  /** Whether some game went on for longer than it may: others would, too. */
  isEndless(): boolean
  /** Compares the facets with a complete walk. */
  finish(): void
}

/** How often chance may move in a game; `maxMoves` does not count it. */
const CHANCE_LIMIT = 1000
/** A random game that goes on for so many moves has no end, whatever the game declares. */
const MOVE_LIMIT = 3000

/**
 * Starts the checks of a walk. The walk passes each state once for every history that leads to it.
 *
 * @param texts answers that are tried in every state
 */
export function makeVisitor<State extends Json>(
  game: Game<State>,
  follow: (actions: readonly Answer[]) => Report,
  texts: readonly string[],
): Visitor<State> {
  const { facets } = game
  const words = new Set(game.vocabulary)
  const knowledge = checkKnowledge(facets)
  const resample = checkResample(game)
  let longest = 0
  let chanceSeen = false
  let endless = false
  let constant: number | undefined

  const visit = (stop: Stop<State>, choose: Choose): Stop<State>[] => {
    const { state, actions, pasts, moves, trail } = stop
    const report = follow(actions)
    try {
      const text = canonicalText(state, report)
      if (text === null) return []
      const seen = inspect(game, state, text, report)
      checkView(facets, words, seen, report)
      knowledge.visit(text, seen, pasts, report)
      resample.visit(state, report)
      checkIllegal(game, state, seen, report)
      longest = Math.max(longest, moves)
      if (moves > Math.min(facets.maxMoves, MOVE_LIMIT) || actions.length - moves > CHANCE_LIMIT) {
        endless = true
        report(
          'length',
          `a game has ${moves} moves (maxMoves ${facets.maxMoves}) in ${actions.length} actions`,
        )
        return []
      }
      if (isOn(trail, text)) {
        endless = true
        report('length', `play comes back to ${text}, and so need never end`)
        return []
      }
      if (seen.actor === 'nobody') {
        const total = seen.returns.reduce((sum, value) => sum + value, 0)
        constant ??= total
        if (facets.utility === 'constant-sum' && Math.abs(total - constant) > 1e-9)
          report('utility', `returns sum to ${total} here and to ${constant} elsewhere`)
        if (canonicalJson(replay(game, actions)) !== text) report('replay', 'the same actions lead elsewhere')
        return []
      }
      if (seen.actor === 'chance') chanceSeen = true
      const listed = seen.actor === 'chance' ? seen.chance.map(({ action }) => action) : seen.legal
      const read = checkAnswers(game, state, seen, texts, report)
      for (const answer of read) checkView(facets, words, view(game, game.apply(state, answer)), report)
      const chosen = choose === 'listed' ? listed : [choose([...listed, ...read])]
      return chosen.map((action) => ({
        state: freeze(applyTwice(game, state, text, action, report)),
        actions: [...actions, action],
        pasts: pasts.map((past, p) =>
          p === seen.actor ? past + JSON.stringify([seen.informationStates[p], action]) : past,
        ),
        moves: moves + (seen.actor === 'chance' ? 0 : 1),
        trail: { text, before: trail },
      }))
    } catch (error) {
      report('exceptions', messageOf(error))
      return []
    }
  }

  const finish = () => {
    const report = follow([])
    // Answers that are not listed may lead further.
    if (facets.answers !== 'open' && longest < facets.maxMoves)
      report('facets', `maxMoves is ${facets.maxMoves}, but the longest game has ${longest}`)
    if (facets.chance === 'sampled' && !chanceSeen)
      report('facets', 'chance is sampled, but no state belongs to it')
    if (facets.information === 'imperfect' && !knowledge.hides())
      report('facets', 'information is imperfect, but every information state fixes the state')
  }
  return { visit, finish, isEndless: () => endless }
}

function isOn(trail: Trail | null, text: string): boolean {
  for (let at = trail; at !== null; at = at.before) if (at.text === text) return true
  return false
}
