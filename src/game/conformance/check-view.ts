import { misdeclared } from '../declaration.ts'
import type { Facets, Game } from '../game.ts'
import type { Report } from './rules.ts'
import type { View } from './view.ts'

const TOLERANCE = 1e-9

/** Checks what a game says about one state against the contract and its facets. */
export function checkView(facets: Facets, words: ReadonlySet<string>, seen: View, report: Report): void {
  const { actor, legal, labels, returns } = seen
  if (typeof actor === 'number' && !(Number.isInteger(actor) && actor >= 0 && actor < facets.players))
    report('actors', `the actor is ${actor}, but players are 0 … ${facets.players - 1}`)
  if (typeof actor === 'string' && actor !== 'chance' && actor !== 'nobody')
    report('actors', `the actor is '${String(actor)}'`)
  checkLegal(facets, seen, report)
  checkChance(facets, seen, report)
  // As answers are read, capitals and small letters are one.
  if (new Set(labels.map((label) => label.toLowerCase())).size < labels.length)
    report('labels', `actions ${legal.join(', ')} have labels ${labels.join(', ')}`)
  for (const text of [...labels, ...seen.observations]) {
    const strange = text.split(' ').find((word) => !words.has(word))
    if (strange !== undefined)
      report('vocabulary', `'${text}' holds '${strange}', which the vocabulary lacks`)
  }
  if (actor === 'nobody') checkReturns(facets, returns, report)
}

/** Checks before any play what a game declares. Returns whether it can be played at all. */
export function checkDeclared(game: Game, report: Report): boolean {
  const why = misdeclared(game, 'complete')
  if (why !== null) {
    report('facets', why)
    return false
  }
  const { facets, vocabulary } = game
  if (facets.dynamics === 'simultaneous' && facets.information === 'perfect')
    report('facets', 'simultaneous moves are hidden from each other, so information is imperfect')
  if (new Set(vocabulary).size < vocabulary.length) report('vocabulary', 'the vocabulary repeats a word')
  const odd = vocabulary.find((word) => word === '' || /\s/.test(word))
  if (odd !== undefined) report('vocabulary', `the vocabulary holds '${odd}', which is not one word`)
  return true
}

function checkLegal(facets: Facets, { actor, legal }: View, report: Report): void {
  const list = legal.join(', ')
  if (typeof actor === 'string' && legal.length > 0)
    report('legal-actions', `${actor} is to act, but actions ${list} are legal`)
  if (typeof actor === 'number' && legal.length === 0)
    report('legal-actions', `player ${actor} is to move without a legal action`)
  if (legal.some((action, i) => i > 0 && action <= legal[i - 1]!))
    report('legal-actions', `legal actions ${list} are not sorted and unique`)
  if (legal.some((action) => !Number.isInteger(action) || action < 0 || action >= facets.actions))
    report('legal-actions', `legal actions ${list} are not all in 0 … ${facets.actions - 1}`)
}

function checkChance(facets: Facets, { actor, chance }: View, report: Report): void {
  if (actor !== 'chance') {
    if (chance.length > 0) report('chance', `${actor} is to act, but there are chance outcomes`)
    return
  }
  if (facets.chance === 'deterministic')
    report('facets', 'chance is deterministic, but a state belongs to it')
  const list = chance.map(({ action, probability }) => `${action}: ${probability}`).join(', ')
  if (chance.some(({ action }, i) => i > 0 && action <= chance[i - 1]!.action))
    report('chance', `outcomes ${list} are not sorted and unique`)
  if (chance.some(({ probability }) => !(probability > 0 && probability <= 1)))
    report('chance', `outcomes ${list} have probabilities outside (0, 1]`)
  const total = chance.reduce((sum, { probability }) => sum + probability, 0)
  if (Math.abs(total - 1) > TOLERANCE) report('chance', `outcomes ${list} sum to ${total}`)
}

function checkReturns(facets: Facets, returns: readonly number[], report: Report): void {
  const list = returns.join(', ')
  const [min, max] = facets.utilityRange
  if (returns.length !== facets.players)
    report('returns', `returns ${list} are ${returns.length} for ${facets.players} players`)
  if (returns.some((value) => !(value >= min && value <= max)))
    report('returns', `returns ${list} leave the range ${min} … ${max}`)
  const total = returns.reduce((sum, value) => sum + value, 0)
  if (facets.utility === 'zero-sum' && Math.abs(total) > TOLERANCE)
    report('utility', `returns ${list} of a zero-sum game sum to ${total}`)
  if (facets.utility === 'identical' && returns.some((value) => value !== returns[0]))
    report('utility', `returns ${list} differ, but utility is identical`)
}
