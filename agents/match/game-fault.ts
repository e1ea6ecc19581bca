import { oneLine, UserError } from 'coevo/core'
import type { Answer, Game } from 'coevo/game'

/** So many actions are listed in full; of more, the last few. */
const LISTED = 64
const LAST = 16

/** A game that breaks its own contract in play: no agent is to blame for it. */
export class GameFault extends UserError {
  /**
   * @param part the method at fault, or the facet
   * @param what it did, and why that cannot be: 'gave NaN'
   * @param actions all that led there, those of chance included
   */
  constructor(
    { name }: Pick<Game, 'name'>,
    part: string,
    what: string,
    actions: readonly Answer[],
    cause?: unknown,
  ) {
    super(
      `${oneLine(name)}: ${part} ${oneLine(what)} after ${listOf(actions)}: mend the game; 'coevo audit' looks for more.`,
      { cause },
    )
  }
}

function listOf(actions: readonly Answer[]): string {
  const list = (some: readonly Answer[]) => `[${some.map((each) => JSON.stringify(each)).join(', ')}]`
  if (actions.length <= LISTED) return oneLine(list(actions), 2000)
  return `${actions.length} actions, the last of them ${oneLine(list(actions.slice(-LAST)), 500)}`
}
