import type { Json } from '../../core/index.ts'
import type { Answer, Game } from '../game.ts'
import { parseAction } from '../text.ts'
import type { Report } from './rules.ts'
import type { View } from './view.ts'

/** What nobody can have meant, or could have meant to do harm. */
const ODD = ['', ' ', '-1', '1e3', '\u0000', '__proto__', '[', '\\boxed{', '🎲', 'long '.repeat(900)]

/** How many labels of a state are written in every way. */
const WRITTEN = 4

/** How many texts are made of the labels of a state. */
const SPLICES = 6

/**
 * Tries how a game that reads answers itself reads the labels of a state, texts spliced from them, others'
 * texts and odd ones.
 *
 * @returns the possible answers among them that are not listed
 */
export function checkAnswers<State extends Json>(
  game: Game<State>,
  state: State,
  { actor, legal, labels }: View,
  texts: readonly string[],
  report: Report,
): string[] {
  if (game.read === undefined || typeof actor !== 'number') return []
  for (const [i, label] of labels.entries())
    for (const text of i < WRITTEN
      ? [label, `[${label}]`, `I say \\boxed{${label.toUpperCase()}}.`]
      : [label]) {
      const answer = parseAction(game, state, text)
      if (answer !== legal[i]) report('answers', `'${text}' is read as ${show(answer)}, not as ${legal[i]}`)
    }
  const found = new Set<string>()
  for (const text of [...splice(labels), ...texts, ...ODD]) {
    const answer = parseAction(game, state, text)
    if (answer !== parseAction(game, state, text)) report('purity', `'${text}' is read in two ways`)
    if (typeof answer === 'number' && !legal.includes(answer))
      report('answers', `'${text}' is read as ${answer}, which is not legal`)
    if (typeof answer !== 'string') continue
    if (game.facets.answers !== 'open')
      report('facets', `answers are listed, but '${text}' is read as ${show(answer)}`)
    const again = game.read(state, answer)
    if (again !== answer) report('answers', `${show(answer)}, read from '${text}', is read as ${show(again)}`)
    else found.add(answer)
  }
  return [...found]
}

/** Texts of which `apply` must take none. */
export function unreadable<State extends Json>(game: Game<State>, state: State): readonly string[] {
  return ODD.filter((text) => game.read?.(state, text) !== text)
}

/** Begins as one label and goes on as another. */
function splice(labels: readonly string[]): string[] {
  const words = labels.map((label) => label.split(' '))
  return Array.from({ length: labels.length > 1 ? SPLICES : 0 }, (_, i) => {
    const [first, second] = [0.29, 0.83].map((share) => words[Math.floor((i + share) * 7919) % words.length]!)
    const cut = 1 + (i % Math.max(1, first!.length - 1))
    return [...first!.slice(0, cut), ...second!.slice(cut)].join(' ')
  })
}

const show = (answer: Answer | null) => JSON.stringify(answer)
