import type { Json } from '../core/index.ts'
import type { Answer, Game } from './game.ts'

/** How much of an answer is read, from its end, in UTF-16 units. */
export const ANSWER_LIMIT = 4096

/**
 * Finds the action that a free-text answer names, or null when it names none that is possible.
 *
 * The answer is what the last \boxed{…} holds; without one, the whole text where that is a label;
 * otherwise the last […]. Brackets around an answer, case and extra white space do not matter. A game that
 * reads answers itself is given the last […] before the whole text: a sentence may stand around an
 * answer that is a sentence. Only the last `ANSWER_LIMIT` units are read.
 */
export function parseAction<State extends Json>(
  game: Game<State>,
  state: State,
  text: string,
): Answer | null {
  const tail = text.slice(-ANSWER_LIMIT)
  const find = (answer: string | null) => {
    const name = answer === null ? '' : normalise(answer)
    if (name === '') return null
    if (game.read !== undefined) return game.read(state, name)
    return readLabel(game, state, game.legal(state), name)
  }
  const boxed = lastBoxed(tail)
  if (boxed !== null) return find(boxed)
  if (game.read !== undefined) return find(lastBracketed(tail)) ?? find(tail)
  return find(tail) ?? find(lastBracketed(tail))
}

/** Finds the action with this label, in lower case and without brackets around it. */
export function readLabel<State extends Json>(
  game: Game<State>,
  state: State,
  actions: readonly number[],
  text: string,
): number | null {
  return actions.find((action) => plain(game.label(state, action)) === text) ?? null
}

/** The content of the last complete \boxed{…}, without a \text{…} around it. */
function lastBoxed(text: string): string | null {
  const open = '\\boxed{'
  for (
    let from = text.lastIndexOf(open);
    from >= 0;
    from = from === 0 ? -1 : text.lastIndexOf(open, from - 1)
  ) {
    let depth = 1
    for (let i = from + open.length; i < text.length; i++) {
      if (text[i] === '{') depth++
      else if (text[i] === '}' && --depth === 0)
        return text.slice(from + open.length, i).replace(/^\s*\\text\{(.*)\}\s*$/s, '$1')
    }
  }
  return null
}

/** The content of the last […] that holds no bracket itself. */
function lastBracketed(text: string): string | null {
  const close = text.lastIndexOf(']')
  const open = text.lastIndexOf('[', close)
  return close < 0 || open < 0 ? null : text.slice(open + 1, close)
}

/** Normalises a label: its words are separated by single spaces already. */
function plain(label: string): string {
  const lower = label.toLowerCase()
  return lower.startsWith('[') ? normalise(lower) : lower
}

/** White space that is not a single space between words. */
const ODD_SPACE = /[^\S ]|  /

function normalise(text: string): string {
  const lower = text.trim().toLowerCase()
  const words = ODD_SPACE.test(lower) ? lower.replace(/\s+/g, ' ') : lower
  return words.startsWith('[') && words.endsWith(']') ? words.slice(1, -1).trim() : words
}
