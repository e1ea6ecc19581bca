import type { Json } from '../core/index.ts'
import type { Answer, Game } from './game.ts'

/**
 * Writes one game out in full, for a reader and for golden files: what each player knows in every state.
 *
 * @param actions every action from the start, those of chance included
 * @throws Error when an action is not possible.
 */
export function playthrough<State extends Json>(game: Game<State>, actions: readonly Answer[]): string {
  const lines = [`# ${game.title} (${game.name})`, '', game.rules, '']
  for (const [facet, value] of Object.entries(game.facets)) lines.push(`${facet}: ${JSON.stringify(value)}`)
  lines.push(`vocabulary: ${game.vocabulary.join(' ')}`)
  let state = game.initial()
  for (let step = 0; step <= actions.length; step++) {
    lines.push('', `## State ${step}`, '', ...describeState(game, state))
    const action = actions[step]
    if (action === undefined) break
    const actor = game.actor(state)
    const label = typeof actor === 'number' ? `"${game.label(state, action)}"` : ''
    const said = typeof action === 'string' ? label : `${action} ${label}`.trim()
    lines.push('', `-> ${nameActor(actor)}: ${said}`)
    state = game.apply(state, action)
  }
  return `${lines.join('\n')}\n`
}

function* describeState<State extends Json>(game: Game<State>, state: State): Generator<string> {
  const actor = game.actor(state)
  yield JSON.stringify(state)
  yield `to act: ${nameActor(actor)}`
  for (let player = 0; player < game.facets.players; player++) {
    yield `observation ${player}: "${game.observation(state, player)}"`
    yield `information state ${player}: "${game.informationState(state, player)}"`
  }
  if (actor === 'nobody') yield `returns: ${game.returns(state).join(' ')}`
  else if (actor === 'chance')
    yield `outcomes: ${game
      .chance(state)
      .map(({ action, probability }) => `${action} (${probability.toFixed(4)})`)
      .join(' ')}`
  else
    yield `legal: ${game
      .legal(state)
      .map((action) => `${action} "${game.label(state, action)}"`)
      .join(' ')}`
}

const nameActor = (actor: number | string) => (typeof actor === 'number' ? `player ${actor}` : actor)
