import { ANSWER_LIMIT, markedAnswer, saidOf, unwrap, type Json } from '../core/index.ts'
import type { Answer, Game } from './game.ts'

export { ANSWER_LIMIT }

/**
 * Finds the action that a free-text answer names, or null when it names none that is possible.
 *
 * The answer is what the last \boxed{…} or <answer>…</answer> holds; without one, the whole text where that is a
 * label; otherwise the last […]. What stands around an answer does not matter: brackets, quotes, markdown, LaTeX
 * that sets a text, a full stop, case and extra white space. Thoughts (<think>…</think>) are no part of it. A game
 * that reads answers itself is given the last […] before the whole text: a sentence may stand around an answer
 * that is a sentence. Only the last `ANSWER_LIMIT` units are read.
 */
export function parseAction<State extends Json>(
  game: Game<State>,
  state: State,
  text: string,
): Answer | null {
  const said = saidOf(text)
  const find = (answer: string | null) => {
    if (answer === null) return null
    const name = normalise(answer)
    return read(name) ?? readOther(bareName(answer), name)
  }
  const read = (name: string) => {
    if (name === '') return null
    if (game.read !== undefined) return game.read(state, name)
    return readLabel(game, state, game.legal(state), name)
  }
  const readOther = (bare: string, name: string) => {
    const action = bare === name ? null : read(bare)
    if (action !== null || game.read !== undefined) return action
    return readJoined(game, state, bare)
  }
  const marked = markedAnswer(said)
  if (marked !== null) return find(marked.text)
  if (game.read !== undefined) return find(lastBracketed(said)) ?? find(said)
  return find(said) ?? find(lastBracketed(said))
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

/** Finds the one legal action whose label reads like this, but for how its parts are put together: 'e2-e4'. */
function readJoined<State extends Json>(game: Game<State>, state: State, text: string): number | null {
  const joined = join(text)
  if (joined === '') return null
  const [action, other] = game.legal(state).filter((each) => join(plain(game.label(state, each))) === joined)
  return action === undefined || other !== undefined ? null : action
}

/** What may be said before a move: 'play e4', 'column 4'. */
const SAID_BEFORE =
  /^(?:(?:i )?(?:play|choose|pick|move|bid|action|col(?:umn)?|cell|square|position|card)s?:? )+/

/** 'e2 e4', 'e2-e4', 'e2e4' and 'e2 to e4' are one move, '0, 1, 9' and '0 1 9' another. */
const join = (text: string) =>
  text
    .replace(SAID_BEFORE, '')
    .replaceAll(/(?<=[a-z])[\s,–→>-]+(?=\d)|(?<=\d)(?: to |[\s,–→>-]+)(?=[a-z])/g, '')
    .replaceAll(/(?<=\d), ?(?=\d)/g, ' ')

/** What is left of an answer without all that stands around it. */
function bareName(answer: string): string {
  return normalise(unwrap(normalise(unwrap(answer)).replace(/(?<=\S)[.!?]+$/, '')))
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
