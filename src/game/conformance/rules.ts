import type { Answer } from '../game.ts'

/** What every game must keep, by the name that a violation carries. */
export const GAME_RULES = {
  facets: 'facets are well formed and are what play shows',
  'plain-states': 'states are plain JSON and mean the same after a round trip',
  purity: 'no method changes its state, and the same call gives the same answer',
  replay: 'the list of its actions leads to the same state again',
  randomness: 'no method draws from the global generator or reads the clock',
  exceptions: 'no method throws where it is defined',
  actors: 'the actor of a state is a player, chance or nobody',
  'legal-actions': 'legal actions are sorted, unique, in range, and exist exactly where a player moves',
  'illegal-actions': 'apply throws on an action that is not legal',
  undefined: 'returns before the end, and what a player that does not exist would see, throw',
  chance: 'chance outcomes are sorted, unique, sum to one, and exist exactly where chance moves',
  labels: 'labels are distinct among legal actions',
  answers: 'labels are read as their actions, and what else is read is possible and reads as itself',
  vocabulary: 'labels and observations are words of the vocabulary separated by single spaces',
  observations: 'states that share an information state have the same observation',
  'information-states': 'states that share an information state offer the same actions to the same player',
  'perfect-recall': "an information state fixes the player's own past (the state, if information is perfect)",
  returns: 'returns are one finite number a player within the declared range',
  utility: 'returns add up as declared',
  length: 'no game is longer than declared',
  resampling: 'resample draws from what whoever is to move cannot tell apart, whatever the real state',
  simulation: 'a simulator, where there is one, says after every action what the rules say',
} as const

export type GameRule = keyof typeof GAME_RULES

/** A rule that a game breaks, with the first found list of actions (those of chance included) that shows it. */
export interface Violation {
  readonly rule: GameRule
  readonly message: string
  readonly actions: readonly Answer[]
}

/** Tells a violation in half a sentence: 'returns 1, 1 … sum to 2, after the actions [0, 1]'. */
export function formatGameViolation({ message, actions }: Violation): string {
  return actions.length === 0 ? message : `${message}, after the actions ${JSON.stringify(actions)}`
}

/** Records a violation of a rule in the state under check. */
export type Report = (rule: GameRule, message: string) => void
