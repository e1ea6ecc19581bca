import { stream, type Json } from 'coevo/core'
import { ANSWER_LIMIT, parseAction, type Game } from 'coevo/game'
import {
  Resignation,
  Unavailable,
  type Conversation,
  type Entrant,
  type Seated,
} from '../tournament/entrant.ts'
import type { Ask } from '../match.ts'
import type { Policy } from './policy.ts'
import type { View } from '../match/view.ts'

/** How many of the possible answers are listed, at most. */
const SHOWN = 64

/** What a person may ask for at any turn. */
const HELP =
  "Answer with a move as it is listed, with its number, or with a beginning that no other move has; 'rules' tells the rules, 'quit' resigns."

/**
 * Decides as a person says: a possible answer, the number of a listed one, or a clear beginning of it. What is not
 * possible is asked for again; 'help' and 'rules' are answered, 'quit' resigns.
 *
 * Its decisions throw Resignation, and Unavailable at the end of the input.
 */
export function personPolicy(game: Game, { tell, ask }: Conversation): Policy {
  return {
    name: 'human',
    model: null,
    async decide(asked, _random, view) {
      // Once a match has gone on, nobody may look at it as it was.
      const isPossible = readerOf(game, asked, view)
      const numbered = isNumbered(asked.legal)
      const shown = asked.legal.slice(0, SHOWN).map((label, i) => (numbered ? `${i + 1} ${label}` : label))
      if (game.facets.answers === 'open' || asked.legal.length > SHOWN) shown.push('…')
      tell(`\n${asked.observation}`)
      for (;;) {
        tell(`You may answer: ${shown.join(', ')}`)
        const line = await ask()
        if (line === null) throw new Unavailable('nobody answers at the terminal any more')
        if (line.trim().toLowerCase() === 'quit') throw new Resignation()
        const text = line.slice(-ANSWER_LIMIT).toWellFormed()
        if (isPossible(text)) return { text, trace: null }
        const word = text.trim().toLowerCase()
        const meant =
          numbered && /^\d+$/.test(word) ? asked.legal[Number(word) - 1] : begun(word, asked.legal)
        if (meant !== undefined) return { text: meant, trace: null }
        if (word === 'help') tell(HELP)
        else tell(word === 'rules' ? game.rules : "That is not possible here; 'help' says how to answer.")
      }
    },
  }
}

/** Whether moves can be told by number: no number is a move. */
const isNumbered = (legal: readonly string[]) => !legal.some((label) => /^\d+$/.test(label))

/** Finds the only label that begins so. */
function begun(word: string, legal: readonly string[]): string | undefined {
  const found = word === '' ? [] : legal.filter((label) => label.toLowerCase().startsWith(word))
  return found.length === 1 ? found[0] : undefined
}

/** Returns what tells whether an answer is possible, as far as the player can know. */
function readerOf(game: Game, { legal }: Ask, view: View): (text: string) => boolean {
  if (game.read === undefined) {
    const labels = {
      ...game,
      legal: () => [...legal.keys()],
      label: (_: Json, i: number) => legal[i]!,
    } as Game
    return (text) => parseAction(labels, null, text) !== null
  }
  // Whatever a player can read is read alike in all states that it cannot tell apart.
  if (game.facets.information === 'imperfect' && game.resample === undefined) return () => true
  const state = view.sample(stream('one state of many'))
  return (text) => parseAction(game, state, text) !== null
}

/** Lets whoever sits at the terminal take part in a tournament, as 'human'. */
export function personEntrant(conversation: Conversation): Entrant {
  const { tell } = conversation
  const known = new Set<string>()
  return {
    name: 'human',
    person: true,
    seat: (game) => personPolicy(game, conversation),
    begins(match) {
      const { game, seat } = match
      tell(`\n${game.title}: you have seat ${seat}, against ${othersOf(match).join(', ')}. 'quit' resigns.`)
      if (!known.has(game.name)) tell(`\n${game.rules}`)
      known.add(game.name)
    },
    ends: ({ seat }, returns) => tell(outcome(returns, seat)),
  }
}

function othersOf({ names, seat }: Seated): string[] {
  return names.filter((_, other) => other !== seat)
}

/** Tells how a match ended for a seat. */
export function outcome(returns: readonly number[], seat: number): string {
  const own = returns[seat]!
  const others = returns.filter((_, other) => other !== seat)
  const best = Math.max(...others)
  const word =
    others.length === 0 ? 'It is over.' : own > best ? 'You win.' : own < best ? 'You lose.' : 'A draw.'
  return `${word} Your return is ${own}.`
}
